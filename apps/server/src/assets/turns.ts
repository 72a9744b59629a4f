/** Runs tasks of one name one after the other. */
export class Turns {
  readonly #last = new Map<string, Promise<unknown>>()

  take<Value>(name: string, run: () => Promise<Value>): Promise<Value> {
    const before = this.#last.get(name) ?? Promise.resolve()
    const running = before.then(run, run)
    this.#last.set(name, running)
    const forget = () => {
      if (this.#last.get(name) === running) this.#last.delete(name)
    }
    running.then(forget, forget)
    return running
  }
}
