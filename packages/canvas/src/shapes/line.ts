import { carriage, type LineShape } from '@inkbridge/types'
import { Path } from '../geometry/path.ts'
import { colorOf } from '../palette.ts'
import type { KindOnCanvas } from './kind.ts'

/** What a line's fractions are of. */
const unit = { x: 0, y: 0, w: 1, h: 1 }

export const line: KindOnCanvas<LineShape> = {
  outline: (shape) => [{ points: placed(shape), closed: false }],

  draw(shape, theme) {
    const { color, width, opacity } = shape.style
    const points = placed(shape)
    const path = new Path().moveTo(points[0] ?? 0, points[1] ?? 0)
    for (let at = 2; at < points.length; at += 2) path.lineTo(points[at] ?? 0, points[at + 1] ?? 0)
    return [
      {
        type: 'path',
        path,
        stroke: colorOf(color, theme),
        width,
        ...(opacity === undefined ? {} : { opacity }),
        turn: shape.at,
      },
    ]
  },
}

function placed({ at, points }: LineShape): number[] {
  const { scaleX, moveX, scaleY, moveY } = carriage(unit, at)
  return points.map((fraction, index) => (index % 2 === 0 ? fraction * scaleX + moveX : fraction * scaleY + moveY))
}
