import type { RectShape } from '@inkbridge/types'
import { type KindOnCanvas, number } from './kind.ts'
import { outlined } from './outlined.ts'

const maxRadius = 10

export const rect: KindOnCanvas<RectShape> = {
  outline: ({ at: { x, y, w, h } }) => ({ points: [x, y, x + w, y, x + w, y + h, x, y + h], closed: true }),

  draw(shape, theme) {
    const { x, y, w, h } = shape.at
    const r = Math.min(maxRadius, w / 4, h / 4)
    const [left, top, right, bottom] = [x, y, x + w, y + h].map(number)
    const [inLeft, inTop, inRight, inBottom] = [x + r, y + r, x + w - r, y + h - r].map(number)
    const path = `M${inLeft} ${top}H${inRight}Q${right} ${top} ${right} ${inTop}V${inBottom}Q${right} ${bottom} ${inRight} ${bottom}H${inLeft}Q${left} ${bottom} ${left} ${inBottom}V${inTop}Q${left} ${top} ${inLeft} ${top}Z`
    return outlined(shape, path, theme)
  },
}
