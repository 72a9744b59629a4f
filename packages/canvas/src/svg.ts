import type { Box, InkName, Place, Shape } from '@inkbridge/types'
import { grow, union } from './geometry/box.ts'
import { paperOf, type Theme } from './palette.ts'
import type { DisplayItem } from './shapes/kind.ts'
import { boundsOf, drawn, settledAll } from './shapes.ts'
import { families } from './text/fonts.ts'
import type { FontFile } from './text/used.ts'

export interface SvgOptions {
  readonly theme: Theme
  /** The paper under it: the theme's own, or that of an ink; without it the picture is transparent. */
  readonly paper: boolean | InkName
  /** The picture's size in CSS pixels, in which everything is fitted, never larger than life; else as large as it is. */
  readonly size?: { readonly width: number; readonly height: number }
  /** Only this part of the board; else all of it, and a margin. */
  readonly crop?: Box
  /** What its text is written in as `data:` URLs of woff2, put into the file so that it looks the same everywhere. */
  readonly fonts?: readonly FontFile[]
  /** A longer file is given up, UTF-16 code units. Default: none is. */
  readonly maxLength?: number
}

/** A picture would be longer than it may be. */
export class PictureTooLong extends Error {}

/** A picture as a file, and its size in CSS pixels. */
export interface SvgPicture {
  readonly svg: string
  readonly width: number
  readonly height: number
}

const margin = 24
const emptySize = { width: 480, height: 320 }

/** Writes shapes, given bottom to top, as an SVG 1.1 file with real text. Pure: the same in browsers and on servers. */
export function svgOf(
  all: readonly Shape[],
  { theme, paper, size, crop, fonts = [], maxLength = Number.POSITIVE_INFINITY }: SvgOptions,
): SvgPicture {
  const shapes = settledAll(all)
  const box = union(shapes.map(boundsOf))
  const view = crop ?? (box ? grow(box, margin) : { minX: 0, minY: 0, maxX: emptySize.width, maxY: emptySize.height })
  const { width, height } = size ?? { width: view.maxX - view.minX, height: view.maxY - view.minY }
  const { elements, isBlended } = elementsOf(shapes, theme, maxLength)
  const face = fonts.length > 0 ? `<style>${fonts.map(fontFace).join('')}</style>` : ''
  const ground = paper
    ? `<rect width="100%" height="100%" fill="${paperOf(paper === true ? null : paper, theme)}"/>`
    : ''
  // What blends does so with what was drawn, not with the paper: as on the board.
  const apart = isBlended ? ' style="isolation:isolate"' : ''
  const body = `<g${apart} transform="${transformInto(view, width, height)}">${elements}</g>`
  const [w, h] = [round(width), round(height)]
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${w}" height="${h}" viewBox="0 0 ${w} ${h}">${face}${ground}${body}</svg>`
  return { svg, width, height }
}

/** Everything a picture consists of, drawn a shape at a time so that one which is too long is given up early. */
function elementsOf(
  shapes: readonly Shape[],
  theme: Theme,
  maxLength: number,
): { readonly elements: string; readonly isBlended: boolean } {
  const parts: string[] = []
  let length = 0
  let clips = 0
  /** What clips the group that is open. */
  let open: string | null = null
  let isBlended = false
  const add = (part: string) => {
    length += part.length
    if (length > maxLength) throw new PictureTooLong(`longer than ${maxLength}`)
    parts.push(part)
  }
  for (const shape of shapes) {
    for (const item of drawn(shape, theme)) {
      const clip = item.type === 'clipped' ? item.by.toString() : null
      // What lies in the same frame is clipped together: each clip is a layer as large as the picture.
      if (clip !== open) {
        if (open !== null) add('</g>')
        if (clip !== null) add(`<clipPath id="c${clips}"><path d="${clip}"/></clipPath><g clip-path="url(#c${clips})">`)
        if (clip !== null) clips += 1
        open = clip
      }
      for (const each of item.type === 'clipped' ? item.items : [item]) {
        if (each.type === 'clipped') continue
        isBlended ||= each.type === 'path' && each.blend !== undefined
        add(element(each))
      }
    }
  }
  if (open !== null) add('</g>')
  return { elements: parts.join(''), isBlended }
}

function transformInto(view: Box, width: number, height: number): string {
  const [across, down] = [view.maxX - view.minX, view.maxY - view.minY]
  const scale = Math.min(1, width / across, height / down)
  const [x, y] = [(width - across * scale) / 2 - view.minX * scale, (height - down * scale) / 2 - view.minY * scale]
  return `matrix(${precise(scale)} 0 0 ${precise(scale)} ${precise(x)} ${precise(y)})`
}

function element(item: Exclude<DisplayItem, { readonly type: 'clipped' }>): string {
  const turn = item.turn && item.turn.rotation !== 0 ? ` transform="${rotation(item.turn)}"` : ''
  if (item.type === 'text') {
    const { text, x, y, face, fill, isRtl, opacity } = item
    const { names, weight, bold } = families[face.font]
    const look = [
      `font-family="${attribute(names)}" font-weight="${face.bold ? bold : weight}" font-size="${face.size}"`,
      face.italic ? ' font-style="italic"' : '',
      opacity === undefined ? '' : ` opacity="${opacity}"`,
      // What is read from the right begins where it ends.
      isRtl ? ' direction="rtl" unicode-bidi="embed" text-anchor="end"' : '',
    ].join('')
    const place = `x="${round(x)}" y="${round(y)}" xml:space="preserve"`
    return `<text ${place} ${look} fill="${attribute(fill)}"${turn}>${escaped(text)}</text>`
  }
  const { path, fill, stroke, width, dash, opacity, blend } = item
  const line = stroke
    ? ` stroke="${attribute(stroke)}" stroke-width="${width ?? 1}" stroke-linecap="round" stroke-linejoin="round"`
    : ''
  const dashes = dash ? ` stroke-dasharray="${dash.join(' ')}"` : ''
  const faded = opacity === undefined ? '' : ` opacity="${opacity}"`
  const mixed = blend ? ` style="mix-blend-mode:${blend}"` : ''
  return `<path d="${path}" fill="${attribute(fill ?? 'none')}"${line}${dashes}${faded}${mixed}${turn}/>`
}

function rotation({ x, y, w, h, rotation: angle }: Place): string {
  return `rotate(${precise((angle * 180) / Math.PI)} ${round(x + w / 2)} ${round(y + h / 2)})`
}

function fontFace({ family, url, descriptors }: FontFile): string {
  const { weight, style, unicodeRange } = descriptors
  const range = unicodeRange ? `unicode-range:${attribute(unicodeRange)};` : ''
  const what = `font-family:'${attribute(family)}';font-weight:${attribute(weight)};font-style:${attribute(style)}`
  return `@font-face{${what};${range}src:url(${attribute(url)}) format('woff2')}`
}

function round(value: number): number {
  return Math.round(value * 100) / 100
}

function precise(value: number): number {
  return Math.round(value * 1e6) / 1e6
}

function escaped(text: string): string {
  return [...text].filter(isXml).join('').replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;')
}

function attribute(text: string): string {
  return escaped(text).replace(/"/g, '&quot;')
}

/** A character XML 1.0 may hold (section 2.2). */
function isXml(character: string): boolean {
  const code = character.codePointAt(0) ?? 0
  if (code < 0x20) return code === 9 || code === 10 || code === 13
  return !(code >= 0xd800 && code <= 0xdfff) && code !== 0xfffe && code !== 0xffff
}
