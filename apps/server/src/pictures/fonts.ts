import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { type DisplayItem, type FontFile, families, fontFilesIn, rangesOf, walk } from '@inkbridge/canvas/picture'
import subset from 'subset-font'

const require = createRequire(import.meta.url)

/** The font files of text on boards, by script. */
export const fontFiles: readonly FontFile[] = ['inter', 'shantell-sans', 'source-serif-4', 'jetbrains-mono'].flatMap(
  (name) => ['wght.css', 'wght-italic.css'].flatMap((sheet) => filesOf(`${name}/${sheet}`)),
)

/** Returns the font files of fonts for scripts that those of boards lack. */
export function substituteFiles(): readonly FontFile[] {
  const names = ['sans-arabic', 'sans-hebrew', 'sans-jp', 'sans-kr', 'sans-sc', 'emoji']
  return names.flatMap((name) => filesOf(`noto-${name}/wght.css`))
}

/** Returns the font files in a style sheet of Fontsource. */
function filesOf(path: string): readonly FontFile[] {
  const sheet = require.resolve(`@fontsource-variable/${path}`)
  return fontFilesIn(readFileSync(sheet, 'utf8')).map((file) => ({ ...file, url: join(dirname(sheet), file.url) }))
}

/** A font file as a data URL, to be embedded in a picture. */
export function dataUrl({ url }: FontFile): string {
  return `data:font/woff2;base64,${readFileSync(url).toString('base64')}`
}

/**
 * Font names by which resvg finds the instances: it uses the name in the file, the first of a list, and a weight in
 * hundreds, falling back to the next available one.
 */
export const instanceNames = {
  hand: { names: "'Shantell Sans Light', Inter", weight: 500, bold: 700 },
  sans: { names: 'Inter', weight: 400, bold: 700 },
  serif: { names: "'Source Serif 4', Inter", weight: 400, bold: 700 },
  mono: { names: "'JetBrains Mono', Inter", weight: 400, bold: 700 },
} as const

/** The text of a display list in one weight of one family. */
interface Lettering {
  readonly names: string
  readonly weight: number
  readonly isItalic: boolean
  text: string
}

/**
 * Converts font files to TrueType, one at each weight that a display list uses, because resvg supports neither
 * woff2 nor variable fonts. Each contains only the characters used at that weight, and no unused weight is created:
 * resvg would choose it, and find no glyphs there.
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

/** The characters of a text by font file: each from the first of its families with it. */
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
