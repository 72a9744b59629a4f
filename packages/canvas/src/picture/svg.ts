import { atOnce, type Steps } from '@inkbridge/board'
import type { Box, InkName, Shape } from '@inkbridge/types'
import { paperOf, type Theme } from '../display.ts'
import { grow } from '../geometry.ts'
import { boundsSteps, finder, resolveSteps } from '../scene/scene.ts'
import { builtInKinds, type Drawing, drawn, type Kinds } from '../shapes.ts'
import { type FontFile, families, rangesOf, type TextLayout } from '../text.ts'
import { attribute, type ImageSource, type Lettering, precise, round, SvgElements } from './svg-elements.ts'

export interface SvgOptions {
  readonly theme: Theme
  /** The paper: the theme's own, or tinted with an ink; false: transparent. */
  readonly paper: boolean | InkName
  /** Size in CSS pixels to fit the content into, at 100 % at most; default: the size of the content. */
  readonly size?: { readonly width: number; readonly height: number }
  /** Part of the board to show; default: all of it, with a margin. */
  readonly crop?: Box
  /** The text layout. */
  readonly layout: TextLayout
  /** The kinds of shapes. Default: the built-in ones. */
  readonly kinds?: Kinds
  /** Fonts as `data:` URLs of woff2 to embed, so that the file looks the same everywhere. */
  readonly fonts?: readonly FontFile[]
  /** The names of fonts in the file. Default: as on the board. */
  readonly lettering?: Lettering
  /** Lines jump over others that they cross. */
  readonly jumps?: boolean
  /** The bytes of pictures. Default: placeholders. */
  readonly imageUrl?: ImageSource
  /** Maximum length of the file, UTF-16 code units. Default: unlimited. */
  readonly maxLength?: number
}

/** An SVG file, and its size in CSS pixels. */
export interface SvgPicture {
  readonly svg: string
  readonly width: number
  readonly height: number
}

const margin = 24
const emptySize = { width: 480, height: 320 }

/** Writes shapes, given bottom to top, as an SVG 1.1 file with real text. Pure: the same in browsers and on servers. */
export function svgOf(shapes: readonly Shape[], options: SvgOptions): SvgPicture {
  return atOnce(svgSteps(shapes, options))
}

/** `svgOf` in steps, for a page that is to stay responsive. */
export function* svgSteps(
  all: readonly Shape[],
  {
    theme,
    layout,
    kinds = builtInKinds,
    paper,
    size,
    crop,
    fonts = [],
    lettering = families,
    jumps = false,
    imageUrl,
    maxLength = Number.POSITIVE_INFINITY,
  }: SvgOptions,
): Steps<SvgPicture> {
  const drawing = { kinds, theme, layout }
  const shapes = yield* resolveSteps(all, drawing)
  const box = yield* boundsSteps(shapes, drawing)
  const view = crop ?? (box ? grow(box, margin) : { minX: 0, minY: 0, maxX: emptySize.width, maxY: emptySize.height })
  const { width, height } = size ?? { width: view.maxX - view.minX, height: view.maxY - view.minY }
  const look = jumps ? { ...drawing, shapesIn: finder(shapes, drawing) } : drawing
  const { elements, isBlended } = yield* elementSteps(shapes, look, new SvgElements(maxLength, lettering, imageUrl))
  const face = fonts.length > 0 ? `<style>${fonts.map(fontFace).join('')}</style>` : ''
  const ground = paper
    ? `<rect width="100%" height="100%" fill="${paperOf(paper === true ? null : paper, theme)}"/>`
    : ''
  // Isolation: blending applies to the drawing, not to the paper, as on the board.
  const apart = isBlended ? ' style="isolation:isolate"' : ''
  const body = `<g${apart} transform="${transformInto(view, width, height)}">${elements}</g>`
  const [w, h] = [round(width), round(height)]
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${w}" height="${h}" viewBox="0 0 ${w} ${h}">${face}${ground}${body}</svg>`
  return { svg, width, height }
}

/** Draws the elements of a picture shape by shape, so that one that is too long is aborted early. */
function* elementSteps(
  shapes: readonly Shape[],
  drawing: Drawing,
  elements: SvgElements,
): Steps<{ readonly elements: string; readonly isBlended: boolean }> {
  for (const shape of shapes) {
    elements.add(drawn(shape, drawing))
    yield
  }
  return { elements: elements.end(), isBlended: elements.isBlended }
}

function transformInto(view: Box, width: number, height: number): string {
  const [across, down] = [view.maxX - view.minX, view.maxY - view.minY]
  const scale = Math.min(1, width / across, height / down)
  const [x, y] = [(width - across * scale) / 2 - view.minX * scale, (height - down * scale) / 2 - view.minY * scale]
  return `matrix(${precise(scale)} 0 0 ${precise(scale)} ${precise(x)} ${precise(y)})`
}

function fontFace({ family, url, descriptors }: FontFile): string {
  const { weight, style, unicodeRange } = descriptors
  const range = unicodeRange ? `unicode-range:${rangesOf(unicodeRange).map(rangeText).join(',')};` : ''
  const what = `font-family:'${attribute(family)}';font-weight:${attribute(weight)};font-style:${attribute(style)}`
  return `@font-face{${what};${range}src:url(${attribute(url)}) format('woff2')}`
}

/** Formats a range as short as possible: browsers and style sheets write the same range differently. */
function rangeText([from, to]: readonly [from: number, to: number]): string {
  const [first, last] = [from, to].map((code) => code.toString(16).toUpperCase())
  return from === to ? `U+${first}` : `U+${first}-${last}`
}
