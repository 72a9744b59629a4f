/** Work is interrupted after this time, ms, so that a page stays responsive. */
const sliceMs = 30

/** Calls a function for each item, in slices between which other tasks run. Ends early when the signal is aborted. */
export async function inSlices<Item>(
  items: Iterable<Item>,
  work: (item: Item, index: number) => void,
  signal?: AbortSignal,
): Promise<void> {
  let [index, begun] = [0, performance.now()]
  for (const item of items) {
    work(item, index)
    index += 1
    if (performance.now() - begun < sliceMs) continue
    await new Promise((resolve) => setTimeout(resolve))
    if (signal?.aborted) return
    begun = performance.now()
  }
}
