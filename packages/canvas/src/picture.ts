/**
 * The pure half of the canvas: shapes to a display list that the screen and every export draw from. No DOM, no input,
 * no state, so that a board looks the same wherever it is drawn.
 *
 * @packageDocumentation
 */
import type { Shape } from '@inkbridge/types'
import { type DisplayItem, type Look, walk } from './display-list.ts'
import { settledAll } from './settled.ts'
import { boundsOf, drawn, hasText } from './shapes.ts'

export { colorOf, palette, type Theme } from './palette.ts'
export { type SvgOptions, type SvgPicture, svgOf } from './svg.ts'
export { PictureTooLong } from './svg-elements.ts'
export type { MeasuringContext, TextMeasure } from './text/engine.ts'
export { loadedFonts } from './text/font-resources.ts'
export { families } from './text/fonts.ts'
export { createTextLayout, type TextLayout, wordless } from './text/layout.ts'
export { type FontFile, fontFilesIn, fontsUsed, rangesOf } from './text/used.ts'
export { boundsOf, type DisplayItem, hasText, walk }

/** What to draw for shapes given bottom to top, in the same order. */
export function pictureOf(shapes: readonly Shape[], look: Pick<Look, 'theme' | 'layout'>): readonly DisplayItem[] {
  return settledAll(shapes, look.layout).flatMap((shape) => drawn(shape, look))
}
