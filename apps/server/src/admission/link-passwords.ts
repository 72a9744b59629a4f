import { createHash } from 'node:crypto'
import type { LinkId } from '@inkbridge/types'
import type { ConnectionLimiter } from './connection-limiter.ts'
import { Passwords, PasswordsBusy } from './passwords.ts'

/** Correct passwords that are recognised without hashing, since a program sends its password with every request. */
const maxKnown = 1_000

/** The result of comparing a password with its hash; `later`: too many are tried. */
type Comparison = 'right' | 'wrong' | 'later'

/** Hashes and checks the passwords of links, a bounded number at once. */
export class LinkPasswords {
  readonly #limiter: Pick<ConnectionLimiter, 'triesPassword'>
  /** Digests of correct passwords with their hashes, the last used last. */
  readonly #known = new Set<string>()
  readonly #passwords = new Passwords()

  constructor(limiter: Pick<ConnectionLimiter, 'triesPassword'>) {
    this.#limiter = limiter
  }

  /** Returns a hash; null when too many are waiting. */
  hash(password: string): Promise<string | null> {
    return unlessBusy(this.#passwords.hash(password))
  }

  /** Compares the password that a client at an address has sent for a link; wrong ones are counted for both. */
  async compare(stored: string, password: string, link: LinkId, address: string): Promise<Comparison> {
    const digest = createHash('sha256').update(`${stored}\n${password}`).digest('base64url')
    if (this.#known.delete(digest)) {
      this.#known.add(digest)
      return 'right'
    }
    const guess = this.#limiter.triesPassword(address, link)
    if (!guess) return 'later'
    const isRight = await unlessBusy(this.#passwords.matches(password, stored))
    if (isRight === false) return 'wrong'
    guess.takeBack()
    if (isRight === null) return 'later'
    this.#remember(digest)
    return 'right'
  }

  #remember(digest: string): void {
    this.#known.add(digest)
    const [oldest] = this.#known
    if (this.#known.size > maxKnown && oldest !== undefined) this.#known.delete(oldest)
  }
}

/** Resolves with null when too many passwords are being checked. */
async function unlessBusy<Value>(work: Promise<Value>): Promise<Value | null> {
  try {
    return await work
  } catch (error) {
    if (error instanceof PasswordsBusy) return null
    throw error
  }
}
