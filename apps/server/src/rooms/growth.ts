import { Quota } from './quota.ts'
import type { Writer } from './writer.ts'

/** Limits the growth of a board's document. */
export class Growth {
  readonly #quota: Quota
  readonly #writer: Writer
  readonly #guarded: (run: () => unknown) => void

  /** `maxBytes`: of the document. `guarded` runs a measurement and catches its errors. */
  constructor(maxBytes: number, writer: Writer, now: () => number, guarded: (run: () => unknown) => void) {
    this.#quota = new Quota(maxBytes, writer.bytes, now)
    this.#writer = writer
    this.#guarded = guarded
  }

  /** Returns whether the given number of bytes still fits, and counts them if so. */
  take(bytes: number): boolean {
    this.#measureWhenDue(bytes)
    return this.#quota.take(bytes)
  }

  /** Measures the document before it grows by the given number of bytes, if a measurement is due. */
  async prepare(bytes: number): Promise<void> {
    this.#measureWhenDue(bytes)
    await this.#quota.measuring
  }

  /** Runs a callback when the current measurement has ended; returns false when none is running. */
  whenMeasured(run: () => void): boolean {
    const { measuring } = this.#quota
    if (measuring) this.#guarded(() => measuring.then(run))
    return measuring !== null
  }

  #measureWhenDue(bytes: number): void {
    if (!this.#quota.isDue(bytes)) return
    const size = async () => (await this.#writer.snapshot({ current: true })).encoding.bytes.byteLength
    this.#guarded(() => this.#quota.measure(size))
  }
}
