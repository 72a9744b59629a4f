import type { Printed } from '@inkbridge/canvas'
import type { ScreenPoint, ShapeId } from '@inkbridge/types'
import type { BoardWords } from '../locale/locale.ts'

/** Preferences of this browser, for every board. */
export interface Preferences {
  readonly minimap: boolean
  /** Ink reaches the screen sooner, where the browser can and draws it right. */
  readonly lowLatency: boolean
  /** Position and size of the selection are shown as numbers. */
  readonly numbers: boolean
  /** The person was asked for a name. */
  readonly asked: boolean
}

/** A dialog over the board; one at a time. */
export type BoardDialog = 'help' | 'palette' | 'share' | 'export' | 'link'

/** Parts of the interface that stay open beside the board. */
export type BesideBoard = 'search' | 'outline' | 'inspector'

/** A text field that opens in place: the board's title, a frame's name, or the link of the text being edited. */
type InlineField =
  | { readonly type: 'title' }
  | { readonly type: 'frame-name'; readonly frame: ShapeId }
  | { readonly type: 'text-link' }

/** A short message, in the language that is shown when it is. */
type Toast = (words: BoardWords) => string

/** The state of the interface around the canvas. */
export interface UiState {
  readonly dialog: BoardDialog | null
  /** In the order in which they were opened. */
  readonly beside: readonly BesideBoard[]
  readonly field: InlineField | null
  /** Where on the canvas the context menu is open. */
  readonly menu: ScreenPoint | null
  /** Zen mode: the interface is hidden. */
  readonly zen: boolean
  readonly toast: Toast | null
  /** What printing the page puts on paper. */
  readonly printed: Printed
  readonly preferences: Preferences
}

/** Holds the state of the interface of one board; the engine's requests and the components change it directly. */
export interface Ui {
  state(): UiState
  /** Calls `listener` after every change, until the returned function is called. */
  observe(listener: () => void): () => void
  change(part: Partial<UiState>): void
  say(toast: Toast): void
  /** Closes a dialog, unless another one is open by now. */
  close(dialog: BoardDialog): void
  /** Closes a text field, unless another one is open by now. */
  closeField(type: InlineField['type']): void
  /** Opens a part beside the board, or closes it. */
  show(part: BesideBoard, isOpen?: boolean): void
  prefer(part: Partial<Preferences>): void
}

/** Creates the state of the interface of a board that has just been opened. */
export function createUi(): Ui {
  const listeners = new Set<() => void>()
  let state: UiState = {
    ...{ dialog: null, beside: [], field: null, menu: null, zen: false, toast: null, printed: 'board' },
    // Until the stored ones are read nobody is asked for a name.
    preferences: { minimap: false, lowLatency: false, numbers: false, asked: true },
  }
  const change = (part: Partial<UiState>) => {
    state = { ...state, ...part }
    for (const listener of [...listeners]) listener()
  }
  return {
    state: () => state,
    observe(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    change,
    say: (toast) => change({ toast }),
    close(dialog) {
      if (state.dialog === dialog) change({ dialog: null })
    },
    closeField(type) {
      if (state.field?.type === type) change({ field: null })
    },
    show(part, isOpen = true) {
      const others = state.beside.filter((each) => each !== part)
      if (isOpen !== state.beside.includes(part)) change({ beside: isOpen ? [...others, part] : others })
    },
    prefer: (part) => change({ preferences: { ...state.preferences, ...part } }),
  }
}
