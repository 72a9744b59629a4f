import type { PathItem } from '../display.ts'
import { EmbeddedFont } from './embedded-font.ts'
import type { LoadedFile } from './font-library.ts'
import type { PdfFile } from './pdf-file.ts'
import { type PdfPicture, writePicture } from './pictures.ts'
import type { Glyph } from './shaper.ts'
import type { Subsetter } from './subsetter.ts'
import { factor, type Ref, refTo } from './syntax.ts'

const blendModes = { multiply: 'Multiply', screen: 'Screen' } as const

/** A glyph as it is shown: in a font, by a code. */
interface Coded {
  readonly font: EmbeddedFont
  readonly code: number
}

/** Fonts, pictures and graphics states that the pages of a file share. */
export class Resources {
  readonly ref: Ref
  readonly #file: PdfFile
  readonly #states = new Map<string, string>()
  /** The fonts of each file at each weight; a full one is followed by another. */
  readonly #fonts = new Map<LoadedFile, Map<number, EmbeddedFont[]>>()
  readonly #pictures: Ref[] = []
  readonly #groups: Ref[] = []
  #fontCount = 0

  constructor(file: PdfFile) {
    this.#file = file
    this.ref = file.reserve()
  }

  /** Returns the name of a graphics state with this opacity, from 0 to 1, and blend mode. */
  stateOf(alpha: number, blend?: PathItem['blend']): string {
    const part = factor(Math.min(1, Math.max(0, Math.round(alpha * 1_000) / 1_000)))
    const entries = `<</ca ${part}/CA ${part}/BM/${blend ? blendModes[blend] : 'Normal'}>>`
    const known = this.#states.get(entries) ?? `/G${this.#states.size}`
    this.#states.set(entries, known)
    return known
  }

  /** Returns the code of a glyph in a font of a file. */
  codeOf(source: LoadedFile, weight: number, glyph: Pick<Glyph, 'id' | 'text' | 'width'>): Coded {
    const weights = this.#fonts.get(source) ?? new Map<number, EmbeddedFont[]>()
    this.#fonts.set(source, weights)
    const fonts = weights.get(weight) ?? []
    weights.set(weight, fonts)
    for (const font of fonts) {
      const code = font.codeOf(glyph)
      if (code !== null) return { font, code }
    }
    const font = new EmbeddedFont(`/F${this.#fontCount}`, this.#file.reserve(), source, weight)
    this.#fontCount += 1
    fonts.push(font)
    return { font, code: font.codeOf(glyph) ?? 0 }
  }

  /** Writes a picture. Returns its name; null: it cannot be shown. */
  addPicture(picture: PdfPicture): string | null {
    const ref = writePicture(picture, this.#file)
    if (ref === null) return null
    this.#pictures.push(ref)
    return `/I${this.#pictures.length - 1}`
  }

  /** Returns the name of a transparency group. */
  addGroup(ref: Ref): string {
    this.#groups.push(ref)
    return `/X${this.#groups.length - 1}`
  }

  get fonts(): readonly EmbeddedFont[] {
    return [...this.#fonts.values()].flatMap((weights) => [...weights.values()].flat())
  }

  /** Writes a font. @param subsetter for its file */
  writeFont(font: EmbeddedFont, subsetter: Subsetter): void {
    font.writeTo(this.#file, subsetter)
  }

  /** Writes the dictionary, after all pages. */
  write(): void {
    const fonts = this.fonts.map(({ name, ref }) => `${name} ${refTo(ref)}`).join('')
    const states = [...this.#states].map(([entries, name]) => `${name}${entries}`).join('')
    const pictures = this.#pictures.map((ref, index) => `/I${index} ${refTo(ref)}`).join('')
    const groups = this.#groups.map((ref, index) => `/X${index} ${refTo(ref)}`).join('')
    this.#file.put(`<</Font<<${fonts}>>/ExtGState<<${states}>>/XObject<<${pictures}${groups}>>>>`, this.ref)
  }
}
