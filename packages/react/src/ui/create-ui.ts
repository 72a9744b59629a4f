import type { Images, Printed } from '@inkbridge/canvas'
import type { ScreenPoint, ShapeId, WorldPoint } from '@inkbridge/types'
import type { BoardWords } from '../locale/locale.ts'

/** Preferences of this browser, for every board. */
export interface Preferences {
  readonly minimap: boolean
  /** Draws ink with low latency, where supported. */
  readonly lowLatency: boolean
  /** Shows position and size of the selection as numbers. */
  readonly numbers: boolean
  /** The person was asked for a name. */
  readonly asked: boolean
}

/** A dialog over the board; one at a time. */
export type BoardDialog = 'help' | 'palette' | 'share' | 'export' | 'link' | 'alt-text' | 'pdf'

/** Parts of the interface that stay open beside the board. */
export type BesideBoard = 'search' | 'outline' | 'inspector' | 'library'

/** A text field that opens in place: the board's title, a frame's name, or the link of the text being edited. */
export type InlineField =
  | { readonly type: 'title' }
  | { readonly type: 'frame-name'; readonly frame: ShapeId }
  | { readonly type: 'text-link' }

/** A PDF whose pages are to be added. */
export interface GivenPdf {
  readonly file: File
  /** The point of the board it is for. */
  readonly at: WorldPoint
}

/** A short message, in the language that is shown when it is. */
export type Toast = (words: BoardWords) => string

/** The state of the interface around the canvas. */
export interface UiState {
  readonly dialog: BoardDialog | null
  /** Those for which the dialog `pdf` asks, one after the other. */
  readonly pdfs: readonly GivenPdf[]
  /** In the order in which they were opened. */
  readonly beside: readonly BesideBoard[]
  readonly field: InlineField | null
  /** Where the context menu is open; null: closed. */
  readonly menu: ScreenPoint | null
  /** Zen mode: the interface is hidden. */
  readonly zen: boolean
  readonly toast: Toast | null
  /** What printing prints. */
  readonly printed: Printed
  /** The pictures loaded for printing; null: those of the board. */
  readonly printImages: Images | null
  readonly preferences: Preferences
}

/** Holds the state of the interface of one board; the engine's requests and the components change it directly. */
export interface Ui {
  state(): UiState
  /** Calls `listener` after every change, until the returned function is called. */
  observe(listener: () => void): () => void
  change(part: Partial<UiState>): void
}

/** Creates the state of the interface of a board that has just been opened. */
export function createUi(): Ui {
  const listeners = new Set<() => void>()
  let state: UiState = {
    ...{
      dialog: null,
      pdfs: [],
      beside: [],
      field: null,
      menu: null,
      zen: false,
      toast: null,
      printed: 'board',
      printImages: null,
    },
    // Do not ask for a name before the stored preferences are read.
    preferences: { minimap: false, lowLatency: false, numbers: false, asked: true },
  }
  return {
    state: () => state,
    observe(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    change(part) {
      state = { ...state, ...part }
      for (const listener of [...listeners]) listener()
    },
  }
}
