import { type DisplayItem, walk } from '../display/display-list.ts'
import { type Face, families } from './fonts.ts'

/** A file of a font, as style sheets tell of it. */
export interface FontFile {
  readonly family: string
  /** Where it is: an address, or a path. */
  readonly url: string
  readonly descriptors: { readonly weight: string; readonly style: string; readonly unicodeRange?: string }
}

/** Of some font files those that things to draw are written in, first those that most is written in. */
export function fontsUsed<File extends FontFile>(
  items: readonly DisplayItem[],
  files: readonly File[],
): readonly File[] {
  const needs = new Map<string, { readonly face: Face; readonly characters: Set<number> }>()
  walk(items, {
    item(item) {
      if (item.type !== 'text') return
      const key = `${item.face.font} ${item.face.italic}`
      const need = needs.get(key) ?? { face: item.face, characters: new Set() }
      for (const character of item.text) need.characters.add(character.codePointAt(0) ?? 0)
      needs.set(key, need)
    },
  })
  return files.filter(({ family, descriptors }) => {
    const ranges = rangesOf(descriptors.unicodeRange)
    return [...needs.values()].some(({ face, characters }) => {
      if (!families[face.font].names.includes(`'${family}'`) || (descriptors.style === 'italic') !== face.italic)
        return false
      return [...characters].some((code) => ranges.some(([from, to]) => code >= from && code <= to))
    })
  })
}

/** The ranges of a `unicode-range` (CSS Fonts 4, section 4.5); without one, all there is. */
export function rangesOf(unicodeRange = 'U+0-10FFFF'): readonly (readonly [from: number, to: number])[] {
  return unicodeRange.split(',').map((each) => {
    const [from = '0', to] = each.trim().replace(/^U\+/i, '').split('-')
    const low = Number.parseInt(from.replaceAll('?', '0'), 16)
    return [low, Number.parseInt(to ?? from.replaceAll('?', 'F'), 16)]
  })
}

/** Font files that a style sheet tells of; addresses as they stand there. */
export function fontFilesIn(css: string): readonly FontFile[] {
  return [...css.matchAll(/@font-face\s*\{([^}]*)\}/g)].flatMap(([, body = '']) => {
    const value = (name: string) => new RegExp(`${name}:\\s*([^;]+)`).exec(body)?.[1]?.trim() ?? ''
    const url = /url\(["']?([^"')]+)["']?\)/.exec(value('src'))?.[1]
    const unicodeRange = value('unicode-range')
    if (!url) return []
    const descriptors = { weight: value('font-weight') || 'normal', style: value('font-style') || 'normal' }
    return [
      {
        family: value('font-family').replace(/["']/g, ''),
        url,
        descriptors: unicodeRange ? { ...descriptors, unicodeRange } : descriptors,
      },
    ]
  })
}
