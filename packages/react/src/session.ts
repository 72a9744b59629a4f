import { type Board, openBoard } from '@inkbridge/board'
import { connect, type Sync } from '@inkbridge/sync'
import type { BoardId } from '@inkbridge/types'
import * as Y from 'yjs'

/** A board that is open in this page: its document, what it means, and its connection. */
export interface BoardSession {
  readonly board: Board
  readonly sync: Sync
  dispose(): void
}

export function openSession(board: BoardId, where: { readonly url?: string; readonly token?: string }): BoardSession {
  const doc = new Y.Doc()
  const opened = openBoard(doc)
  const sync = connect({ doc, board, keep: true, ...where })
  return {
    board: opened,
    sync,
    dispose() {
      sync.dispose()
      opened.dispose()
      doc.destroy()
    },
  }
}
