import type { RateLimit } from '../admission/admission.ts'
import type { Allowance } from './session.ts'

/** The write allowance of each address, shared by all its connections. */
export class Allowances {
  readonly #written: RateLimit
  readonly #failed: (error: unknown) => void
  /** When an address that has written too much may write again, ms since 1970. */
  readonly #waits = new Map<string, number>()

  /** `failed` is called when writes could not be counted. */
  constructor(written: RateLimit, failed: (error: unknown) => void) {
    this.#written = written
    this.#failed = failed
  }

  /** Returns the allowance of an address, and updates it with other writes, such as those over HTTP. */
  of(address: string): Allowance {
    const mayWrite = () => this.#mayWrite(address)
    this.#spend(address, 0)
    return {
      get mayWrite() {
        return mayWrite()
      },
      spend: (bytes) => this.#spend(address, bytes),
    }
  }

  #mayWrite(address: string): boolean {
    if (Date.now() < (this.#waits.get(address) ?? 0)) return false
    this.#waits.delete(address)
    return true
  }

  #spend(address: string, bytes: number): void {
    this.#written.take(address, bytes).then((waitMs) => {
      if (waitMs > 0) this.#waits.set(address, Date.now() + waitMs)
    }, this.#failed)
  }
}
