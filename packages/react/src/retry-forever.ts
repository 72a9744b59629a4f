/** Initial and maximum time between attempts, ms. */
const waitMs = { first: 500, most: 10_000 }

/** Loads a module, retrying until it succeeds. */
export async function retryForever<Part>(load: () => Promise<Part>): Promise<Part> {
  for (let wait = waitMs.first; ; wait = Math.min(waitMs.most, wait * 2)) {
    try {
      return await load()
    } catch {
      await new Promise((resolve) => setTimeout(resolve, wait))
    }
  }
}
