import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { type DisplayItem, type FontFile, families, fontFilesIn, walk } from '@inkbridge/canvas/picture'
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
