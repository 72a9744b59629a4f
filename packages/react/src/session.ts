import { type Board, openBoard, sealAbandoned } from '@inkbridge/board'
import { type Assets, connect, type Successor, type Sync } from '@inkbridge/sync'
import type { BoardId, RecordKinds } from '@inkbridge/types'
import * as Y from 'yjs'

/** An open board: its document, its shapes, and its connection. */
export interface BoardSession {
  readonly board: Board
  readonly sync: Sync
  /** The board's images on this device, and their upload. */
  readonly assets: Assets
  dispose(): void
}

export interface SessionOptions {
  readonly url?: string | undefined
  readonly token?: string | undefined
  /** The record halves of the kinds. Default: the built-in ones. */
  readonly kinds?: RecordKinds | undefined
  /** The document to continue from. */
  readonly continues?: Continued | undefined
  /** Called when the session ends because another document replaces it: the next session must start synchronously. */
  readonly remade?: ((continued: Continued) => void) | undefined
  /** Resolves when no stroke is being drawn. */
  readonly whenIdle?: (() => Promise<void>) | undefined
  /** Called before a large update is applied. */
  readonly onWhole?: ((update: Uint8Array) => void) | undefined
}

/** A document that replaces another, whose live stroke ends with it. */
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
    assets: sync.assets,
    dispose() {
      sync.dispose()
      opened.dispose()
      doc.destroy()
    },
  }
}
