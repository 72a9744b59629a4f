import type { Focus } from './focus.ts'

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

export interface KeyboardEvents {
  /** False: not handled, and the key goes on to the page. */
  key(event: KeyboardEvent): boolean
  /** The space bar is held, or no longer. */
  space(held: boolean): void
}

/** Listens to the keys that are the board's. */
export function listenToKeys(focus: Focus, events: KeyboardEvents): () => void {
  const { root } = focus
  const stop = new AbortController()
  const { signal } = stop
  let held = false
  const hold = (next: boolean) => {
    if (next !== held) events.space(next)
    held = next
  }
  const press = (event: KeyboardEvent) => {
    if (!focus.owns(event)) return
    const isSpace = event.code === 'Space'
    if (isSpace) hold(true)
    if (events.key(event) || isSpace) event.preventDefault()
  }
  window.addEventListener('keyup', ({ code }) => code === 'Space' && hold(false), { signal })
  window.addEventListener('blur', () => hold(false), { signal })
  if (root) listenToRoot(root, focus, signal, { press, left: () => hold(false) })
  else window.addEventListener('keydown', press, { signal })
  return () => stop.abort()
}

interface RootEvents {
  press(event: KeyboardEvent): void
  /** The focus goes elsewhere. */
  left(): void
}

/** The element hears its keys before the page does. */
function listenToRoot(root: HTMLElement, focus: Focus, signal: AbortSignal, { press, left }: RootEvents): void {
  root.addEventListener('keydown', press, { signal })
  const leave = ({ relatedTarget: to }: FocusEvent) => {
    if (!(to instanceof Node && root.contains(to))) left()
  }
  root.addEventListener('focusout', leave, { signal })
  const pressBeside = (event: KeyboardEvent) => {
    if (event.composedPath().includes(root) || !focus.owns(event)) return
    // What had the focus was removed: the element has it again.
    focus.take()
    press(event)
  }
  window.addEventListener('keydown', pressBeside, { signal })
}
