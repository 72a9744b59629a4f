import type { UnknownShape } from '@inkbridge/types'
import { palette } from '../palette.ts'
import { type KindOnCanvas, number } from './kind.ts'
import { rect } from './rect.ts'

export const unknown: KindOnCanvas<UnknownShape> = {
  outline: (shape) => rect.outline({ ...shape, kind: 'rect' }),

  draw({ at, was }, theme) {
    const { muted } = palette[theme]
    const path = `M${number(at.x)} ${number(at.y)}h${number(at.w)}v${number(at.h)}h${number(-at.w)}Z`
    const text = was ? `Made by a newer version: ${was}` : 'Made by a newer version'
    return [
      { type: 'path', path, stroke: muted, width: 1.5, dash: [6, 5], turn: at },
      { type: 'text', text, x: at.x + 10, y: at.y + at.h / 2, size: 13, fill: muted, turn: at },
    ]
  },
}
