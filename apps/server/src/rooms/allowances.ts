import type { RateLimit } from '../admission/admission.ts'
import type { Allowance } from './session.ts'

/** What each address may still write: all its connections know at once when that is nothing more. */
export class Allowances {
  readonly #written: RateLimit
  readonly #failed: (error: unknown) => void
  /** When an address that has written too much may go on, ms since 1970. */
  readonly #waits = new Map<string, number>()

  /** `failed`: what was written could not be counted. */
  constructor(written: RateLimit, failed: (error: unknown) => void) {
    this.#written = written
    this.#failed = failed
  }

  /** What else the address has written, over HTTP for example, is looked up now. */
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
