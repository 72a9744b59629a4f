import { type Board, openBoard, sealAbandoned } from '@inkbridge/board'
import { connect, type Successor, type Sync } from '@inkbridge/sync'
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
  /** What the document begins with. */
  readonly continues?: Continued | undefined
  /** The session is over, and this is what the next one begins with: at once, before anything more is drawn. */
  readonly remade?: ((continued: Continued) => void) | undefined
  /** Resolves when nobody is in the middle of a stroke. */
  readonly whenIdle?: (() => Promise<void>) | undefined
  /** A large board has come, and is about to be applied. */
  readonly onWhole?: ((update: Uint8Array) => void) | undefined
}

/** A document that takes the place of another, and whose stroke in progress in it is over: that of the document before. */
export interface Continued {
  readonly successor: Successor
  readonly clientId: number
}

export function openSession(board: BoardId, { kinds, continues, remade, ...options }: SessionOptions): BoardSession {
  const doc = new Y.Doc()
  if (continues) {
    Y.applyUpdate(doc, continues.successor.update)
    sealAbandoned(doc, (clientId) => clientId !== continues.clientId, null)
  }
  const opened = openBoard(doc, kinds ? { kinds } : {})
  const again = remade && ((successor: Successor) => remade({ successor, clientId: doc.clientID }))
  const sync = connect({ doc, board, keep: true, remade: again, continues: continues?.successor, ...options })
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
