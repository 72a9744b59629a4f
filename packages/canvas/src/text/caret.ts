import type { TextPlace } from '@inkbridge/board'
import type { Box } from '@inkbridge/types'
import type { TextLayout } from './layout.ts'
import type { LaidLine } from './lines.ts'
import { lineLeft, type Words } from './shape-words.ts'

/** Text that an input method has not committed yet. */
export interface Composition {
  readonly from: TextPlace
  readonly to: TextPlace
  /** The clause being converted; empty: at the caret. */
  readonly clause: { readonly from: TextPlace; readonly to: TextPlace }
}

/** Returns the caret as a box without width, world units, in unrotated coordinates; null: nowhere. */
export function caretIn(words: Words, place: TextPlace, layout: TextLayout): Box | null {
  const line = lineOf(words, place)
  if (!line) return null
  const x = lineLeft(words, line) + xIn(line, place.offset, layout)
  return { minX: x, maxX: x, minY: words.y + line.y, maxY: words.y + line.y + line.height }
}

/** Returns the side of a caret without letters, for its label: above, unless it is at an end of its line. */
export function roomBeside(words: Words, place: TextPlace, layout: TextLayout): 'above' | 'left' | 'right' {
  const line = lineOf(words, place)
  if (!line || line === words.laid.lines[0]) return 'above'
  const x = xIn(line, place.offset, layout)
  // In an empty line, the side where text will continue.
  if (line.width - x < 1 && (!line.isRtl || x >= 1)) return 'right'
  return x < 1 ? 'left' : 'above'
}

function lineOf({ laid: { lines } }: Words, place: TextPlace): LaidLine | undefined {
  const own = lines.filter(({ paragraph }) => paragraph === place.paragraph)
  return own.findLast(({ from }) => from <= place.offset) ?? own[0] ?? lines.at(-1)
}

/** Returns the boxes of the text between two positions, one for each line. */
export function rangeIn(words: Words, a: TextPlace, b: TextPlace, layout: TextLayout): readonly Box[] {
  const [from, to] = isBefore(a, b) ? [a, b] : [b, a]
  return words.laid.lines.flatMap((line) => {
    const { paragraph } = line
    if (paragraph < from.paragraph || paragraph > to.paragraph) return []
    const start = paragraph === from.paragraph ? Math.max(line.from, from.offset) : line.from
    const end = paragraph === to.paragraph ? Math.min(line.to, to.offset) : line.to
    if (start > end || (start === end && line.from !== line.to)) return []
    const left = lineLeft(words, line)
    const [one, other] = [left + xIn(line, start, layout), left + xIn(line, end, layout)]
    const minX = Math.min(one, other)
    const y = words.y + line.y
    return [{ minX, maxX: Math.max(minX + line.size * 0.25, one, other), minY: y, maxY: y + line.height }]
  })
}

function isBefore(a: TextPlace, b: TextPlace): boolean {
  return a.paragraph === b.paragraph ? a.offset <= b.offset : a.paragraph < b.paragraph
}

/** Returns the distance of a position from the left of its line. */
function xIn({ runs, isRtl, width }: LaidLine, offset: number, layout: TextLayout): number {
  const run = runs.find(({ from, text }) => offset >= from && offset <= from + text.length)
  if (!run) return isRtl === offset > 0 ? 0 : width
  const before = layout.widthOf(run.text.slice(0, offset - run.from), run.face)
  return run.x + (run.isRtl ? run.width - before : before)
}
