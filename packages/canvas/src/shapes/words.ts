import type { Shape, WorldPoint } from '@inkbridge/types'
import { wordsColor } from '../display.ts'
import { itemAt as itemOf, runAt, type Words, wordsIn } from '../text.ts'
import { untwisted } from './extents.ts'
import type { DrawContext, Drawing, Kinds } from './kind.ts'

/** What is written in a shape, or would be, in its place; null: it has no words, or what lays them out is on its way. */
export function wordsOf(shape: Shape, { kinds, layout }: DrawContext): Words | null {
  const room = kinds.of(shape).textRoom?.(shape)
  return room ? wordsIn(shape, room, layout) : null
}

/** The colour that words in a shape are on, `#rrggbb`; null: that of the board. */
export function groundOf(shape: Shape, { kinds, theme }: Pick<Drawing, 'kinds' | 'theme'>): string | null {
  return kinds.of(shape).textGround?.(shape, theme) ?? null
}

/** The colour of what is written in a shape, where nothing else is said of it, and of the caret there. */
export function wordsColorOf(shape: Shape, drawing: Pick<Drawing, 'kinds' | 'theme'>): string {
  return wordsColor(shape.style.color, groundOf(shape, drawing), drawing.theme)
}

/** The link in a shape's words that is under a point; null: none is. */
export function textLinkAt(shape: Shape, point: WorldPoint, context: DrawContext): string | null {
  const words = shape.text ? wordsOf(shape, context) : null
  return (words && runAt(words, untwisted(shape, point))?.run.link) ?? null
}

/** The item of a check list in a shape whose box is under a point, and what it becomes; null: none that is not too small. */
export function itemAt(
  shape: Shape,
  point: WorldPoint,
  least: number,
  context: DrawContext,
): { readonly paragraph: number; readonly checked: boolean } | null {
  const words = shape.text ? wordsOf(shape, context) : null
  const paragraph = words && shape.text ? itemOf(words, shape.text, untwisted(shape, point), least) : null
  return paragraph === null ? null : { paragraph, checked: !shape.text?.[paragraph]?.checked }
}

/** Whether a picture of these shapes has text in it, and so wants a font. */
export function hasText(shapes: readonly Shape[], kinds: Kinds): boolean {
  return shapes.some((shape) => shape.text !== undefined || kinds.of(shape).hasLetters === true)
}

/** The lines of a shape's text as they are shown. */
export function linesOf(shape: Shape | undefined, context: DrawContext): readonly string[] {
  const words = shape?.text && wordsOf(shape, context)
  const paragraphs = shape?.text?.map(({ runs }) => runs.map(({ text }) => text).join('')) ?? []
  return words ? words.laid.lines.map(({ paragraph, from, to }) => paragraphs[paragraph]?.slice(from, to) ?? '') : []
}
