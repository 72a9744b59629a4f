import { closeCodes, no, ok, type PrincipalId, type Rejection, type Result } from '@inkbridge/types'
import { Buckets } from './bucket.ts'

/** Connections of one guest: its windows and devices with the same cookie. */
const maxOfGuest = 20
/** Connections from one address: a school sits behind one. */
const maxFromAddress = 500
/** Attempts to connect, whoever it is: more are not even looked at. */
const knocks = { perSecond: 100, burst: 200 }
const joins = { perSecond: 50, burst: 100 }
const guesses = { perSecond: 20 / 60, burst: 20 }
const offences = { perSecond: 10 / 60, burst: 10 }

export interface Comer {
  readonly address: string
  readonly principal: PrincipalId
}

/** How many may be connected at once, and come in a second. Without limits it counts nothing. */
export class Turnstile {
  readonly #limited: boolean
  readonly #now: () => number
  readonly #guests = new Map<string, number>()
  readonly #addresses = new Map<string, number>()
  readonly #knocks = new Buckets<string>(knocks)
  readonly #joins = new Buckets<string>(joins)
  readonly #guesses = new Buckets<string>(guesses)
  readonly #offences = new Buckets<string>(offences)

  constructor(limited: boolean, now: () => number = () => performance.now()) {
    this.#limited = limited
    this.#now = now
  }

  /** Whether one more attempt from an address is looked at. */
  knock(address: string): boolean {
    const now = this.#now()
    return !this.#limited || this.#knocks.of(address, now).take(1, now)
  }

  /** Lets one more connection in; what it gives is called when that has ended. */
  enter({ address, principal }: Comer): Result<() => void> {
    if (!this.#limited) return ok(() => {})
    // A link's token is many programs': they are counted by where they are.
    const isGuest = principal.startsWith('g:')
    if (isGuest && (this.#guests.get(principal) ?? 0) >= maxOfGuest) return no(tooManyWindows)
    if ((this.#addresses.get(address) ?? 0) >= maxFromAddress) return no(tooMany)
    const now = this.#now()
    if (!this.#offences.of(offender({ address, principal }), now).has(now)) return no(tooManyOffences)
    if (!this.#joins.of(address, now).take(1, now)) return no(tooMany)
    if (isGuest) add(this.#guests, principal, 1)
    add(this.#addresses, address, 1)
    let inside = true
    return ok(() => {
      if (!inside) return
      inside = false
      if (isGuest) add(this.#guests, principal, -1)
      add(this.#addresses, address, -1)
    })
  }

  /** Something came from them that was refused. */
  offended(comer: Comer): void {
    const now = this.#now()
    if (this.#limited) this.#offences.of(offender(comer), now).take(1, now)
  }

  /** Whether somebody may show another secret: who has shown too many wrong ones waits. */
  mayGuess(address: string): boolean {
    const now = this.#now()
    return !this.#limited || this.#guesses.of(address, now).has(now)
  }

  guessedWrong(address: string): void {
    const now = this.#now()
    if (this.#limited) this.#guesses.of(address, now).take(1, now)
  }
}

/** Whoever shares an address with an offender is not one. */
function offender({ address, principal }: Comer): string {
  return `${principal} ${address}`
}

function add(counts: Map<string, number>, key: string, step: 1 | -1): void {
  const count = (counts.get(key) ?? 0) + step
  if (count === 0) counts.delete(key)
  else counts.set(key, count)
}

export const tooManyGuesses: Rejection = {
  code: closeCodes.crowded,
  message: 'Too many links that do not open anything were tried from here. Wait a minute, then try again.',
}

const tooManyOffences: Rejection = {
  code: closeCodes.crowded,
  message:
    'Too much of what came from here could not be read or is not allowed. Wait a minute; it is tried again by itself.',
}

const tooManyWindows: Rejection = {
  code: closeCodes.crowded,
  message: `This browser has ${maxOfGuest} boards open. Close one; this one is tried again by itself.`,
}

const tooMany: Rejection = {
  code: closeCodes.crowded,
  message:
    'Too many connections come from your network just now. What you draw is kept here; it is tried again by itself.',
}
