import type { Shape, WorldPoint } from '@inkbridge/types'
import { wordsColor } from '../display.ts'
import { itemAt as itemOf, runAt, type Words, wordsIn } from '../text.ts'
import { toLocal } from './extents.ts'
import type { DrawContext, Drawing, Kinds } from './kind.ts'

/** Returns the laid out text of a shape, or of an empty one; null: it has no room for text, or layout is not ready. */
export function wordsOf(shape: Shape, { kinds, layout }: DrawContext): Words | null {
  const room = kinds.of(shape).textRoom?.(shape)
  return room ? wordsIn(shape, room, layout) : null
}

/** Returns the background of a shape's text, `#rrggbb`; null: the board. */
export function groundOf(shape: Shape, { kinds, theme }: Pick<Drawing, 'kinds' | 'theme'>): string | null {
  return kinds.of(shape).textGround?.(shape, theme) ?? null
}

/** Returns the default colour of a shape's text and caret. */
export function wordsColorOf(shape: Shape, drawing: Pick<Drawing, 'kinds' | 'theme'>): string {
  return wordsColor(shape.style.color, groundOf(shape, drawing), drawing.theme)
}

/** Returns the link in a shape's text under a point; null: none. */
export function textLinkAt(shape: Shape, point: WorldPoint, context: DrawContext): string | null {
  const words = shape.text ? wordsOf(shape, context) : null
  return (words && runAt(words, toLocal(shape, point))?.run.link) ?? null
}

/** Returns the checklist item whose box is under a point, and its new state; null: none, or too small. */
export function itemAt(
  shape: Shape,
  point: WorldPoint,
  least: number,
  context: DrawContext,
): { readonly paragraph: number; readonly checked: boolean } | null {
  const words = shape.text ? wordsOf(shape, context) : null
  const paragraph = words && shape.text ? itemOf(words, shape.text, toLocal(shape, point), least) : null
  return paragraph === null ? null : { paragraph, checked: !shape.text?.[paragraph]?.checked }
}

/** Whether a picture of these shapes contains text, and so needs fonts. */
export function hasText(shapes: readonly Shape[], kinds: Kinds): boolean {
  return shapes.some((shape) => shape.text !== undefined || kinds.of(shape).hasLetters === true)
}

/** Returns the size of a shape's text as laid out, world units, its font size and its lines; null: it has none. */
export function textSizeOf(shape: Shape | undefined, context: DrawContext): TextSize | null {
  const words = shape?.text && wordsOf(shape, context)
  if (!words || words.laid.lines.length === 0) return null
  const { width, height } = words.laid
  return { width, height, fontSize: words.size, lines: linesOf(shape, context) }
}

interface TextSize {
  readonly width: number
  readonly height: number
  readonly fontSize: number
  readonly lines: readonly string[]
}

/** Returns the lines of a shape's text as laid out. */
export function linesOf(shape: Shape | undefined, context: DrawContext): readonly string[] {
  const words = shape?.text && wordsOf(shape, context)
  const paragraphs = shape?.text?.map(({ runs }) => runs.map(({ text }) => text).join('')) ?? []
  return words ? words.laid.lines.map(({ paragraph, from, to }) => paragraphs[paragraph]?.slice(from, to) ?? '') : []
}
