import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { type DisplayItem, type FontFile, families, fontFilesIn, walk } from '@inkbridge/canvas/picture'
import * as hb from 'harfbuzzjs'
import subset from 'subset-font'
import { decompress } from 'wawoff2'

const require = createRequire(import.meta.url)

/** The style sheets of the fonts that text on a board is set in. */
const sheets = ['inter', 'shantell-sans', 'source-serif-4', 'jetbrains-mono'].flatMap((name) =>
  ['wght.css', 'wght-italic.css'].map((sheet) => require.resolve(`@fontsource-variable/${name}/${sheet}`)),
)

/** Their files, by script. */
export const fontFiles: readonly FontFile[] = sheets.flatMap((sheet) =>
  fontFilesIn(readFileSync(sheet, 'utf8')).map((file) => ({ ...file, url: join(dirname(sheet), file.url) })),
)

/** A file as it is, to be put into a picture. */
export function dataUrl({ url }: FontFile): string {
  return `data:font/woff2;base64,${readFileSync(url).toString('base64')}`
}

/** What of a display list is written in one weight of one family. */
interface Lettering {
  readonly names: string
  readonly weight: number
  readonly isItalic: boolean
  text: string
}

/**
 * Some files as TrueType at each weight that a display list is written in, which is what resvg reads: it knows neither
 * woff2 nor variable fonts. Only the characters of that weight are in them, so a file has no weight it is not used at:
 * resvg would choose it, and find no letters there.
 */
export function instancesFor(
  items: readonly DisplayItem[],
  files: readonly FontFile[],
): Promise<readonly Uint8Array[]> {
  const instances = letteringsOf(items).flatMap(({ names, weight, isItalic, text }) =>
    files
      .filter(
        ({ family, descriptors }) => names.includes(`'${family}'`) && (descriptors.style === 'italic') === isItalic,
      )
      .map(({ url }) => subset(readFileSync(url), text, { targetFormat: 'sfnt', variationAxes: { wght: weight } })),
  )
  return Promise.all(instances)
}

function letteringsOf(items: readonly DisplayItem[]): readonly Lettering[] {
  const all = new Map<string, Lettering>()
  walk(items, {
    item(item) {
      if (item.type !== 'text') return
      const { font, bold: isBold, italic: isItalic } = item.face
      const { names, weight, bold } = families[font]
      const key = `${font} ${isBold} ${isItalic}`
      const known = all.get(key)
      if (known) known.text += item.text
      else all.set(key, { names, weight: isBold ? bold : weight, isItalic, text: item.text })
    },
  })
  return [...all.values()]
}

interface Loaded {
  readonly font: hb.Font
  readonly upem: number
  readonly has: (code: number) => boolean
}

const loaded = new Map<string, Loaded>()

/** Loads what text may be set in, so that it can be measured. */
export async function loadFonts(): Promise<void> {
  for (const file of fontFiles) {
    if (loaded.has(file.url)) continue
    const face = new hb.Face(new hb.Blob(await decompress(readFileSync(file.url))))
    const ranges = (file.descriptors.unicodeRange ?? 'U+0-10FFFF').split(',').map((range) => {
      const [from = '0', to = from] = range.trim().replace(/^U\+/i, '').split('-')
      return [Number.parseInt(from, 16), Number.parseInt(to, 16)] as const
    })
    loaded.set(file.url, {
      font: new hb.Font(face),
      upem: face.upem,
      has: (code) => ranges.some(([from, to]) => code >= from && code <= to),
    })
  }
}

/** What takes a whole square where no font has it: Chinese, Japanese, Korean, emoji. */
const wide = /[\u1100-\u11ff\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uff60\p{Extended_Pictographic}]/u
/** What stands on another and takes no room. */
const marks = /\p{M}|\u200d|\ufe0f/u

/**
 * How wide a text is, as a browser with these fonts would measure it; of what none of them has, about so wide.
 *
 * @param css a font as CSS says it: `italic 500 20px 'Shantell Sans Variable', …`
 */
export function widthOf(css: string, text: string): number {
  const [, italic, weight = '400', px = '20', names = ''] = /^(italic )?(\d+) ([\d.]+)px (.*)$/.exec(css) ?? []
  const size = Number(px)
  const files = [...names.matchAll(/'([^']+)'/g)].flatMap(([, family]) =>
    fontFiles.filter(
      (file) => file.family === family && (file.descriptors.style === 'italic') === (italic !== undefined),
    ),
  )
  let width = 0
  for (const { text: piece, file } of piecesOf(text, files)) {
    const known = file && loaded.get(file.url)
    width += known ? shaped(known, Number(weight), piece) * size : unknownWidth(piece) * size
  }
  return width
}

/** A text by the files that have its characters. */
function piecesOf(text: string, files: readonly FontFile[]): readonly { text: string; file: FontFile | null }[] {
  const pieces: { text: string; file: FontFile | null }[] = []
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0
    const file = files.find(({ url }) => loaded.get(url)?.has(code)) ?? null
    const last = pieces.at(-1)
    if (last && (last.file === file || marks.test(character))) last.text += character
    else pieces.push({ text: character, file })
  }
  return pieces
}

function shaped({ font, upem }: Loaded, weight: number, text: string): number {
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
