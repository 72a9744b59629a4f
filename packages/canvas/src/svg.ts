import type { Box, InkName, Place, Shape } from '@inkbridge/types'
import { grow, union } from './geometry/box.ts'
import { paperOf, type Theme } from './palette.ts'
import { type DisplayItem, textFamily } from './shapes/kind.ts'
import { boundsOf, drawn, shown } from './shapes.ts'

export interface SvgOptions {
  readonly theme: Theme
  /** The paper under it: the theme's own, or that of an ink; without it the picture is transparent. */
  readonly paper: boolean | InkName
  /** The picture's size in CSS pixels, in which everything is fitted, never larger than life; else as large as it is. */
  readonly size?: { readonly width: number; readonly height: number }
  /** The font of the text as a `data:` URL of woff2, put into the file so that it looks the same everywhere. */
  readonly font?: string
}

/** A picture as a file, and its size in CSS pixels. */
export interface SvgPicture {
  readonly svg: string
  readonly width: number
  readonly height: number
}

const margin = 24
const emptySize = { width: 480, height: 320 }

/** Writes shapes, given bottom to top, as an SVG 1.1 file with real text. Pure: the same in browsers and on servers. */
export function svgOf(all: readonly Shape[], { theme, paper, size, font }: SvgOptions): SvgPicture {
  const shapes = shown(all)
  const box = union(shapes.map(boundsOf))
  const view = box ? grow(box, margin) : { minX: 0, minY: 0, maxX: emptySize.width, maxY: emptySize.height }
  const { width, height } = size ?? { width: view.maxX - view.minX, height: view.maxY - view.minY }
  const items = shapes.flatMap((shape) => drawn(shape, theme))
  const face = font && items.some(({ type }) => type === 'text') ? fontFace(font) : ''
  const ground = paper
    ? `<rect width="100%" height="100%" fill="${paperOf(paper === true ? null : paper, theme)}"/>`
    : ''
  // What blends does so with what was drawn, not with the paper: as on the board.
  const apart = items.some((item) => item.type === 'path' && item.blend) ? ' style="isolation:isolate"' : ''
  const body = `<g${apart} transform="${transformInto(view, width, height)}">${items.map(element).join('')}</g>`
  const [w, h] = [round(width), round(height)]
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${w}" height="${h}" viewBox="0 0 ${w} ${h}">${face}${ground}${body}</svg>`
  return { svg, width, height }
}

function transformInto(view: Box, width: number, height: number): string {
  const [across, down] = [view.maxX - view.minX, view.maxY - view.minY]
  const scale = Math.min(1, width / across, height / down)
  const [x, y] = [(width - across * scale) / 2 - view.minX * scale, (height - down * scale) / 2 - view.minY * scale]
  return `matrix(${precise(scale)} 0 0 ${precise(scale)} ${precise(x)} ${precise(y)})`
}

function element(item: DisplayItem): string {
  const turn = item.turn && item.turn.rotation !== 0 ? ` transform="${rotation(item.turn)}"` : ''
  if (item.type === 'text') {
    const { text, x, y, size, fill } = item
    const place = `x="${round(x)}" y="${round(y + size * 0.36)}"`
    const look = `font-family="${attribute(textFamily)}" font-weight="500" font-size="${size}" fill="${attribute(fill)}"`
    return `<text ${place} ${look}${turn}>${escaped(text)}</text>`
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

function fontFace(font: string): string {
  const source = `src:url(${attribute(font)}) format('woff2')`
  return `<style>@font-face{font-family:'Inter Variable';font-weight:100 900;${source}}</style>`
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
