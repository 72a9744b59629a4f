import * as Y from 'yjs'
import { type LoggedBoard, type Replayed, replay } from '../log.ts'
import { aTurn } from '../threads.ts'
import type { Slicer } from './slicer.ts'

/** A smaller board is read at once, bytes. */
const smallBytes = 131_072
/** Updates after the snapshot that are applied at once. */
const atOnce = { updates: 128, bytes: smallBytes } as const

/** Builds a document from its log entries like `replay`, but in slices that do not block the thread for long. */
export async function replayInSlices(
  { snapshot, updates }: Pick<LoggedBoard, 'snapshot' | 'updates'>,
  slicer: Slicer,
): Promise<Replayed> {
  const bytes = updates.reduce((sum, { byteLength }) => sum + byteLength, snapshot?.byteLength ?? 0)
  if (bytes < smallBytes) return replay({ snapshot, updates })
  const slices = snapshot ? await slicer.slice(snapshot).catch(() => 'it cannot be sliced') : []
  // Written by an older release with other limits.
  if (typeof slices === 'string') return replay({ snapshot, updates })
  const doc = new Y.Doc({ gc: true })
  try {
    for (const batch of [...slices.map((slice) => [slice]), ...batches(updates)]) {
      doc.transact(() => {
        for (const update of batch) Y.applyUpdate(doc, update)
      })
      await aTurn()
    }
    return { doc, corrupt: 0 }
  } catch {
    // An update cannot be applied: `replay` finds it and leaves it out.
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
