/**
 * The pure half of the canvas: shapes to a display list that the screen and every export draw from. No DOM, no input,
 * no state, so that a board looks the same wherever it is drawn.
 *
 * @packageDocumentation
 */
import type { Box, Shape } from '@inkbridge/types'
import { type DisplayItem, type Look, walk } from './display/display-list.ts'
import { settledAll } from './scene/settled.ts'
import type { DrawContext, Kinds } from './shapes/kind.ts'
import { builtInKinds } from './shapes/kinds.ts'
import { boundsOf as boundsIn, type Drawing, drawn, hasText as hasTextOf } from './shapes.ts'

export { colorOf, palette, type Theme } from './display/palette.ts'
export { type SvgOptions, type SvgPicture, svgOf } from './export/svg.ts'
export { PictureTooLong } from './export/svg-elements.ts'
export { Path } from './geometry/path.ts'
export { type Polyline, sidesOf } from './geometry/polyline.ts'
export { styled } from './shapes/ink/pen-style.ts'
export type { Hit, Kind, KindField, KindOnCanvas, Kinds, NextShape } from './shapes/kind.ts'
export { builtIn, createKinds } from './shapes/kinds.ts'
export type { MeasuringContext, TextMeasure } from './text/engine.ts'
export { loadedFonts } from './text/font-resources.ts'
export { families } from './text/fonts.ts'
export { createTextLayout, type TextLayout, wordless } from './text/layout.ts'
export type { Room } from './text/shape-words.ts'
export { type FontFile, fontFilesIn, fontsUsed, rangesOf } from './text/used.ts'
export { type DisplayItem, type Look, walk }

/** What shapes are drawn with. `kinds`: default, those that are built in. */
type Given<Needs> = Omit<Needs, 'kinds'> & { readonly kinds?: Kinds }

/** What to draw for shapes given bottom to top, in the same order. */
export function pictureOf(
  shapes: readonly Shape[],
  { kinds = builtInKinds, theme, layout }: Given<Drawing>,
): readonly DisplayItem[] {
  const drawing = { kinds, theme, layout }
  return settledAll(shapes, drawing).flatMap((shape) => drawn(shape, drawing))
}

/** Everything a shape draws lies in this box. */
export function boundsOf(shape: Shape, { kinds = builtInKinds, layout }: Given<DrawContext>): Box {
  return boundsIn(shape, { kinds, layout })
}

/** Whether a picture of these shapes has text in it, and so wants a font. */
export function hasText(shapes: readonly Shape[], kinds: Kinds = builtInKinds): boolean {
  return hasTextOf(shapes, kinds)
}
