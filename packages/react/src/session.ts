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

export interface SessionOptions {
  readonly url?: string | undefined
  readonly token?: string | undefined
  /** What the document begins with. */
  readonly whole?: Uint8Array | undefined
  /** The session is over, and this is what the next one begins with. */
  readonly remade?: ((whole: Uint8Array) => void) | undefined
  /** A large board has come, and is about to be applied. */
  readonly onWhole?: ((update: Uint8Array) => void) | undefined
}

export function openSession(board: BoardId, { whole, ...options }: SessionOptions): BoardSession {
  const doc = new Y.Doc()
  if (whole) Y.applyUpdate(doc, whole)
  const opened = openBoard(doc)
  const sync = connect({ doc, board, keep: true, ...options })
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
