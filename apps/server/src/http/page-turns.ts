/** Pages answered at the same time: all of their work is in the main thread. */
const atOnce = 2
/** Waiting requests of one address: a class of thirty, each opening fifty pages at the same moment. */
const maxWaiting = 1_500

/** Never rejects. */
type Work = () => Promise<void>

/**
 * Answers pages in turn, so that other work runs in between; addresses take turns. Next alone would begin all of them at
 * once.
 */
export class PageTurns {
  readonly #limited: boolean
  /** By address; the address served last comes last. */
  readonly #waiting = new Map<string, Work[]>()
  #running = 0

  /** With `limited` false there is no limit on waiting requests. */
  constructor(limited = true) {
    this.#limited = limited
  }

  /** Runs the work at its turn. Returns false, without running it, when too many requests of that address wait. */
  take(address: string, work: Work): boolean {
    const own = this.#waiting.get(address) ?? []
    if (this.#limited && own.length >= maxWaiting) return false
    own.push(work)
    this.#waiting.set(address, own)
    this.#next()
    return true
  }

  #next(): void {
    while (this.#running < atOnce) {
      const [first] = this.#waiting
      if (!first) return
      const [address, own] = first
      const work = own.shift()
      this.#waiting.delete(address)
      if (own.length > 0) this.#waiting.set(address, own)
      if (work) void this.#perform(work)
    }
  }

  async #perform(work: Work): Promise<void> {
    this.#running += 1
    await work()
    // Handle everything else that has arrived before the next page.
    setImmediate(() => {
      this.#running -= 1
      this.#next()
    })
  }
}
