import { Thread } from '../threads.ts'
import { scanUpdate, slicesOf } from '../updates.ts'

/** Takes a large update apart: slices to be applied one after the other, or a clause that says why it may not be. */
export interface Slicer {
  slice(update: Uint8Array): Promise<readonly Uint8Array[] | string>
}

/** Scans an update and takes it apart; a clause says why it may not be applied. */
export function sliced(update: Uint8Array): readonly Uint8Array[] | string {
  const scanned = scanUpdate(update)
  if (typeof scanned === 'string') return scanned
  return slicesOf(update) ?? 'its parts build on each other in a circle'
}

/** In this thread. */
export const sliceHere: Slicer = { slice: async (update) => sliced(update) }

/** The thread ends when there was nothing to do for so long, ms. */
const idleMs = 500
/** The largest message there may be takes some two seconds, ms. */
const patienceMs = 30_000
/** Of what an update may hold (`scanLimits`) the largest takes a third of it. */
const maxOldGenerationSizeMb = 1_024
/** It keeps this much while it runs: more saves it little time. */
const maxYoungGenerationSizeMb = 4

/** In a thread beside the one that serves everybody. */
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
