/** Resources for drawing a board, such as fonts. Each is loaded once, when first needed. */
export interface Resources<Wanted> {
  /** Whether a resource is loaded or has failed to load; starts loading it otherwise. */
  ready(wanted: Wanted): boolean
  /** Resolves when loaded and rejects when loading fails, after observers were called. */
  load(wanted: Wanted): Promise<void>
  /** Calls the listener when resources have loaded or failed, once for all that arrive together. */
  observe(listener: () => void): () => void
  /** A resource is loading, or observers are about to be called. */
  readonly isPending: boolean
}

/** Loads resources by name, and calls observers once for all that arrive together. */
export class Loader {
  readonly #begun = new Map<string, Promise<void>>()
  readonly #waiting = new Set<string>()
  readonly #missing = new Set<string>()
  readonly #listeners = new Set<() => void>()
  /** Pending notification of observers. */
  #announced: Promise<void> | null = null

  get isPending(): boolean {
    return this.#waiting.size > 0 || this.#announced !== null
  }

  /** Whether loading failed and has not succeeded since. */
  isMissing(name: string): boolean {
    return this.#missing.has(name)
  }

  /** Loads a resource unless it is loaded or loading; retries after a failure. */
  load(name: string, start: () => Promise<unknown>): Promise<void> {
    const begun = this.#begun.get(name)
    if (begun) return begun
    this.#waiting.add(name)
    const loaded = start().then(
      () => {
        this.#missing.delete(name)
        return this.#arrived(name)
      },
      async (error: unknown) => {
        this.#missing.add(name)
        this.#begun.delete(name)
        await this.#arrived(name)
        throw error
      },
    )
    // Other callers ask `isMissing`.
    loaded.catch(() => undefined)
    this.#begun.set(name, loaded)
    return loaded
  }

  observe(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Resolves when observers have been called. */
  #arrived(name: string): Promise<void> {
    this.#waiting.delete(name)
    this.#announced ??= new Promise((resolve) => {
      setTimeout(() => {
        this.#announced = null
        for (const listener of [...this.#listeners]) listener()
        resolve()
      }, 0)
    })
    return this.#announced
  }
}
