import { type Face, type FontFile, families, rangesOf } from '../text.ts'
import { type DisplayItem, walk } from './display-list.ts'

/** Returns the font files that display items use, the most used first. */
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
