import * as Y from 'yjs'
import { type LoggedBoard, type Replayed, replay } from '../log.ts'
import { aTurn } from '../threads.ts'
import type { Slicer } from './slicer.ts'

/** A board of fewer bytes is read at once. */
const smallBytes = 131_072
/** Updates of the tail that are applied at once. */
const atOnce = { updates: 128, bytes: smallBytes } as const

/** A document from what the log has of it, as `replay` makes it, without holding up the thread for long. */
export async function replayInSlices(
  { snapshot, updates }: Pick<LoggedBoard, 'snapshot' | 'updates'>,
  slicer: Slicer,
): Promise<Replayed> {
  const bytes = updates.reduce((sum, { byteLength }) => sum + byteLength, snapshot?.byteLength ?? 0)
  if (bytes < smallBytes) return replay({ snapshot, updates })
  const slices = snapshot ? await slicer.slice(snapshot).catch(() => 'it cannot be taken apart') : []
  // An older release took what is not taken today.
  if (typeof slices === 'string') return replay({ snapshot, updates })
  const doc = new Y.Doc({ gc: true })
  try {
    for (const batch of [...slices.map((slice) => [slice]), ...batches(updates)]) {
      doc.transact(() => {
        for (const update of batch) Y.applyUpdate(doc, update)
      })
      await aTurn()
    }
    return { doc, poisonous: 0 }
  } catch {
    // One that cannot be applied is left out: that is found by trying again.
    doc.destroy()
    return replay({ snapshot, updates })
  }
}

function* batches(updates: readonly Uint8Array[]): Generator<readonly Uint8Array[]> {
  let batch: Uint8Array[] = []
  let bytes = 0
  for (const update of updates) {
    if (batch.length >= atOnce.updates || (batch.length > 0 && bytes + update.byteLength > atOnce.bytes)) {
      yield batch
      batch = []
      bytes = 0
    }
    batch.push(update)
    bytes += update.byteLength
  }
  if (batch.length > 0) yield batch
}
