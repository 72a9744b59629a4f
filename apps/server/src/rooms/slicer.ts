import { Thread } from '../threads.ts'
import { scanUpdate, slicesOf } from '../updates.ts'

/** Divides a large update into slices to be applied in order; gives a clause if it may not be applied. */
export interface Slicer {
  slice(update: Uint8Array): Promise<readonly Uint8Array[] | string>
}

/** Scans an update and divides it into slices; returns a clause if it may not be applied. */
export function sliced(update: Uint8Array): readonly Uint8Array[] | string {
  const scanned = scanUpdate(update)
  if (typeof scanned === 'string') return scanned
  return slicesOf(update) ?? 'its parts build on each other in a circle'
}

/** Slices in this thread. */
export const sliceHere: Slicer = { slice: async (update) => sliced(update) }

/** The thread ends after this time without work, ms. */
const idleMs = 500
/** The largest possible message takes about two seconds, ms. */
const patienceMs = 30_000
/** The largest update within `scanLimits` needs a third of it. */
const maxOldGenerationSizeMb = 1_024
/** Kept small, since this memory stays allocated and more saves little time. */
const maxYoungGenerationSizeMb = 4

/** Slices in a thread of its own. */
export function createSlicer(): Slicer & { end(): Promise<void> } {
  const thread = new Thread<Uint8Array, readonly Uint8Array[] | string>(
    new URL('./slicing-thread.ts', import.meta.url),
    {
      idleMs,
      patienceMs,
      resourceLimits: { maxOldGenerationSizeMb, maxYoungGenerationSizeMb },
    },
  )
  return { slice: (update) => thread.ask(update), end: () => thread.end() }
}
