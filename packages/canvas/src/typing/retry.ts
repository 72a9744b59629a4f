/** Initial and maximum time between attempts, ms. */
const waitMs = { first: 1_000, most: 10_000 }

interface RetryOptions {
  /** Whether the result is still needed. */
  isWanted(): boolean
  /** Called when the first attempt has failed. */
  onLate?(): void
}

/** Loads a module, retrying while the network fails; null when it is no longer needed. */
export async function retry<Part>(load: () => Promise<Part>, { isWanted, onLate }: RetryOptions): Promise<Part | null> {
  for (let wait = waitMs.first; isWanted(); wait = Math.min(waitMs.most, wait * 2)) {
    try {
      return await load()
    } catch {
      if (wait === waitMs.first && isWanted()) onLate?.()
      await new Promise((resolve) => setTimeout(resolve, wait))
    }
  }
  return null
}
