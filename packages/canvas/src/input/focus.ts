/** Where keys are listened to: on all of the page, or while this element or something in it has the focus. */
export type KeyScope = HTMLElement | Window

/** Fields, and what is open over the board and has keys of its own. */
const fields =
  'input, textarea, select, [contenteditable], [role=dialog]:not([data-closed]), [role=menu]:not([data-closed])'
const buttons = 'button, a, [tabindex="-1"]'
/** Keys that belong to a button or a link when it has the focus: they press it, leave it, or go to the next of its group. */
const buttonKeys: ReadonlySet<string> = new Set([
  ...['Enter', 'Tab', ' ', 'Home', 'End'],
  ...['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown'],
])

interface Pressed {
  readonly defaultPrevented: boolean
  /** Of a copy or a paste there is none. */
  readonly key?: string
  readonly isComposing?: boolean
}

interface Element {
  closest(selector: string): { contains(other: Node): boolean } | null
}

/**
 * Whether a key, a copy or a paste is the board's: nobody has handled it, and it is not for a field, a dialog or a button.
 *
 * @param focused what has the focus; null: nothing has it
 */
export function ownsKey(event: Pressed, focused: Element | null, board: Node): boolean {
  const isIn = (selector: string) => {
    const found = focused?.closest(selector)
    // A dialog of a host that the board itself is in has no part in this.
    return found != null && !found.contains(board)
  }
  if (event.defaultPrevented || event.isComposing || isIn(fields)) return false
  return event.key === undefined || !buttonKeys.has(event.key) || !isIn(buttons)
}

/** Whether keys are for a board, so that two on one page, and what is around them, do not hear each other's. */
export class Focus {
  /** Null: all of the page. */
  readonly root: HTMLElement | null
  readonly #board: HTMLElement
  readonly #stop = new AbortController()
  /** The focus was here last: when nothing has it, what had it was removed. */
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
    // A key is for what had the focus when it was pressed, even when that was removed meanwhile, as a field is by Enter.
    const [target] = event.composedPath()
    const asked = event.type.startsWith('key') && target instanceof HTMLElement ? target : focused
    return isHere && ownsKey(event, asked, this.#board)
  }

  /** Keys are the board's from now on, and no field's or button's. */
  take(): void {
    this.#board.focus({ preventScroll: true })
  }

  dispose(): void {
    this.#stop.abort()
  }

  /** `data-tabbed`: one came here by Tab. After a dialog or a text, where one has been all the time, nothing is marked. */
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
