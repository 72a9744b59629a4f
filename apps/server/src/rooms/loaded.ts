import { randomInt } from 'node:crypto'
import type { BoardId } from '@inkbridge/types'
import type { Logger } from 'pino'
import type * as Y from 'yjs'
import type { Damage, UpdateLog } from '../log.ts'
import { type OwnerOf, Owners } from './owners.ts'
import { replayInSlices } from './sliced-replay.ts'
import { type Slicer, sliceHere } from './slicer.ts'

/** A board that was read from the log. */
export interface LoadedBoard {
  readonly doc: Y.Doc
  readonly owners: Owners
  /** The seq of the last committed update. */
  seq: number
  /** The number of committed updates since the snapshot, and their bytes. */
  tail: number
  tailBytes: number
  snapshotBytes: number
  /** The time of the last update, ms since 1970; null for a new board. */
  readonly changedAt: number | null
  /** Negative when this is the last sound state of a damaged board. */
  readonly generation: number
  readonly damage: Damage | null
}

/** Reads a board from the log. Unreadable parts are left out and logged. */
export async function load(
  id: BoardId,
  log: UpdateLog,
  logger: Logger,
  slicer: Slicer = sliceHere,
  ownerOf?: OwnerOf,
): Promise<LoadedBoard> {
  const logged = await log.load(id)
  const { doc, corrupt } = await replayInSlices(logged, slicer)
  const { snapshot, updates, owners, retired, seq, changedAt, generation, damaged } = logged
  doc.clientID = freshClientId(doc, retired)
  if (damaged.length > 0) logger.error({ board: id, damaged }, 'damaged parts of a board were quarantined')
  if (corrupt > 0) logger.error({ board: id, corrupt }, 'updates that cannot be applied were left out')
  // Structs that depend on lost ones cannot be shown, and would block other updates: they stay in
  // the log, and are complete again when a client that has the lost part reconnects.
  doc.store.pendingStructs = null
  doc.store.pendingDs = null
  const tailBytes = updates.reduce((sum, { byteLength }) => sum + byteLength, 0)
  const snapshotBytes = snapshot?.byteLength ?? 0
  const counts = { seq, tail: updates.length, tailBytes, snapshotBytes }
  return {
    doc,
    owners: new Owners(owners, retired, doc.clientID, ownerOf),
    ...counts,
    changedAt,
    generation,
    damage: null,
  }
}

/**
 * Chooses the Yjs client of the server until the board is loaded again: a new one each time, since a restored
 * backup lacks later edits of the server that clients may have. It is low, so that in a conflict over the
 * same stroke its author wins.
 */
function freshClientId(doc: Y.Doc, retired: ReadonlySet<number>): number {
  for (;;) {
    const id = randomInt(1, 2 ** 22)
    if (!doc.store.clients.has(id) && !retired.has(id)) return id
  }
}
