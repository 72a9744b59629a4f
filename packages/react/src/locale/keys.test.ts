import { expect, test } from 'vitest'
import { de } from './de.ts'
import { en } from './en.ts'
import { shownKey } from './keys.ts'
import type { BoardMessages } from './languages.ts'
import { createWords } from './words.ts'

const keys = ['Mod+Shift+Z', 'Mod+Alt+ArrowLeft', 'Shift++', 'Delete', 'PageUp', 'Escape', 'Enter', ']']

test.each([
  ['en', false, ['Ctrl + Shift + Z', 'Ctrl + Alt + ←', 'Shift + +', 'Delete', 'Page Up', 'Esc', 'Enter', ']']],
  ['de', false, ['Strg + Umschalt + Z', 'Strg + Alt + ←', 'Umschalt + +', 'Entf', 'Bild auf', 'Esc', 'Eingabe', ']']],
  ['en', true, ['⌘⇧Z', '⌘⌥←', '⇧+', 'Delete', 'Page Up', 'Esc', 'Enter', ']']],
] as const)('in %s, on a Mac: %s, keys have the names that are on them', (locale, onMac, names) => {
  const words = createWords<BoardMessages>(locale, { en, de }[locale])
  expect(keys.map((key) => shownKey(key, words, onMac))).toEqual(names)
})
