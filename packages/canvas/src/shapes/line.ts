import type { LineShape } from '@inkbridge/types'
import { colorOf } from '../palette.ts'
import { type KindOnCanvas, number } from './kind.ts'

export const line: KindOnCanvas<LineShape> = {
  outline: (shape) => ({ points: placed(shape), closed: false }),

  draw(shape, theme) {
    const { color, width, opacity } = shape.style
    const points = placed(shape).map(number)
    const path = points.reduce(
      (text, value, index) => text + (index === 0 ? 'M' : index % 2 === 0 ? 'L' : ' ') + value,
      '',
    )
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
  return points.map((fraction, index) => (index % 2 === 0 ? at.x + fraction * at.w : at.y + fraction * at.h))
}
