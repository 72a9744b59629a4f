/**
 * The pure half of the canvas: shapes to a display list that the screen and every export draw from. No DOM, no input,
 * no state, so that a board looks the same wherever it is drawn.
 *
 * @packageDocumentation
 */
import type { Box, Shape } from '@inkbridge/types'
import { type DisplayItem, type Look, walk } from './display.ts'
import { settledAll } from './scene/scene.ts'
import {
  boundsOf as boundsIn,
  builtInKinds,
  type DrawContext,
  type Drawing,
  drawn,
  hasText as hasTextOf,
  type Kinds,
} from './shapes.ts'

export { colorOf, fontsUsed, palette, type Theme } from './display.ts'
export { Path, type Polyline, sidesOf } from './geometry.ts'
export { type SvgOptions, type SvgPicture, svgOf } from './picture/svg.ts'
export { PictureTooLong } from './picture/svg-elements.ts'
export {
  builtIn,
  createKinds,
  type Hit,
  type Kind,
  type KindField,
  type KindOnCanvas,
  type Kinds,
  type NextShape,
  styled,
} from './shapes.ts'
export {
  createTextLayout,
  type FontFile,
  families,
  fontFilesIn,
  loadedFonts,
  type MeasuringContext,
  type Room,
  rangesOf,
  type TextLayout,
  type TextMeasure,
  wordless,
} from './text.ts'
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
