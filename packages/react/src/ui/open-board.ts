import type { Editor, Theme } from '@inkbridge/canvas'
import type { BoardId } from '@inkbridge/types'
import { createContext, useContext } from 'react'
import type { Api } from '../api.ts'
import { problemText } from '../locale/locale.ts'
import type { BoardSession } from '../session.ts'
import { closeDialog, showToast } from './actions.ts'
import type { BoardDialog, Ui, UiState } from './create-ui.ts'
import { useStore } from './use-store.ts'

/** The pages about accounts. */
export type AccountPage = 'sign-in' | 'account'

/** An open board, and its page. */
export interface OpenBoard {
  readonly board: BoardId
  readonly session: BoardSession
  readonly editor: Editor
  readonly api: Api
  readonly ui: Ui
  readonly canvas: HTMLElement
  readonly theme: Theme
  readonly onTheme: () => void
  /** Leads back to the list of boards. */
  readonly onExit: (() => void) | undefined
  readonly onSignOut: (() => void) | undefined
  /** Shows the page to sign in, or that of the account. */
  readonly onAccount: ((page: AccountPage) => void) | undefined
  /** Loads more fonts for PDF files. */
  readonly loadPdfFonts: (() => Promise<unknown>) | undefined
  /** The address of the files of PDF.js; null: they are not served. */
  readonly pdfFiles: string | null
  /** Opens the board again, from its stored state. */
  readonly onRestart: () => void
  /** The server's origin; undefined: the page's. */
  readonly origin: string | undefined
}

export const OpenBoardContext = createContext<OpenBoard | null>(null)

export function useOpenBoard(): OpenBoard {
  const open = useContext(OpenBoardContext)
  if (!open) throw new Error('expected OpenBoardContext above this component')
  return open
}

/** Subscribes to a part of the state of the interface. */
export function useUi<Picked extends object>(pick: (state: UiState) => Picked): Picked {
  return useStore(useOpenBoard().ui, pick)
}

/** Returns whether a dialog is open, and closes it. */
export function useDialog(name: BoardDialog) {
  const { ui } = useOpenBoard()
  const { open } = useUi(({ dialog }) => ({ open: dialog === name }))
  return { open, onOpenChange: (isOpen: boolean) => (isOpen ? ui.change({ dialog: name }) : closeDialog(ui, name)) }
}

/** Shows an error of the API as a toast. */
export function report(ui: Ui, error: Error): void {
  showToast(ui, (words) => problemText(error, words))
}
