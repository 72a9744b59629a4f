import type { Place } from '@inkbridge/types'
import { type DisplayItem, type LeafItem, walk } from '../display.ts'
import { type Face, type Family, families } from '../text.ts'

/** How each font is named in an SVG. */
export type Lettering = { readonly [Name in Face['font']]: Pick<Family, 'names' | 'weight' | 'bold'> }

/** A picture would be longer than it may be. */
export class PictureTooLong extends Error {}

/** The elements of an SVG. What is clipped by the same paths one after the other is in one group: each is a layer. */
export class SvgElements {
  readonly #parts: string[] = []
  readonly #maxLength: number
  readonly #lettering: Lettering
  #length = 0
  #groups = 0
  /** What clips the next item, from the outermost. */
  readonly #clips: string[] = []
  /** What clips the groups that are open, from the outermost. */
  readonly #open: string[] = []
  isBlended = false

  constructor(maxLength: number, lettering: Lettering = families) {
    this.#lettering = lettering
    this.#maxLength = maxLength
  }

  /** Adds what is drawn next. */
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
    this.#write(element(item, this.#lettering))
  }

  /** Closes what is open; gives all of it. */
  end(): string {
    this.#close(0)
    return this.#parts.join('')
  }

  /** Closes all groups but the outermost `count`. */
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

function element(item: LeafItem, lettering: Lettering): string {
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
  return `<path d="${path}" fill="${attribute(fill ?? 'none')}"${line}${dashes}${faded}${mixed}${turn}/>`
}

/** Letters of one direction, as they are seen: resvg knows `direction` only from these characters (UAX 9, 2.2). */
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

/** A character XML 1.0 may hold (section 2.2). */
function isXml(character: string): boolean {
  const code = character.codePointAt(0) ?? 0
  if (code < 0x20) return code === 9 || code === 10 || code === 13
  return !(code >= 0xd800 && code <= 0xdfff) && code !== 0xfffe && code !== 0xffff
}
