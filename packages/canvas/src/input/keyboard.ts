import type { Focus } from './focus.ts'

export interface KeyboardEvents {
  /** False: not handled, and the key goes on to the page. */
  key(event: KeyboardEvent): boolean
  /** The space bar is held, or no longer. */
  space(held: boolean): void
}

/** Listens to the keys that are the board's. */
export function listenToKeys(focus: Pick<Focus, 'root' | 'owns' | 'take'>, events: KeyboardEvents): () => void {
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
function listenToRoot(
  root: HTMLElement,
  focus: Pick<Focus, 'owns' | 'take'>,
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
    // What had the focus was removed: the element has it again.
    focus.take()
    press(event)
  }
  window.addEventListener('keydown', pressBeside, { signal, capture: true })
}
