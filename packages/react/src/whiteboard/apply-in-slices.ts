import { type Board, Pace } from '@inkbridge/board'
import type { Edit } from '@inkbridge/types'

/** Edits applied at first, and at least: few enough for a slow device. */
const fewest = 50
/** How long applying edits at once may take, ms: everybody who observes the board works on them afterwards. */
const batchMs = 40

/** Applies edits as one undo step of their own, in slices between which the page draws and takes input. */
export async function applyInSlices(edits: readonly Edit[], board: Pick<Board, 'longStep'>): Promise<void> {
  const step = board.longStep()
  const pace = new Pace()
  let count = fewest
  for (let from = 0; from < edits.length; ) {
    const begun = performance.now()
    step.apply(edits.slice(from, from + count))
    from += count
    count = nextCount(count, performance.now() - begun)
    await pace.rest()
  }
}

/** Returns how many edits to apply next, after some took this time, ms: at most twice as many. */
function nextCount(count: number, ms: number): number {
  return Math.max(fewest, Math.round(count * Math.min(2, batchMs / Math.max(1, ms))))
}
