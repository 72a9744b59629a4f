import type { EllipseShape } from '@inkbridge/types'
import { Path } from '../geometry/path.ts'
import type { KindOnCanvas } from './kind.ts'
import { outlined } from './outlined.ts'

const sides = 48

export const ellipse: KindOnCanvas<EllipseShape> = {
  outline: ({ at: { x, y, w, h } }) => [
    {
      points: Array.from({ length: sides }, (_, index) => (2 * Math.PI * index) / sides).flatMap((angle) => [
        x + (w / 2) * (1 + Math.cos(angle)),
        y + (h / 2) * (1 + Math.sin(angle)),
      ]),
      closed: true,
    },
  ],

  draw(shape, theme) {
    const { x, y, w, h } = shape.at
    return outlined(shape, new Path().ellipse(x + w / 2, y + h / 2, w / 2, h / 2), theme)
  },
}
