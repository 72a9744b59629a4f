/** How long work goes on before other tasks get a turn, ms: no input waits longer than it notices. */
const sliceMs = 30

/** Long work that may be interrupted at each `yield`. */
export type Steps<Value> = Generator<void, Value, void>

/** Divides long work into slices, between which other tasks run: a page draws and takes input. */
export class Pace {
  readonly #signal: AbortSignal | undefined
  #until = performance.now() + sliceMs

  /** @param signal ends the work */
  constructor(signal?: AbortSignal) {
    this.#signal = signal
  }

  /** Whether a slice is over. Throws the reason of the signal when it is aborted. */
  get isOver(): boolean {
    this.#signal?.throwIfAborted()
    return performance.now() >= this.#until
  }

  /** Rests if a slice is over. */
  async pause(): Promise<void> {
    if (this.isOver) await this.rest()
  }

  /** Resolves after others had a turn. */
  async rest(): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, 0))
    this.#signal?.throwIfAborted()
    this.#until = performance.now() + sliceMs
  }
}

/** Runs steps in slices. Rejects with the reason of the signal when it is aborted. */
export async function inSlices<Value>(steps: Steps<Value>, signal?: AbortSignal): Promise<Value> {
  const pace = new Pace(signal)
  for (;;) {
    const { done, value } = steps.next()
    if (done) return value
    if (pace.isOver) await pace.rest()
  }
}

/** Runs steps without a pause. */
export function atOnce<Value>(steps: Steps<Value>): Value {
  for (;;) {
    const { done, value } = steps.next()
    if (done) return value
  }
}

/** Steps that call a function for each item. */
export function* eachOf<Item>(items: Iterable<Item>, work: (item: Item, index: number) => void): Steps<void> {
  let index = 0
  for (const item of items) {
    work(item, index)
    index += 1
    yield
  }
}
