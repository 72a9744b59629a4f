import type { UnknownShape } from '@inkbridge/types'
import { palette } from '../display.ts'
import { Path, sidesOf } from '../geometry.ts'
import { dashesAlong } from './ink/pen-style.ts'
import type { KnownKind } from './kind.ts'

/** Distance of the label from the left edge, world units, and the maximum width of a letter relative to its size. */
const [textOff, letter] = [10, 0.68]
const face = { font: 'sans', size: 13, bold: false, italic: false } as const

/** A shape whose kind is unknown to the board or to the canvas. */
type Named = Omit<UnknownShape, 'kind'> & { readonly kind: string }

/** The placeholder of unknown kinds. */
export const unknown: KnownKind<Named> = {
  outline: ({ at }) => [sidesOf(at)],

  touch: 'all',
  placeholder: true,
  hasLetters: true,
  style: { uses: [] },
  stray: (shape) => Math.max(0, textOff + labelOf(shape).length * face.size * letter - shape.at.w),

  draw(shape: Named, { theme, layout }) {
    const { at, kind, was } = shape
    const { muted } = palette[theme]
    const { x, y, h } = at
    const path = new Path().polygon(sidesOf(at).points)
    const text = layout.labels.unsupported(was ?? (kind === 'unknown' ? undefined : kind))
    return [
      { type: 'path', path, stroke: muted, width: 1.5, dash: dashesAlong(path, [6, 5]), turn: at },
      { type: 'text', text, x: x + textOff, y: y + h / 2 + 5, face, fill: muted, isRtl: false, turn: at },
    ]
  },
}

function labelOf({ kind, was }: Named): string {
  const name = was ?? (kind === 'unknown' ? null : kind)
  return name ? `Unsupported shape: ${name}` : 'Unsupported shape'
}
