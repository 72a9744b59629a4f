import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { type DisplayItem, type FontFile, families, fontFilesIn, rangesOf, walk } from '@inkbridge/canvas/picture'
import subset from 'subset-font'

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

/**
 * How resvg finds the instances: by the name inside the files, the first of a list, and by a weight in hundreds, from
 * which it goes on to the next it has.
 */
export const instanceNames = {
  hand: { names: "'Shantell Sans Light', Inter", weight: 500, bold: 700 },
  sans: { names: 'Inter', weight: 400, bold: 700 },
  serif: { names: "'Source Serif 4', Inter", weight: 400, bold: 700 },
  mono: { names: "'JetBrains Mono', Inter", weight: 400, bold: 700 },
} as const

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
  const instances = letteringsOf(items).flatMap(({ weight, ...lettering }) =>
    [...charactersByFile(lettering, files)].map(([{ url }, text]) =>
      subset(readFileSync(url), text, { targetFormat: 'sfnt', variationAxes: { wght: weight } }),
    ),
  )
  return Promise.all(instances)
}

/** The characters of a text by the file each is drawn from: the first of its families that has it. */
function charactersByFile(
  { names, isItalic, text }: Omit<Lettering, 'weight'>,
  files: readonly FontFile[],
): ReadonlyMap<FontFile, string> {
  const own = files
    .filter(({ family, descriptors }) => names.includes(`'${family}'`) && (descriptors.style === 'italic') === isItalic)
    .sort((one, other) => names.indexOf(one.family) - names.indexOf(other.family))
    .map((file) => ({ file, ranges: rangesOf(file.descriptors.unicodeRange) }))
  const found = new Map<FontFile, string>()
  for (const character of new Set(text)) {
    const code = character.codePointAt(0) ?? 0
    const has = own.find(({ ranges }) => ranges.some(([from, to]) => code >= from && code <= to))
    if (has) found.set(has.file, `${found.get(has.file) ?? ''}${character}`)
  }
  return found
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
