import { readFileSync } from 'node:fs'
import { type FontFile, type MeasuringContext, rangesOf, type TextMeasure } from '@inkbridge/canvas/picture'
import * as hb from 'harfbuzzjs'
import { decompress } from 'wawoff2'

/** A loaded font file. */
interface LoadedFont {
  readonly font: hb.Font
  readonly upem: number
  readonly has: (code: number) => boolean
}

/** Characters that are as wide as a square if no font has them: Chinese, Japanese, Korean, emoji. */
const wide = /[\u1100-\u11ff\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uff60\p{Extended_Pictographic}]/u
/** Combining marks, which have no width of their own. */
const marks = /\p{M}|\u200d|\ufe0f/u

/** Measures text with HarfBuzz, as a browser with these font files would; approximates missing characters. */
export class HarfBuzzMeasure implements TextMeasure {
  readonly #files: readonly FontFile[]
  readonly #loaded = new Map<string, LoadedFont>()

  constructor(files: readonly FontFile[]) {
    this.#files = files
  }

  async load(): Promise<void> {
    for (const file of this.#files) if (!this.#loaded.has(file.url)) this.#loaded.set(file.url, await loadedFont(file))
  }

  context(): MeasuringContext {
    const widthOf = (css: string, text: string) => this.#widthOf(css, text)
    return {
      font: '',
      measureText(text) {
        return { width: widthOf(this.font, text) }
      },
    }
  }

  /** @param css a CSS `font` value: `italic 500 20px 'Shantell Sans Variable', …` */
  #widthOf(css: string, text: string): number {
    const [, italic, weight = '400', px = '20', names = ''] = /^(italic )?(\d+) ([\d.]+)px (.*)$/.exec(css) ?? []
    const size = Number(px)
    const files = [...names.matchAll(/'([^']+)'/g)].flatMap(([, family]) =>
      this.#files.filter(
        (file) => file.family === family && (file.descriptors.style === 'italic') === (italic !== undefined),
      ),
    )
    let width = 0
    for (const { text: piece, font } of this.#piecesOf(text, files))
      width += (font ? shaped(font, Number(weight), piece) : unknownWidth(piece)) * size
    return width
  }

  /** Splits a text into pieces by the font that has their characters. */
  #piecesOf(text: string, files: readonly FontFile[]): readonly { text: string; font: LoadedFont | null }[] {
    const fonts = files.flatMap(({ url }) => this.#loaded.get(url) ?? [])
    const pieces: { text: string; font: LoadedFont | null }[] = []
    for (const character of text) {
      const code = character.codePointAt(0) ?? 0
      const font = fonts.find(({ has }) => has(code)) ?? null
      const last = pieces.at(-1)
      if (last && (last.font === font || marks.test(character))) last.text += character
      else pieces.push({ text: character, font })
    }
    return pieces
  }
}

async function loadedFont({ url, descriptors }: FontFile): Promise<LoadedFont> {
  const face = new hb.Face(new hb.Blob(await decompress(readFileSync(url))))
  const ranges = rangesOf(descriptors.unicodeRange)
  return {
    font: new hb.Font(face),
    upem: face.upem,
    has: (code) => ranges.some(([from, to]) => code >= from && code <= to),
  }
}

function shaped({ font, upem }: LoadedFont, weight: number, text: string): number {
  font.setVariations([new hb.Variation('wght', weight)])
  const buffer = new hb.Buffer()
  buffer.addText(text)
  buffer.guessSegmentProperties()
  hb.shape(font, buffer)
  return buffer.getGlyphPositions().reduce((sum, { xAdvance }) => sum + xAdvance, 0) / upem
}

function unknownWidth(text: string): number {
  let width = 0
  for (const character of text) width += wide.test(character) ? 1 : marks.test(character) ? 0 : 0.55
  return width
}
