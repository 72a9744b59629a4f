/** Between two attempts, ms: at first, and at most. */
const waitMs = { first: 1_000, most: 10_000 }

interface RetryOptions {
  /** Whether there is still somebody who waits for it. */
  isWanted(): boolean
  /** The first attempt has failed. */
  onLate?(): void
}

/** Loads a part of the program, again and again while the network fails; null when nobody wants it any more. */
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
