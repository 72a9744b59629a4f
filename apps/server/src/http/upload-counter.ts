/** Counts the running uploads of each address. */
export class UploadCounter {
  readonly #running = new Map<string, number>()
  readonly #most: number

  /** @param most uploads of one address at once */
  constructor(most: number) {
    this.#most = most
  }

  /** Counts an upload until the returned function is called, once; null when the address has too many. */
  begin(address: string): (() => void) | null {
    const running = this.#running.get(address) ?? 0
    if (running >= this.#most) return null
    this.#running.set(address, running + 1)
    return () => this.#end(address)
  }

  #end(address: string): void {
    const left = (this.#running.get(address) ?? 1) - 1
    if (left > 0) this.#running.set(address, left)
    else this.#running.delete(address)
  }
}
