import type { RectShape } from '@inkbridge/types'
import { Path } from '../geometry/path.ts'
import type { KindOnCanvas } from './kind.ts'
import { outlined } from './outlined.ts'

const maxRadius = 10

export const rect: KindOnCanvas<RectShape> = {
  outline: ({ at: { x, y, w, h } }) => [{ points: [x, y, x + w, y, x + w, y + h, x, y + h], closed: true }],

  draw(shape, theme) {
    const { x, y, w, h } = shape.at
    const [r, right, bottom] = [Math.min(maxRadius, w / 4, h / 4), x + w, y + h]
    const path = new Path()
      .moveTo(x + r, y)
      .lineTo(right - r, y)
      .quadTo(right, y, right, y + r)
      .lineTo(right, bottom - r)
      .quadTo(right, bottom, right - r, bottom)
      .lineTo(x + r, bottom)
      .quadTo(x, bottom, x, bottom - r)
      .lineTo(x, y + r)
      .quadTo(x, y, x + r, y)
      .close()
    return outlined(shape, path, theme)
  },
}
