import type { EllipseShape } from '@inkbridge/types'
import { type KindOnCanvas, number } from './kind.ts'
import { outlined } from './outlined.ts'

const sides = 48

export const ellipse: KindOnCanvas<EllipseShape> = {
  outline: ({ at: { x, y, w, h } }) => ({
    points: Array.from({ length: sides }, (_, index) => (2 * Math.PI * index) / sides).flatMap((angle) => [
      x + (w / 2) * (1 + Math.cos(angle)),
      y + (h / 2) * (1 + Math.sin(angle)),
    ]),
    closed: true,
  }),

  draw(shape, theme) {
    const { x, y, w, h } = shape.at
    const [rx, ry, middle] = [number(w / 2), number(h / 2), number(y + h / 2)]
    const path = `M${number(x)} ${middle}A${rx} ${ry} 0 1 1 ${number(x + w)} ${middle}A${rx} ${ry} 0 1 1 ${number(x)} ${middle}Z`
    return outlined(shape, path, theme)
  },
}
