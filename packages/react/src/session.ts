import { type Board, openBoard, sealAbandoned } from '@inkbridge/board'
import { connect, type Sync } from '@inkbridge/sync'
import type { BoardId, RecordKinds } from '@inkbridge/types'
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
  /** The record halves of the kinds of shapes. Default: those that are built in. */
  readonly kinds?: RecordKinds | undefined
  /** What the document begins with, and whose stroke in progress in it is over: that of the document before. */
  readonly whole?: { readonly update: Uint8Array; readonly clientId: number } | undefined
  /** The session is over, and this is what the next one begins with. */
  readonly remade?: ((whole: { readonly update: Uint8Array; readonly clientId: number }) => void) | undefined
  /** A large board has come, and is about to be applied. */
  readonly onWhole?: ((update: Uint8Array) => void) | undefined
}

export function openSession(board: BoardId, { kinds, whole, remade, ...options }: SessionOptions): BoardSession {
  const doc = new Y.Doc()
  if (whole) {
    Y.applyUpdate(doc, whole.update)
    sealAbandoned(doc, (clientId) => clientId !== whole.clientId, null)
  }
  const opened = openBoard(doc, kinds ? { kinds } : {})
  const again = remade && ((update: Uint8Array) => remade({ update, clientId: doc.clientID }))
  const sync = connect({ doc, board, keep: true, remade: again, ...options })
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
