const isMac = typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.userAgent)

const arrows: Readonly<Record<string, string>> = { ArrowLeft: '←', ArrowRight: '→', ArrowUp: '↑', ArrowDown: '↓' }

/** A key of a register as people know it: `Mod+Shift+Z` as ⌘⇧Z or Ctrl + Shift + Z. */
export function shownKey(key: string): string {
  const named = key.replace(/Arrow\w+/, (arrow) => arrows[arrow] ?? arrow)
  if (!isMac) return named.replace('Mod', 'Ctrl').replace(/\+(?=.)/g, ' + ')
  return named
    .replace('Mod', '⌘')
    .replace('Shift', '⇧')
    .replace('Alt', '⌥')
    .replace(/\+(?=.)/g, '')
}

/** The same where there is room for two characters. */
export function shortKey(key: string | undefined): string {
  return key?.replace('Shift+', '⇧') ?? ''
}
