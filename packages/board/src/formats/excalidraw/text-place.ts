import type { Place } from '@inkbridge/types'
import { roundPlace } from '../../place.ts'
import { boxPlaceOf, rotated } from './element-points.ts'
import { numberIn, type Raw, textIn, valueIn } from './raw.ts'

/** Line height, and how far the baseline is from the top of a line, both relative to the size of the letters. */
interface LetterBox {
  readonly line: number
  readonly baseline: number
}

/** Ours are nearly the same for all fonts. */
const ours: LetterBox = { line: 1.3, baseline: 1 }

/**
 * Fonts of a drawing by number: ascent plus (negative) descent, and the usual line height, all relative to the size.
 * From the `hhea` tables of the fonts: Virgil, Helvetica, Cascadia, Excalifont, Nunito, Lilita One, Comic Shanns,
 * Liberation Sans.
 */
const fonts: Readonly<Record<number, readonly [ink: number, line: number]>> = {
  1: [0.512, 1.25],
  2: [0.54, 1.15],
  3: [0.69336, 1.2],
  5: [0.512, 1.25],
  6: [0.658, 1.25],
  7: [0.703, 1.15],
  8: [0.5, 1.25],
  9: [0.69336, 1.15],
}

/** The place of a text on a board: its letters are on the same lines as in the drawing. */
export function textPlaceOf(text: Raw): Place {
  return shifted(boxPlaceOf(text), shiftOf(text))
}

/** The place in a drawing of a text that has this place on a board. */
export function drawnTextPlace(at: Place, text: Raw): Place {
  return shifted(at, -shiftOf(text))
}

function shifted(at: Place, down: number): Place {
  const { x, y } = rotated({ x: at.x, y: at.y + down }, { x: at.x, y: at.y }, at.rotation)
  return roundPlace({ ...at, x, y })
}

/** How far ours is below, so that the middles of all baselines are at the same height, world units. */
function shiftOf(text: Raw): number {
  const size = numberIn(text, 'fontSize', 20)
  const more = (textIn(text, 'text') ?? '').split('\n').length - 1
  const theirs = letterBoxOf(text, size, more + 1)
  return size * (theirs.baseline - ours.baseline + (more * (theirs.line - ours.line)) / 2)
}

/** Old files do not say the height of a line. */
function letterBoxOf(text: Raw, size: number, lines: number): LetterBox {
  const [ink, usual] = fonts[Number(valueIn(text, 'fontFamily') ?? 5)] ?? [0.512, 1.25]
  const measured = numberIn(text, 'height') / (lines * Math.max(1, size))
  const line = numberIn(text, 'lineHeight', measured > 0.8 && measured < 3 ? measured : usual)
  return { line, baseline: (line + ink) / 2 }
}
