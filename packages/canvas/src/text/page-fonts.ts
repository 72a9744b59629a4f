import { type FontFile, rangesOf } from './font-files.ts'
import type { FontSource } from './font-resources.ts'
import { families } from './fonts.ts'

/** Returns the files of the board's fonts in this page, with subsets by script. */
export function boardFonts(): readonly FontFile[] {
  const names = Object.values(families).map((family) => family.names)
  return pageFontFiles().filter(({ family }) => names.some((each) => each.includes(`'${family}'`)))
}

/** Returns all font files in the style sheets of this page. */
export function pageFontFiles(): readonly FontFile[] {
  return [...document.styleSheets].flatMap(fontFacesOf).flatMap((face) => fileOf(face) ?? [])
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
    // Style sheets of other origins cannot be read.
    return []
  }
}

/**
 * Creates a font source for a worker, which loads each font when text first uses it. `FontFaceSet` behaves differently
 * across browsers for faces from no style sheet.
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
