/// <reference path="./wawoff2.d.ts" />
import { Blob as Bytes, Face as HbFace } from 'harfbuzzjs'
import { type Face, type FontFile, families, rangesOf } from '../text.ts'
import type { PdfFonts, Substitute } from './pdf-fonts.ts'

/** A font file that has been read. */
export interface LoadedFile {
  readonly file: FontFile
  /** TrueType. */
  readonly bytes: Uint8Array
  readonly face: HbFace
  readonly codes: ReadonlySet<number>
}

/** A part of a text whose characters are in one file; null: in none. */
export interface Piece {
  readonly text: string
  readonly font: LoadedFile | null
}

/** A file that may have characters, by its ranges. */
interface Candidate {
  readonly file: FontFile
  readonly ranges: readonly (readonly [from: number, to: number])[]
}

/** The files of a face, in the order in which characters are looked for in them. */
interface Chain {
  readonly candidates: readonly Candidate[]
  /** The file of each character that is known; null: no file. */
  readonly chosen: Map<number, LoadedFile | null>
}

/** Characters that join the previous one: combining marks, joiners, variation selectors, skin tones. */
const joining = /\p{M}|\u200d|[\ufe00-\ufe0f]|[\u{1f3fb}-\u{1f3ff}]/u
/** Signatures of woff2 and of OpenType with CFF outlines, which cannot be embedded as TrueType. */
const [woff2, cff] = ['wOF2', 'OTTO']

/** Chooses and reads the font files of texts, each once. */
export class FontLibrary {
  readonly #fonts: PdfFonts
  readonly #loaded = new Map<FontFile, Promise<void>>()
  /** Files that have been read; null: they could not be. */
  readonly #ready = new Map<FontFile, LoadedFile | null>()
  readonly #chains = new Map<string, Chain>()

  constructor(fonts: PdfFonts) {
    this.#fonts = fonts
  }

  /** Resolves when `piecesOf` can answer for a text. */
  async load(text: string, face: Face): Promise<void> {
    for (let missing = this.#missing(text, face); missing.length > 0; missing = this.#missing(text, face))
      await Promise.all(missing.map((file) => this.#loading(file)))
  }

  /** Whether `piecesOf` can answer for a text. */
  has(text: string, face: Face): boolean {
    return this.#missing(text, face).length === 0
  }

  /** Splits a text by the files that have its characters, as browsers do: each from the first file with it. */
  piecesOf(text: string, face: Face): readonly Piece[] {
    const { chosen } = this.#chainFor(text, face)
    const pieces: { text: string; readonly font: LoadedFile | null }[] = []
    for (const character of text) {
      const last = pieces.at(-1)
      const joins = last !== undefined && joining.test(character)
      const font = joins ? last.font : (chosen.get(character.codePointAt(0) ?? 0) ?? null)
      if (last && (joins || last.font === font)) last.text += character
      else pieces.push({ text: character, font })
    }
    return pieces
  }

  /** Returns any file that has been read, the text's own if possible; null: none. */
  anyFor(text: string, face: Face): LoadedFile | null {
    const own = this.#chainFor(text, face).candidates.flatMap(({ file }) => this.#ready.get(file) ?? [])
    return own[0] ?? [...this.#ready.values()].find((each) => each !== null) ?? null
  }

  /** Returns files that must be read before it is known which has the characters of a text. */
  #missing(text: string, face: Face): readonly FontFile[] {
    const chain = this.#chainFor(text, face)
    const missing = new Set<FontFile>()
    for (const character of text) {
      const code = character.codePointAt(0) ?? 0
      if (chain.chosen.has(code)) continue
      const file = this.#choose(code, chain)
      if (file) missing.add(file)
    }
    return [...missing]
  }

  /** Chooses the file of a character. Returns one that must be read first; null: it is chosen. */
  #choose(code: number, { candidates, chosen }: Chain): FontFile | null {
    for (const { file, ranges } of candidates) {
      if (!ranges.some(([from, to]) => code >= from && code <= to)) continue
      const loaded = this.#ready.get(file)
      if (loaded === undefined) return file
      if (!loaded?.codes.has(code)) continue
      chosen.set(code, loaded)
      return null
    }
    chosen.set(code, null)
    return null
  }

  #loading(file: FontFile): Promise<void> {
    const loading = this.#loaded.get(file) ?? this.#read(file)
    this.#loaded.set(file, loading)
    return loading
  }

  async #read(file: FontFile): Promise<void> {
    // A page whose policy forbids the decoder of woff2 has no font files either.
    const bytes = await this.#fonts
      .read(file)
      .then(sfntOf)
      .catch(() => null)
    if (!bytes || signatureOf(bytes) === cff) {
      this.#ready.set(file, null)
      return
    }
    const face = new HbFace(new Bytes(bytes))
    this.#ready.set(file, { file, bytes, face, codes: new Set(face.collectUnicodes()) })
  }

  #chainFor(text: string, face: Face): Chain {
    const { substitutes, files } = this.#fonts
    const leading = substitutes.filter(({ leads }) => leads?.test(text))
    const key = `${face.font} ${face.bold} ${face.italic} ${leading.map(({ family }) => family).join()}`
    const known = this.#chains.get(key)
    if (known) return known
    const rest = substitutes.filter((each) => !leading.includes(each))
    const names = [
      ...namesIn(families[face.font].names),
      ...[...leading, ...rest].map(({ family }: Substitute) => family),
    ]
    const chain: Chain = { candidates: names.flatMap((name) => filesOf(name, face, files)), chosen: new Map() }
    this.#chains.set(key, chain)
    return chain
  }
}

function namesIn(css: string): readonly string[] {
  return [...css.matchAll(/'([^']+)'|([\w-]+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '')
}

/** Returns the files of a family in a face: italic ones if there are, of the nearest weight. */
function filesOf(family: string, face: Face, all: readonly FontFile[]): readonly Candidate[] {
  const own = all.filter((file) => file.family === family)
  const styled = own.filter(({ descriptors }) => (descriptors.style === 'italic') === face.italic)
  const files = styled.length > 0 ? styled : own.filter(({ descriptors }) => descriptors.style !== 'italic')
  const distances = files.map((file) => weightDistance(file, weightOf(face)))
  const least = Math.min(...distances)
  return files
    .filter((_, index) => distances[index] === least)
    .map((file) => ({ file, ranges: rangesOf(file.descriptors.unicodeRange) }))
}

/** Returns the weight in which text of a face is drawn. */
export function weightOf({ font, bold }: Face): number {
  const { weight, bold: heavy } = families[font]
  return bold ? heavy : weight
}

/** Returns how far a weight is from those of a file. */
function weightDistance({ descriptors }: FontFile, weight: number): number {
  const named = descriptors.weight.replace('normal', '400').replace('bold', '700')
  const [from = 400, to = from] = named.split(/\s+/).map(Number)
  return Math.max(0, from - weight, weight - to)
}

/** Returns a font as it is without compression. */
async function sfntOf(bytes: Uint8Array): Promise<Uint8Array> {
  if (signatureOf(bytes) !== woff2) return bytes
  const { default: decompress } = await import('wawoff2/decompress.js')
  return new Uint8Array(await decompress(bytes))
}

function signatureOf(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes.subarray(0, 4))
}
