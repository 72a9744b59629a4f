import type { Board } from '@inkbridge/board'
import type { Edit } from '@inkbridge/types'

/** Edits applied at once: some 50 ms with what everybody does after them. */
const sliceLength = 300

/** Applies edits as one undo step, in slices between which the page draws and takes input. */
export async function applyInSlices(edits: readonly Edit[], board: Pick<Board, 'apply'>): Promise<void> {
  for (let from = 0; from < edits.length; from += sliceLength) {
    if (from > 0) await new Promise((resolve) => setTimeout(resolve))
    board.apply(edits.slice(from, from + sliceLength), { continues: from > 0 })
  }
}
