import type { Place } from '@inkbridge/types'
import { type DisplayItem, type ImageItem, type LeafItem, type LettersItem, type PathItem, walk } from '../display.ts'
import { Path } from '../geometry.ts'
import { type Face, type Family, families } from '../text.ts'

/** The names of each font in an SVG. */
export type Lettering = { readonly [Name in Face['font']]: Pick<Family, 'names' | 'weight' | 'bold'> }

/** Returns the address of a picture's bytes, a `data:` URL in files; null: a placeholder is drawn. */
export type ImageSource = (item: ImageItem) => string | null

/** Thrown when a picture exceeds the maximum length. */
export class PictureTooLong extends Error {}

/** Writes the elements of an SVG. Successive items with the same clips share a group. */
export class SvgElements {
  readonly #parts: string[] = []
  readonly #maxLength: number
  readonly #lettering: Lettering
  readonly #images: ImageSource
  #length = 0
  #groups = 0
  /** The ids of the pictures written so far, by address. */
  readonly #pictures = new Map<string, string>()
  /** The clips of the next item, outermost first. */
  readonly #clips: string[] = []
  /** The clips of the open groups, outermost first. */
  readonly #open: string[] = []
  isBlended = false

  constructor(maxLength: number, lettering: Lettering = families, images: ImageSource = () => null) {
    this.#images = images
    this.#lettering = lettering
    this.#maxLength = maxLength
  }

  /** Adds display items. */
  add(items: readonly DisplayItem[]): void {
    walk(items, {
      item: (item) => this.#item(item),
      enter: (by) => this.#clips.push(by.toString()),
      leave: () => this.#clips.pop(),
    })
  }

  #item(item: LeafItem): void {
    const shared = this.#open.findIndex((clip, index) => clip !== this.#clips[index])
    this.#close(shared === -1 ? this.#open.length : shared)
    for (const clip of this.#clips.slice(this.#open.length)) {
      this.#write(
        `<clipPath id="c${this.#groups}"><path d="${clip}"/></clipPath><g clip-path="url(#c${this.#groups})">`,
      )
      this.#groups += 1
      this.#open.push(clip)
    }
    this.isBlended ||= item.type === 'path' && item.blend !== undefined
    this.#write(item.type === 'image' ? this.#image(item) : element(item, this.#lettering))
  }

  /** A picture, mirrored, rotated and cut to its shape; a placeholder when its bytes are not given. */
  #image(item: ImageItem): string {
    const { at, crop = [0, 0, 1, 1], clip, alt, opacity } = item
    const [w, h] = [at.w / crop[2], at.h / crop[3]]
    const url = this.#images(item)
    const title = alt ? `<title>${escaped(alt)}</title>` : ''
    const inner = url
      ? `${this.#picture(item, url)} transform="matrix(${precise(w / item.size[0])} 0 0 ${precise(h / item.size[1])} ${round(at.x - crop[0] * w)} ${round(at.y - crop[1] * h)})">${title}</use>`
      : `<rect x="${round(at.x)}" y="${round(at.y)}" width="${round(at.w)}" height="${round(at.h)}" fill="#8f98a3" fill-opacity="0.18">${title}</rect>`
    const cut =
      clip ??
      (item.crop
        ? new Path().polygon([at.x, at.y, at.x + at.w, at.y, at.x + at.w, at.y + at.h, at.x, at.y + at.h])
        : null)
    const name = `c${this.#groups}`
    if (cut) this.#groups += 1
    const clipped = cut
      ? `<clipPath id="${name}"><path d="${cut}"/></clipPath><g clip-path="url(#${name})">${inner}</g>`
      : inner
    const turns = [
      at.rotation === 0 ? '' : rotation(at),
      at.mirrored ? `matrix(-1 0 0 1 ${round(2 * at.x + at.w)} 0)` : '',
    ].filter((each) => each !== '')
    const look = `${turns.length > 0 ? ` transform="${turns.join(' ')}"` : ''}${opacity === undefined ? '' : ` opacity="${opacity}"`}`
    return look === '' ? clipped : `<g${look}>${clipped}</g>`
  }

  /** Begins an element that shows a picture in its own size. Its bytes are written once, however often it is shown. */
  #picture({ size: [width, height] }: ImageItem, url: string): string {
    const key = `${width} ${height} ${url}`
    const known = this.#pictures.get(key)
    if (known !== undefined) return `<use href="#${known}"`
    const id = `p${this.#pictures.size}`
    this.#pictures.set(key, id)
    return `<defs><image id="${id}" width="${width}" height="${height}" preserveAspectRatio="none" href="${attribute(url)}"/></defs><use href="#${id}"`
  }

  /** Closes all groups. Returns the elements. */
  end(): string {
    this.#close(0)
    return this.#parts.join('')
  }

  /** Closes all but the outermost `count` groups. */
  #close(count: number): void {
    while (this.#open.length > count) {
      this.#open.pop()
      this.#write('</g>')
    }
  }

  #write(part: string): void {
    this.#length += part.length
    if (this.#length > this.#maxLength) throw new PictureTooLong(`longer than ${this.#maxLength}`)
    this.#parts.push(part)
  }
}

function element(item: PathItem | LettersItem, lettering: Lettering): string {
  const turn = item.turn && item.turn.rotation !== 0 ? ` transform="${rotation(item.turn)}"` : ''
  if (item.type === 'text') {
    const { text, x, y, face, fill, isRtl, opacity, width: wide = 0, anchor = 0 } = item
    const { names, weight, bold } = lettering[face.font]
    const look = [
      `font-family="${attribute(names)}" font-weight="${face.bold ? bold : weight}" font-size="${face.size}"`,
      face.italic ? ' font-style="italic"' : '',
      opacity === undefined ? '' : ` opacity="${opacity}"`,
      anchor === 0 ? '' : ` text-anchor="${anchor === 1 ? 'end' : 'middle'}"`,
    ].join('')
    const place = `x="${round(x + wide * anchor)}" y="${round(y)}" xml:space="preserve"`
    return `<text ${place} ${look} fill="${attribute(fill)}"${turn}>${isRtl ? fromRight(escaped(text)) : escaped(text)}</text>`
  }
  const { path, fill, stroke, width, dash, opacity, blend } = item
  const line = stroke
    ? ` stroke="${attribute(stroke)}" stroke-width="${width ?? 1}" stroke-linecap="round" stroke-linejoin="round"`
    : ''
  const dashes = dash ? ` stroke-dasharray="${dash.join(' ')}"` : ''
  const faded = opacity === undefined ? '' : ` opacity="${opacity}"`
  const mixed = blend ? ` style="mix-blend-mode:${blend}"` : ''
  return `<path d="${path.toRelative()}" fill="${attribute(fill ?? 'none')}"${line}${dashes}${faded}${mixed}${turn}/>`
}

/** Wraps right-to-left text in directional characters: resvg supports `direction` only through them (UAX 9, 2.2). */
function fromRight(text: string): string {
  return `\u202e${text}\u202c`
}

function rotation({ x, y, w, h, rotation: angle }: Place): string {
  return `rotate(${precise((angle * 180) / Math.PI)} ${round(x + w / 2)} ${round(y + h / 2)})`
}

export function round(value: number): number {
  return Math.round(value * 100) / 100
}

export function precise(value: number): number {
  return Math.round(value * 1e6) / 1e6
}

function escaped(text: string): string {
  return [...text].filter(isXml).join('').replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;')
}

export function attribute(text: string): string {
  return escaped(text).replace(/"/g, '&quot;')
}

/** Whether XML 1.0 allows a character (section 2.2). */
function isXml(character: string): boolean {
  const code = character.codePointAt(0) ?? 0
  if (code < 0x20) return code === 9 || code === 10 || code === 13
  return !(code >= 0xd800 && code <= 0xdfff) && code !== 0xfffe && code !== 0xffff
}
