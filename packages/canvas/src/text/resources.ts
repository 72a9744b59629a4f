/** What drawing a board needs beside the board, such as fonts. Everything is loaded when it is first needed, once. */
export interface Resources<Wanted> {
  /** Whether something can be drawn with, or must be done without because it cannot be loaded. Begins to load it if not. */
  ready(wanted: Wanted): boolean
  /** Resolves when it is there, and rejects when it cannot be loaded, after observers were called. */
  load(wanted: Wanted): Promise<void>
  /** Calls the listener when something has been loaded, or cannot be: once for all that arrives together. */
  observe(listener: () => void): () => void
  /** Something is being loaded, or was and observers are about to be called. */
  readonly isPending: boolean
}

/** Loads things by name, and calls its observers once for all that arrives together. */
export class Loader {
  readonly #begun = new Map<string, Promise<void>>()
  readonly #waiting = new Set<string>()
  readonly #missing = new Set<string>()
  readonly #listeners = new Set<() => void>()
  /** Something arrived of which observers have not heard yet. */
  #announced: Promise<void> | null = null

  get isPending(): boolean {
    return this.#waiting.size > 0 || this.#announced !== null
  }

  /** It could not be loaded, and was not since. */
  isMissing(name: string): boolean {
    return this.#missing.has(name)
  }

  /** Loads it unless it is, or is being loaded; what could not be loaded is tried again. */
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
    // Whoever does not wait for it asks `isMissing`.
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
