/**
 * The pure half of the canvas: shapes to a display list that the screen and every export draw from. No DOM, no input,
 * no state, so that a board looks the same wherever it is drawn.
 *
 * @packageDocumentation
 */
import type { AssetId, Box, Shape, ShapeId } from '@inkbridge/types'
import { type DisplayItem, imagesUsed, type Look, walk } from './display.ts'
import { resolveAll, Scene } from './scene/scene.ts'
import {
  boundsOf as boundsIn,
  builtInKinds,
  type DrawContext,
  type Drawing,
  drawn,
  hasText as hasTextOf,
  type Kinds,
  textSizeOf,
} from './shapes.ts'

export { colorOf, fontsUsed, palette, type Theme } from './display.ts'
export { Path, type Polyline, sidesOf } from './geometry.ts'
export { frameSheet, frameSheets, inReadingOrder, type Sheet } from './picture/sheets.ts'
export { type SvgOptions, type SvgPicture, svgOf, svgSteps } from './picture/svg.ts'
export { type ImageSource, PictureTooLong } from './picture/svg-elements.ts'
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

/** Drawing options; `kinds` default to the built-in ones. */
type Given<Needs> = Omit<Needs, 'kinds'> & { readonly kinds?: Kinds }

/** Returns the display list of shapes, given bottom to top, in the same order. */
export function pictureOf(
  shapes: readonly Shape[],
  { kinds = builtInKinds, theme, layout }: Given<Drawing>,
): readonly DisplayItem[] {
  const drawing = { kinds, theme, layout }
  return resolveAll(shapes, drawing).flatMap((shape) => drawn(shape, drawing))
}

/** Shapes as writers of files need them; see `Exported` of `@inkbridge/board/formats`. */
export interface ShownShapes {
  /** As shown, bottom to top, without hidden ones. */
  readonly shapes: readonly Shape[]
  /** A shape as stored, without values derived from its text or from others; null: it does not exist, or is hidden. */
  storedOf(id: ShapeId): Shape | null
  /** The size of a shape's text as laid out, and its lines; null: it has none. */
  textOf(id: ShapeId): ReturnType<typeof textSizeOf>
}

/** Returns the shapes of a board as they are shown and as they are stored. */
export function shownShapes(
  shapes: readonly Shape[],
  { kinds = builtInKinds, layout }: Given<DrawContext>,
): ShownShapes {
  const scene = new Scene(shapes, { kinds, layout })
  return {
    shapes: scene.all(),
    storedOf(id) {
      const shape = scene.get(id)
      return shape ? scene.asStored(shape) : null
    },
    textOf: (id) => textSizeOf(scene.get(id), scene),
  }
}

/** Returns the assets that a picture of shapes shows; see `imagesUsed`. */
export function imagesOf(shapes: readonly Shape[], options: Given<Drawing>): ReadonlyMap<AssetId, number> {
  const { kinds = builtInKinds } = options
  const showing = shapes.filter((shape) => kinds.of(shape).asset)
  return showing.length === 0 ? new Map() : imagesUsed(pictureOf(showing, options))
}

/** Returns a box that contains everything a shape draws. */
export function boundsOf(shape: Shape, { kinds = builtInKinds, layout }: Given<DrawContext>): Box {
  return boundsIn(shape, { kinds, layout })
}

/** Whether a picture of these shapes contains text, and so needs fonts. */
export function hasText(shapes: readonly Shape[], kinds: Kinds = builtInKinds): boolean {
  return hasTextOf(shapes, kinds)
}
