import type { BoardWords } from './context.tsx'

const isMac = typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.userAgent)

const arrows: Readonly<Record<string, string>> = { ArrowLeft: '←', ArrowRight: '→', ArrowUp: '↑', ArrowDown: '↓' }
const macSigns: Readonly<Record<string, string>> = { Mod: '⌘', Shift: '⇧', Alt: '⌥' }

/** Formats a key as on keyboards: `Mod+Shift+Z` as ⌘⇧Z, Ctrl + Shift + Z, or in German Strg + Umschalt + Z. */
export function shownKey(key: string, words: Pick<BoardWords, 'find'>, onMac = isMac): string {
  const nameOf = (part: string) =>
    arrows[part] ?? (onMac ? macSigns[part] : undefined) ?? words.find(`key.${part}`) ?? part
  return key
    .split(/\+(?=.)/)
    .map(nameOf)
    .join(onMac ? '' : ' + ')
}

/** Formats a key in at most two characters, else empty. */
export function shortKey(key: string | undefined): string {
  return key?.replace('Shift+', '⇧') ?? ''
}
