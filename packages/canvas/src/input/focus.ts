/** Where keys are listened to: on the whole page, or while this element or its contents have the focus. */
export type KeyScope = HTMLElement | Window

/** Selectors of fields and overlays that handle keys themselves. */
const fields =
  'input, textarea, select, [contenteditable], [role=dialog]:not([data-closed]), [role=menu]:not([data-closed])'
const buttons = 'button, a, [tabindex="-1"]'
/** Keys that a focused button or link handles itself: they press it, leave it, or move within its group. */
const buttonKeys: ReadonlySet<string> = new Set([
  ...['Enter', 'Tab', ' ', 'Home', 'End'],
  ...['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown'],
])

interface Pressed {
  readonly defaultPrevented: boolean
  /** Absent for copy and paste. */
  readonly key?: string
  readonly isComposing?: boolean
}

interface Element {
  closest(selector: string): { contains(other: Node): boolean } | null
}

/**
 * Whether a key, copy or paste is for the board: not handled yet, and not for a field, a dialog or a button.
 *
 * @param focused the focused element; null: none
 */
export function ownsKey(event: Pressed, focused: Element | null, board: Node): boolean {
  const isIn = (selector: string) => {
    const found = focused?.closest(selector)
    // Ignore a dialog that contains the board itself.
    return found != null && !found.contains(board)
  }
  if (event.defaultPrevented || event.isComposing || isIn(fields)) return false
  return event.key === undefined || !buttonKeys.has(event.key) || !isIn(buttons)
}

/** Decides whether keys are for this board, so that several boards and the host page do not interfere. */
export class Focus {
  /** Null: the whole page. */
  readonly root: HTMLElement | null
  readonly #board: HTMLElement
  readonly #stop = new AbortController()
  /** The focus was here last: if it is nowhere now, the focused element was removed. */
  #wasHere = false

  constructor(scope: KeyScope, board: HTMLElement) {
    this.root = scope instanceof HTMLElement ? scope : null
    this.#board = board
    const { root } = this
    this.#markTabbed()
    if (!root) return
    const look = (event: Event) => {
      this.#wasHere = event.composedPath().includes(root)
    }
    for (const name of ['focusin', 'pointerdown'] as const)
      document.addEventListener(name, look, { capture: true, signal: this.#stop.signal })
  }

  owns(event: KeyboardEvent | ClipboardEvent): boolean {
    const { root } = this
    const focused = this.#focused()
    const isHere = !root || (focused ? root.contains(focused) : this.#wasHere)
    // A key is for the element focused when it was pressed, even if that was removed meanwhile.
    const [target] = event.composedPath()
    const asked = event.type.startsWith('key') && target instanceof HTMLElement ? target : focused
    return isHere && ownsKey(event, asked, this.#board)
  }

  /** Focuses the board. */
  focusBoard(): void {
    this.#board.focus({ preventScroll: true })
  }

  dispose(): void {
    this.#stop.abort()
  }

  /** Sets `data-tabbed` if the focus arrived by Tab, not by returning from a dialog or a text. */
  #markTabbed(): void {
    const { signal } = this.#stop
    let last = ''
    const press = ({ type, key = '' }: Event & { readonly key?: string }) => {
      last = type === 'keydown' ? key : ''
    }
    for (const name of ['keydown', 'pointerdown'] as const)
      window.addEventListener(name, press, { capture: true, signal })
    this.#board.addEventListener('focus', () => this.#board.toggleAttribute('data-tabbed', last === 'Tab'), { signal })
  }

  #focused() {
    const { activeElement } = this.#board.getRootNode() as Document | ShadowRoot
    return activeElement === document.body ? null : activeElement
  }
}
