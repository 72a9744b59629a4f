import { type Argon2Parameters, argon2, randomBytes, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'

/** The least that OWASP recommends for Argon2id: 19 MiB, 2 passes. Some 50 ms in a thread of Node's pool. */
const cost = { memory: 19_456, passes: 2, parallelism: 1 } as const
const tagBytes = 32
/** Hashes computed at once: 19 MiB each, and half of Node's threads. */
const atOnce = 2
/** Requests that may wait for theirs: a class that signs in at the same moment. */
const maxWaiting = 64

const derive = promisify(argon2)

/** Too many passwords are being checked. */
export class PasswordsBusy extends Error {}

/** Hashes passwords with Argon2id off the main thread, a few at once. */
export class Passwords {
  readonly #waiting: (() => void)[] = []
  #running = 0

  /** Resolves with a hash in the PHC string format. Rejects with `PasswordsBusy`. */
  async hash(password: string): Promise<string> {
    const salt = randomBytes(16)
    const tag = await this.#derive(password, salt)
    const { memory, passes, parallelism } = cost
    return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${base64(salt)}$${base64(tag)}`
  }

  /** Whether a hash is of a password. Does the same work without a hash. Rejects with `PasswordsBusy`. */
  async matches(password: string, hash: string | null): Promise<boolean> {
    const known = hash === null ? null : parseHash(hash)
    const tag = await this.#derive(password, known?.salt ?? noSalt, known?.cost)
    return known !== null && tag.length === known.tag.length && timingSafeEqual(tag, known.tag)
  }

  async #derive(password: string, nonce: Buffer, given: Cost = cost): Promise<Buffer> {
    await this.#turn()
    try {
      return await derive('argon2id', { message: password.normalize('NFKC'), nonce, tagLength: tagBytes, ...given })
    } finally {
      const next = this.#waiting.shift()
      if (next) next()
      else this.#running -= 1
    }
  }

  async #turn(): Promise<void> {
    if (this.#running < atOnce) {
      this.#running += 1
      return
    }
    if (this.#waiting.length >= maxWaiting) throw new PasswordsBusy('too many passwords are being checked')
    // Who ends passes its turn on.
    await new Promise<void>((resolve) => this.#waiting.push(resolve))
  }
}

const noSalt = Buffer.alloc(16)

type Cost = Pick<Argon2Parameters, 'memory' | 'passes' | 'parallelism'>

/** Parses a hash; null when it is damaged, which matches no password. */
function parseHash(hash: string): { readonly cost: Cost; readonly salt: Buffer; readonly tag: Buffer } | null {
  const [, memory, passes, parallelism, salt = '', tag = ''] =
    /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([\w+/]+)\$([\w+/]+)$/.exec(hash) ?? []
  if (memory === undefined) return null
  return {
    cost: { memory: Number(memory), passes: Number(passes), parallelism: Number(parallelism) },
    salt: Buffer.from(salt, 'base64'),
    tag: Buffer.from(tag, 'base64'),
  }
}

function base64(bytes: Buffer): string {
  return bytes.toString('base64').replace(/=+$/, '')
}
