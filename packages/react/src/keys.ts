const isMac = typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.userAgent)

/** A key of a register as people know it: `Mod+Shift+Z` as ⌘⇧Z or Ctrl + Shift + Z. */
export function shownKey(key: string): string {
  const arrows = key
    .replace('ArrowLeft', '←')
    .replace('ArrowRight', '→')
    .replace('ArrowUp', '↑')
    .replace('ArrowDown', '↓')
  if (!isMac) return arrows.replace('Mod', 'Ctrl').replace(/\+(?=.)/g, ' + ')
  return arrows
    .replace('Mod', '⌘')
    .replace('Shift', '⇧')
    .replace('Alt', '⌥')
    .replace(/\+(?=.)/g, '')
}
