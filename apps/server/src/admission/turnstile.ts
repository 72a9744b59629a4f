import {
  type BoardId,
  closeCodes,
  type LinkId,
  no,
  ok,
  type PrincipalId,
  type Rejection,
  type Result,
} from '@inkbridge/types'
import { Buckets, dropOldest } from './bucket.ts'

/** Connections of one guest: its windows and devices with the same cookie. */
const maxOfGuest = 20
/** Connections from one address: a school sits behind one. */
const maxFromAddress = 500
/** Connections from one address of which it is not known yet who they are: each costs the server before it gives anything. */
const maxUnadmitted = 200
/** Attempts to connect, whoever it is: more are not even looked at. */
const knocks = { perSecond: 100, burst: 200 }
const joins = { perSecond: 50, burst: 100 }
const guesses = { perSecond: 20 / 60, burst: 20 }
/** Refused messages: of one principal at one address; of all who came by one link, or by cookies, to one board from one
 * address; of an address as a whole. The first depends on what a client may choose freely, the others do not. */
const offences = {
  principal: { perSecond: 10 / 60, burst: 10 },
  group: { perSecond: 20 / 60, burst: 20 },
  address: { perSecond: 200 / 60, burst: 200 },
}
/** Who has been on a board for so long without an offence is let in whatever their neighbours do, ms. */
const provenMs = 10_000
const maxProven = 10_000

export interface Comer {
  readonly address: string
  readonly principal: PrincipalId
  readonly board: { readonly id: BoardId }
  readonly link: LinkId | null
}

/** How many may be connected at once, and come in a second. Without limits it counts nothing. */
export class Turnstile {
  readonly #limited: boolean
  readonly #now: () => number
  readonly #guests = new Map<string, number>()
  readonly #addresses = new Map<string, number>()
  readonly #unadmitted = new Map<string, number>()
  readonly #knocks = new Buckets<string>(knocks)
  readonly #joins = new Buckets<string>(joins)
  readonly #guesses = new Buckets<string>(guesses)
  readonly #offences = {
    principal: new Buckets<string>(offences.principal),
    group: new Buckets<string>(offences.group),
    address: new Buckets<string>(offences.address),
  }
  /** When a principal came to an address first and has not offended since, ms. */
  readonly #since = new Map<string, number>()

  constructor(limited: boolean, now: () => number = () => performance.now()) {
    this.#limited = limited
    this.#now = now
  }

  /** Whether one more attempt from an address is looked at. */
  knock(address: string): boolean {
    if (!this.#limited) return true
    const now = this.#now()
    return (this.#unadmitted.get(address) ?? 0) < maxUnadmitted && this.#knocks.of(address, now).take(1, now)
  }

  /** Counts a connection until it is known who it is, or until it has ended; then what it gives is called. Idempotent. */
  handshake(address: string): () => void {
    return counted(this.#unadmitted, address)
  }

  /** Lets one more connection in; what it gives is called when that has ended. */
  enter(comer: Comer): Result<() => void> {
    if (!this.#limited) return ok(() => {})
    const { address, principal } = comer
    // A link's token is many programs': they are counted by where they are.
    const isGuest = principal.startsWith('g:')
    if (isGuest && (this.#guests.get(principal) ?? 0) >= maxOfGuest) return no(tooManyWindows)
    if ((this.#addresses.get(address) ?? 0) >= maxFromAddress) return no(tooMany)
    const now = this.#now()
    if (!this.#isWelcome(comer, now)) return no(tooManyOffences)
    if (!this.#joins.of(address, now).take(1, now)) return no(tooMany)
    this.#remember(offender(comer), now)
    const leaveGuest = isGuest ? counted(this.#guests, principal) : () => {}
    const leaveAddress = counted(this.#addresses, address)
    return ok(() => {
      leaveGuest()
      leaveAddress()
    })
  }

  /** Something came from them that was refused. */
  offended(comer: Comer): void {
    if (!this.#limited) return
    const now = this.#now()
    this.#since.delete(offender(comer))
    this.#offences.principal.of(offender(comer), now).take(1, now)
    this.#offences.group.of(groupOf(comer), now).take(1, now)
    this.#offences.address.of(comer.address, now).take(1, now)
  }

  /** Counts a secret that opened nothing. False: too many were tried on this board from there. A right one is not asked. */
  guessedWrong(address: string, board: BoardId | null): boolean {
    const now = this.#now()
    return !this.#limited || this.#guesses.of(`${address} ${board ?? ''}`, now).take(1, now)
  }

  #isWelcome(comer: Comer, now: number): boolean {
    if (!this.#offences.principal.has(offender(comer), now)) return false
    const since = this.#since.get(offender(comer))
    if (since !== undefined && now - since >= provenMs) return true
    return this.#offences.group.has(groupOf(comer), now) && this.#offences.address.has(comer.address, now)
  }

  #remember(key: string, now: number): void {
    if (this.#since.has(key)) return
    if (this.#since.size >= maxProven) dropOldest(this.#since, maxProven)
    this.#since.set(key, now)
  }
}

function offender({ address, principal }: Comer): string {
  return `${principal} ${address}`
}

/** Everybody on a board from one address who came the same way. */
function groupOf({ address, board, link }: Comer): string {
  return `${board.id} ${link ?? ''} ${address}`
}

/** Counts one more of a key until the function it gives is called; twice is once. */
function counted(counts: Map<string, number>, key: string): () => void {
  counts.set(key, (counts.get(key) ?? 0) + 1)
  let here = true
  return () => {
    if (!here) return
    here = false
    const count = (counts.get(key) ?? 0) - 1
    if (count === 0) counts.delete(key)
    else counts.set(key, count)
  }
}

export const tooManyGuesses: Rejection = {
  code: closeCodes.crowded,
  reason: 'guesses',
  message: 'Too many links that do not open this board were tried from here. Wait a minute, then try again.',
}

const tooManyOffences: Rejection = {
  code: closeCodes.crowded,
  reason: 'offences',
  message:
    'Too much of what came from here could not be read or is not allowed. Wait a minute; it is retried automatically.',
}

const tooManyWindows: Rejection = {
  code: closeCodes.crowded,
  reason: 'windows',
  message: `This browser has ${maxOfGuest} boards open. Close one; this one is retried automatically.`,
}

const tooMany: Rejection = {
  code: closeCodes.crowded,
  reason: 'connections',
  message:
    'Too many connections come from your network just now. What you draw is kept here; it is retried automatically.',
}
