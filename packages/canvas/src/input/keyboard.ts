/** What of a keyboard event matters. */
export interface Key {
  readonly key: string
  readonly code: string
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly shiftKey: boolean
  readonly altKey: boolean
}

/** The keys pressed together as registers write them: `Mod+Shift+Z`. */
export function chordOf(event: Key): string {
  if (event.key === '?') return '?'
  const key = letterOf(event)
  const mod = event.ctrlKey || event.metaKey
  return [mod && 'Mod', event.altKey && 'Alt', event.shiftKey && 'Shift', key].filter(Boolean).join('+')
}

/** Keys that are where they are on every keyboard, whatever is written on them. */
const places: Readonly<Record<string, string>> = {
  BracketLeft: '[',
  BracketRight: ']',
  Comma: ',',
  Period: '.',
  Slash: '/',
  Quote: "'",
}

/** The key's letter or digit where it is Latin, else what stands there on a keyboard of that layout. */
function letterOf({ key, code, shiftKey, altKey }: Key): string {
  const digit = /^Digit(\d)$/.exec(code)?.[1]
  if (digit && shiftKey) return digit
  const place = places[code]
  if (place) return place
  const physical = /^Key([A-Z])$/.exec(code)?.[1]
  if (physical && (altKey || (key.length === 1 && key > '\u024f'))) return physical
  return key.length === 1 ? key.toUpperCase() : key
}

/** Reports whether the space bar is held, which makes any tool the hand, but for where it types or presses. */
export function listenToSpace(onHeld: (held: boolean) => void): () => void {
  const listener = (event: KeyboardEvent) => {
    const typing =
      event.target instanceof HTMLElement &&
      event.target.closest('input, textarea, button, [contenteditable], [role=dialog]')
    if (event.code !== 'Space' || (typing && event.type === 'keydown')) return
    if (event.type === 'keydown') event.preventDefault()
    onHeld(event.type === 'keydown')
  }
  const stop = new AbortController()
  window.addEventListener('keydown', listener, { signal: stop.signal })
  window.addEventListener('keyup', listener, { signal: stop.signal })
  return () => stop.abort()
}
