import { randomInt } from 'node:crypto'
import type { BoardId } from '@inkbridge/types'
import type { Logger } from 'pino'
import type * as Y from 'yjs'
import type { Damage, UpdateLog } from '../log.ts'
import { Owners } from './owners.ts'
import { replayInSlices } from './sliced-replay.ts'
import { type Slicer, sliceHere } from './slicer.ts'

/** A board as it was read from the log. */
export interface Loaded {
  readonly doc: Y.Doc
  readonly owners: Owners
  /** Of the last committed update. */
  seq: number
  /** Committed updates since the snapshot, and their bytes. */
  tail: number
  tailBytes: number
  snapshotBytes: number
  /** When the last update was made, ms since 1970; null for a new board. */
  readonly changedAt: number | null
  /** Negative for the last sound state of a damaged board. */
  readonly generation: number
  readonly damage: Damage | null
}

/** Reads a board from the log. What cannot be read is left out and reported; the rest opens. */
export async function load(id: BoardId, log: UpdateLog, logger: Logger, slicer: Slicer = sliceHere): Promise<Loaded> {
  const logged = await log.load(id)
  const { doc, poisonous } = await replayInSlices(logged, slicer)
  const { snapshot, updates, owners, retired, seq, changedAt, generation, damaged } = logged
  doc.clientID = freshClientId(doc, retired)
  if (damaged.length > 0) logger.error({ board: id, damaged }, 'damaged parts of a board were put apart')
  if (poisonous > 0) logger.error({ board: id, poisonous }, 'updates that cannot be applied were left out')
  // What builds on something that is lost cannot be shown, and would keep everything else from being taken: it stays in
  // the log, and is whole again when a client that has the lost part comes back.
  doc.store.pendingStructs = null
  doc.store.pendingDs = null
  const tailBytes = updates.reduce((sum, { byteLength }) => sum + byteLength, 0)
  const snapshotBytes = snapshot?.byteLength ?? 0
  const counts = { seq, tail: updates.length, tailBytes, snapshotBytes }
  return { doc, owners: new Owners(owners, retired, doc.clientID), ...counts, changedAt, generation, damage: null }
}

/**
 * The Yjs client the server writes as until the board is read again: none that the board has seen, since a restored
 * backup has forgotten what the server wrote after it, and people have not. It is low, so that in a conflict over the
 * same stroke its author wins.
 */
function freshClientId(doc: Y.Doc, retired: ReadonlySet<number>): number {
  for (;;) {
    const id = randomInt(1, 2 ** 22)
    if (!doc.store.clients.has(id) && !retired.has(id)) return id
  }
}
