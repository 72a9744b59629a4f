import type { UnknownShape } from '@inkbridge/types'
import { Path } from '../geometry/path.ts'
import { sidesOf } from '../geometry/polyline.ts'
import { palette } from '../palette.ts'
import type { KindOnCanvas } from './kind.ts'
import { dashesAlong } from './pen-style.ts'

const face = { font: 'sans', size: 13, bold: false, italic: false } as const

const keys = [] as const

export const unknown: KindOnCanvas<UnknownShape> = {
  outline: ({ at }) => [sidesOf(at)],

  touch: 'all',
  hasLetters: true,
  styles: () => keys,

  draw({ at, was }, { theme }) {
    const { muted } = palette[theme]
    const { x, y, h } = at
    const path = new Path().polygon(sidesOf(at).points)
    const text = was ? `Made by a newer version: ${was}` : 'Made by a newer version'
    return [
      { type: 'path', path, stroke: muted, width: 1.5, dash: dashesAlong(path, [6, 5]), turn: at },
      { type: 'text', text, x: x + 10, y: y + h / 2 + 5, face, fill: muted, isRtl: false, turn: at },
    ]
  },
}
