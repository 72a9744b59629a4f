import type { Focus } from './focus.ts'

export interface KeyboardEvents {
  /** Returns false if not handled: the key is left to the page. */
  key(event: KeyboardEvent): boolean
  /** The space bar was pressed or released. */
  space(isHeld: boolean): void
}

/** Listens to the board's keys. */
export function listenToKeys(focus: Pick<Focus, 'root' | 'owns' | 'focusBoard'>, events: KeyboardEvents): () => void {
  const { root } = focus
  const stop = new AbortController()
  const { signal } = stop
  let isHeld = false
  const hold = (next: boolean) => {
    if (next !== isHeld) events.space(next)
    isHeld = next
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
  /** The focus has left. */
  left(): void
}

/** Listens on the element, which receives keys before the page. */
function listenToRoot(
  root: HTMLElement,
  focus: Pick<Focus, 'owns' | 'focusBoard'>,
  signal: AbortSignal,
  { press, left }: RootEvents,
): void {
  root.addEventListener('keydown', press, { signal })
  const leave = ({ relatedTarget: to }: FocusEvent) => {
    if (!(to instanceof Node && root.contains(to))) left()
  }
  root.addEventListener('focusout', leave, { signal })
  const pressBeside = (event: KeyboardEvent) => {
    if (event.composedPath().includes(root) || !focus.owns(event)) return
    // The focused element was removed: focus the board.
    focus.focusBoard()
    press(event)
  }
  window.addEventListener('keydown', pressBeside, { signal, capture: true })
}
