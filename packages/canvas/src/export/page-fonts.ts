import type { Shape } from '@inkbridge/types'
import { type LettersItem, walk } from '../display/display-list.ts'
import { settledAll } from '../scene/settled.ts'
import type { DrawContext, Kinds } from '../shapes/kind.ts'
import { builtInKinds } from '../shapes/kinds.ts'
import { drawn, hasText } from '../shapes.ts'
import type { FontSource } from '../text/font-resources.ts'
import { cssFont, families } from '../text/fonts.ts'
import type { TextLayout } from '../text/layout.ts'
import { type FontFile, fontsUsed, rangesOf } from '../text/used.ts'

/** The files of the fonts that text on a board is set in, as this page has them; of each the parts by script. */
export function boardFonts(): readonly FontFile[] {
  const names = Object.values(families).map((family) => family.names)
  return [...document.styleSheets]
    .flatMap(fontFacesOf)
    .flatMap((face) => fileOf(face) ?? [])
    .filter(({ family }) => names.some((each) => each.includes(`'${family}'`)))
}

function fileOf({ style, parentStyleSheet }: CSSFontFaceRule): FontFile | null {
  const value = (name: string) => style.getPropertyValue(name)
  const address = /url\(["']?([^"')]+)["']?\)/.exec(value('src'))?.[1]
  if (!address) return null
  const unicodeRange = value('unicode-range')
  return {
    family: value('font-family').replace(/["']/g, ''),
    url: new URL(address, parentStyleSheet?.href ?? location.href).href,
    descriptors: {
      weight: value('font-weight') || 'normal',
      style: value('font-style') || 'normal',
      ...(unicodeRange ? { unicodeRange } : {}),
    },
  }
}

function fontFacesOf(sheet: CSSStyleSheet): CSSFontFaceRule[] {
  try {
    return [...sheet.cssRules].filter((rule) => rule instanceof CSSFontFaceRule)
  } catch {
    // A style sheet of another origin does not let itself be read.
    return []
  }
}

/**
 * Fonts where there is no page, as in a worker, each loaded once text is set in it. What `FontFaceSet` tells of faces
 * that no style sheet told of is not the same everywhere.
 */
export function fontSource(files: readonly FontFile[], into: { add(face: FontFace): unknown }): FontSource {
  const all = files.map(({ family, url, descriptors }) => {
    const face = new FontFace(family, `url(${url})`, descriptors)
    into.add(face)
    return { face, family, isItalic: descriptors.style === 'italic', ranges: rangesOf(descriptors.unicodeRange) }
  })
  const needed = (font: string, text: string) => {
    const codes = [...new Set(text)].map((character) => character.codePointAt(0) ?? 0)
    return all.filter(
      ({ family, isItalic, ranges }) =>
        font.includes(`'${family}'`) &&
        isItalic === font.startsWith('italic') &&
        codes.some((code) => ranges.some(([from, to]) => code >= from && code <= to)),
    )
  }
  return {
    check: (font, text) => needed(font, text).every(({ face }) => face.status === 'loaded'),
    load: (font, text) => Promise.all(needed(font, text).map(({ face }) => face.load())),
  }
}

/**
 * Those of the page's fonts that a picture of some shapes is written in, as `data:` URLs, to be put into it.
 *
 * @param kinds default: those that are built in
 */
export async function fontsFor(
  all: readonly Shape[],
  layout: TextLayout,
  kinds: Kinds = builtInKinds,
): Promise<readonly FontFile[]> {
  const drawing = { kinds, layout, theme: 'light' } as const
  await textLoaded(all, drawing)
  const items = settledAll(all, drawing).flatMap((shape) => drawn(shape, drawing))
  const fetched = await Promise.all(
    fontsUsed(items, boardFonts()).map(async (file) => {
      const response = await fetch(file.url).catch(() => null)
      return response?.ok ? [{ ...file, url: await dataUrl(await response.blob()) }] : []
    }),
  )
  return fetched.flat()
}

/** Resolves when the text of some shapes can be laid out and drawn in its own fonts, but for those that cannot be loaded. */
export async function textLoaded(all: readonly Shape[], { kinds, layout }: DrawContext): Promise<void> {
  if (!hasText(all, kinds)) return
  const drawing = { kinds, layout, theme: 'light' } as const
  await layout.load()
  const loading: Promise<void>[] = []
  const load = ({ face, text }: LettersItem) => loading.push(layout.fonts.load({ css: cssFont(face), text }))
  for (const shape of settledAll(all, drawing))
    walk(drawn(shape, drawing), { item: (item) => item.type === 'text' && load(item) })
  await Promise.allSettled(loading)
}

function dataUrl(file: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader()
    reader.onload = () => resolve(String(reader.result).replace(/^data:[^;]*/, 'data:font/woff2'))
    reader.onerror = () => reject(reader.error ?? new Error('The font could not be read.'))
    reader.readAsDataURL(file)
  })
}
