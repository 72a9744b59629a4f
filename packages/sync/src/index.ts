/**
 * Keeps one Y.Doc and its presence equal to the server's. Knows bytes, not shapes.
 *
 * @packageDocumentation
 */
import type { BoardId } from '@inkbridge/types'
import type { Doc } from 'yjs'
import { openAssets } from './assets.ts'
import { ladder } from './ladder.ts'
import { deviceStore } from './local.ts'
import { participantKey } from './participant-key.ts'
import { httpRetired, httpSnapshot } from './snapshot.ts'
import { socketIoTransport } from './socketio-transport.ts'
import type { SyncStatus, UploadCounts } from './status.ts'
import type { Successor } from './successor.ts'
import { DocSync, type Sync } from './sync.ts'
import type { Transport } from './transport.ts'

export { type Assets, assetIdOf, type BoardAssets, canRetry, maxAddedBytes, type Upload } from './assets.ts'
export type { EditCounts } from './ledger.ts'
export {
  type BoardFace,
  type Carried,
  forgetDevice,
  type Keeping,
  type KeptBeside,
  type KeptBoard,
  type KeptGeneration,
  type LocalStore,
  type Replacement,
} from './local.ts'
export type { Progress } from './snapshot.ts'
export type { TransportClosed, TransportConnection, TransportEvents, TransportName } from './transport.ts'
export type { ConnectionEvent, Wire, WireCounts, WireEntry } from './wire.ts'
export type { Successor, Sync, SyncStatus, Transport, UploadCounts }

export interface ConnectOptions {
  readonly doc: Doc
  readonly board: BoardId
  /** The server's address, as `http://host:port`; the page's own origin when absent. */
  readonly url?: string | undefined
  /** A link's secret, for programs; in a browser the cookie decides. */
  readonly token?: string | undefined
  /** The name of a program with a link's secret; people's names come from the server. */
  readonly name?: string
  /** Only this transport; without it the best that works. */
  readonly by?: 'websocket' | 'polling' | undefined
  /** Stores the board and its assets on this device, in IndexedDB, for use offline. For browsers. */
  readonly keep?: boolean
  /**
   * The content here was started by another participant's Yjs client (a lost cookie, a board restored from a backup),
   * or the board was re-encoded or restored on the server, so that it was rewritten. Apply the successor's update to a
   * new `Y.Doc`, connect that with `continues`, and dispose this, all before anything more is drawn. Without it such a
   * document stops.
   */
  readonly remade?: ((successor: Successor) => void) | undefined
  /** Resolves when the document can be replaced: nobody is in the middle of a stroke. */
  readonly whenIdle?: (() => Promise<void>) | undefined
  /** The argument of `remade`, when `doc` is made from it. */
  readonly continues?: Successor | undefined
  /** A large board has arrived and is applied to `doc` next; for a replica that gets the same updates. */
  readonly onWhole?: ((update: Uint8Array) => void) | undefined
}

/**
 * Connects a document to a board over Socket.IO and keeps it connected.
 *
 * @example
 * const sync = connect({ doc, board, url: 'http://localhost:3000', token })
 * sync.observe(() => console.log(sync.status.connection, sync.status.edits))
 */
export function connect({ doc, board, url, token, name, by, keep = false, ...options }: ConnectOptions): Sync {
  const local = keep ? { board, store: deviceStore(board) } : undefined
  const address = { board, url, token, key: token && participantKey(keep) }
  const [websocket, polling] = [socketIoTransport('websocket', address), socketIoTransport('polling', address)]
  const transport = by ? { websocket, polling }[by] : ladder([websocket, polling])
  return new DocSync(doc, transport, {
    local,
    name,
    assets: options.continues?.assets ?? openAssets({ ...address, keep }),
    loadSnapshot: httpSnapshot(address),
    loadRetired: httpRetired(address),
    ...options,
  })
}

export { type LadderTiming, ladder, ladderTiming } from './ladder.ts'
export { type MemoryClient, type MemoryServer, memoryTransport } from './memory-transport.ts'
export { type SocketIoAddress, socketIoTransport } from './socketio-transport.ts'
export { DocSync } from './sync.ts'
export { type WebSocketAddress, webSocketTransport } from './websocket-transport.ts'
