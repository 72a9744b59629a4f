/** Pages that are rendered at the same time: all of their work is in the main thread. */
const atOnce = 2
/** Pages that wait for one address: those of a class of thirty, each of whom asks for fifty at the same moment. */
const maxWaiting = 1_500

/** Never rejects. */
type Work = () => Promise<void>

/**
 * Renders pages one after the other, so that others are served in between; addresses take turns. Next by itself begins
 * with all that it is asked for at once.
 */
export class PageTurns {
  readonly #limited: boolean
  /** By address; the one that was served last comes last. */
  readonly #waiting = new Map<string, Work[]>()
  #running = 0

  /** With `limited` false there is no limit on waiting requests. */
  constructor(limited = true) {
    this.#limited = limited
  }

  /** Does the work when it is its turn; false, and it is not done, when too much waits for that address. */
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
    // Everything else that has come is looked at before the next page.
    setImmediate(() => {
      this.#running -= 1
      this.#next()
    })
  }
}
