import { type Argon2Parameters, argon2, createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import type { LinkId } from '@inkbridge/types'
import type { ConnectionLimiter } from './connection-limiter.ts'

/** Memory in KiB, passes and bytes of a hash; about 50 ms of one core. OWASP's first choice of 2025. */
const cost = { memory: 19_456, passes: 2, parallelism: 1, tagLength: 32 } as const
/** Hashes computed at once: each holds its memory, and a thread of the pool that reads files, too. */
const atOnce = 2
/** Passwords that wait to be hashed; further ones are refused. */
const maxWaiting = 64
/** Correct passwords that are recognised without hashing, since a program sends its password with every request. */
const maxKnown = 1_000

/** The result of comparing a password with its hash; `later`: too many are tried. */
type Comparison = 'right' | 'wrong' | 'later'

/** Hashes and checks the passwords of links, a bounded number at once. */
export class LinkPasswords {
  readonly #limiter: Pick<ConnectionLimiter, 'triesPassword'>
  /** Digests of correct passwords with their hashes, the last used last. */
  readonly #known = new Set<string>()
  readonly #waiting: (() => void)[] = []
  #running = 0

  constructor(limiter: Pick<ConnectionLimiter, 'triesPassword'>) {
    this.#limiter = limiter
  }

  /** Returns `argon2id$<salt>$<hash>` in base64url; null when too many are waiting. */
  async hash(password: string): Promise<string | null> {
    const salt = randomBytes(16)
    const bytes = await this.#hashed(password, salt)
    return bytes && ['argon2id', salt.toString('base64url'), bytes.toString('base64url')].join('$')
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
    const [, salt = '', expected = ''] = stored.split('$')
    const bytes = await this.#hashed(password, Buffer.from(salt, 'base64url'))
    if (!bytes) guess.takeBack()
    if (!bytes) return 'later'
    if (!isSame(bytes, Buffer.from(expected, 'base64url'))) return 'wrong'
    guess.takeBack()
    this.#remember(digest)
    return 'right'
  }

  async #hashed(password: string, nonce: Buffer): Promise<Buffer | null> {
    if (this.#waiting.length >= maxWaiting) return null
    if (this.#running >= atOnce) await new Promise<void>((resolve) => this.#waiting.push(resolve))
    else this.#running += 1
    try {
      return await argon2id({ message: password.normalize('NFC'), nonce, ...cost })
    } finally {
      const next = this.#waiting.shift()
      if (next) next()
      else this.#running -= 1
    }
  }

  #remember(digest: string): void {
    this.#known.add(digest)
    const [oldest] = this.#known
    if (this.#known.size > maxKnown && oldest !== undefined) this.#known.delete(oldest)
  }
}

function argon2id(parameters: Argon2Parameters): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    argon2('argon2id', parameters, (error, bytes) => (error ? reject(error) : resolve(bytes)))
  })
}

function isSame(one: Buffer, other: Buffer): boolean {
  return one.length === other.length && timingSafeEqual(one, other)
}
