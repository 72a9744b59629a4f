import {
  type BoardId,
  closeCodes,
  isPerson,
  type LinkId,
  no,
  ok,
  type PrincipalId,
  type Rejection,
  type Result,
} from '@inkbridge/types'
import { Buckets, dropOldest } from './bucket.ts'

/** Connections of one guest or account: its windows and devices. */
const maxOfGuest = 20
/** Connections from one address: a school sits behind one. */
const maxFromAddress = 500
/** Connections from one address that are not admitted yet: each costs memory before anything is known of it. */
const maxUnadmitted = 200
/** Connection attempts from one address; more are refused unread. */
const attempts = { perSecond: 100, burst: 200 }
const joins = { perSecond: 50, burst: 100 }
const guesses = { perSecond: 20 / 60, burst: 20 }
/** Wrong passwords of one link: from one address, and from all of them. */
const passwords = {
  address: { perSecond: 10 / 60, burst: 10 },
  link: { perSecond: 30 / 60, burst: 60 },
}
/** Refused messages: of one principal at one address; of all who joined one board from one address by one link, or by
 * cookies; of an address as a whole. A client can choose its principal freely, but not the others. */
const offences = {
  principal: { perSecond: 10 / 60, burst: 10 },
  group: { perSecond: 20 / 60, burst: 20 },
  address: { perSecond: 200 / 60, burst: 200 },
}
/** After this time on a board without an offence a client is admitted regardless of its neighbours' offences, ms. */
const provenMs = 10_000
const maxProven = 10_000

export interface Newcomer {
  readonly address: string
  readonly principal: PrincipalId
  readonly board: { readonly id: BoardId }
  readonly link: LinkId | null
}

/** Limits connections, and how fast new ones are admitted. With `LIMITS=off` it counts nothing. */
export class ConnectionLimiter {
  readonly #limited: boolean
  readonly #now: () => number
  readonly #guests = new Map<string, number>()
  readonly #addresses = new Map<string, number>()
  readonly #unadmitted = new Map<string, number>()
  readonly #attempts = new Buckets<string>(attempts)
  readonly #joins = new Buckets<string>(joins)
  readonly #guesses = new Buckets<string>(guesses)
  readonly #passwords = {
    address: new Buckets<string>(passwords.address),
    link: new Buckets<string>(passwords.link),
  }
  readonly #offences = {
    principal: new Buckets<string>(offences.principal),
    group: new Buckets<string>(offences.group),
    address: new Buckets<string>(offences.address),
  }
  /** When a principal that has not offended since was first admitted at an address, ms. */
  readonly #since = new Map<string, number>()

  constructor(limited: boolean, now: () => number = () => performance.now()) {
    this.#limited = limited
    this.#now = now
  }

  /** Counts an attempt to connect. Returns false when the address has made too many. */
  attempt(address: string): boolean {
    if (!this.#limited) return true
    const now = this.#now()
    return (this.#unadmitted.get(address) ?? 0) < maxUnadmitted && this.#attempts.of(address, now).take(1, now)
  }

  /** Counts a connection as unadmitted until the returned function is called, which is idempotent. */
  handshake(address: string): () => void {
    return counted(this.#unadmitted, address)
  }

  /** Admits a connection. Call the returned function when the connection has ended. */
  enter(newcomer: Newcomer): Result<() => void> {
    if (!this.#limited) return ok(() => {})
    const { address, principal } = newcomer
    // Many programs may share a link's token: they are counted by address only.
    const counts = isPerson(principal)
    if (counts && (this.#guests.get(principal) ?? 0) >= maxOfGuest) return no(tooManyWindows)
    if ((this.#addresses.get(address) ?? 0) >= maxFromAddress) return no(tooMany)
    const now = this.#now()
    if (!this.#isWelcome(newcomer, now)) return no(tooManyOffences)
    if (!this.#joins.of(address, now).take(1, now)) return no(tooMany)
    this.#remember(offender(newcomer), now)
    const leaveGuest = counts ? counted(this.#guests, principal) : () => {}
    const leaveAddress = counted(this.#addresses, address)
    return ok(() => {
      leaveGuest()
      leaveAddress()
    })
  }

  /** Counts an offence: a message that was refused. */
  offended(newcomer: Newcomer): void {
    if (!this.#limited) return
    const now = this.#now()
    this.#since.delete(offender(newcomer))
    this.#offences.principal.of(offender(newcomer), now).take(1, now)
    this.#offences.group.of(groupOf(newcomer), now).take(1, now)
    this.#offences.address.of(newcomer.address, now).take(1, now)
  }

  /** Counts a wrong secret. Returns false when the address has tried too many on this board. */
  guessedWrong(address: string, board: BoardId | null): boolean {
    const now = this.#now()
    return !this.#limited || this.#guesses.of(`${address} ${board ?? ''}`, now).take(1, now)
  }

  /**
   * Counts a try at a link's password before it is checked, so that many at once are counted, too; a right one is not
   * counted in the end. Returns null when the address, or all addresses together, have tried too many wrong ones.
   */
  triesPassword(address: string, link: LinkId): { takeBack(): void } | null {
    if (!this.#limited) return { takeBack() {} }
    const now = this.#now()
    const buckets = [this.#passwords.address.of(`${address} ${link}`, now), this.#passwords.link.of(link, now)]
    if (!buckets.every((bucket) => bucket.has(now))) return null
    for (const bucket of buckets) bucket.spend(1, now)
    return {
      takeBack: () => {
        for (const bucket of buckets) bucket.spend(-1, this.#now())
      },
    }
  }

  #isWelcome(newcomer: Newcomer, now: number): boolean {
    if (!this.#offences.principal.has(offender(newcomer), now)) return false
    const since = this.#since.get(offender(newcomer))
    if (since !== undefined && now - since >= provenMs) return true
    return this.#offences.group.has(groupOf(newcomer), now) && this.#offences.address.has(newcomer.address, now)
  }

  #remember(key: string, now: number): void {
    if (this.#since.has(key)) return
    if (this.#since.size >= maxProven) dropOldest(this.#since, maxProven)
    this.#since.set(key, now)
  }
}

function offender({ address, principal }: Newcomer): string {
  return `${principal} ${address}`
}

/** The key of all clients on a board from one address that joined by the same link, or by cookies. */
function groupOf({ address, board, link }: Newcomer): string {
  return `${board.id} ${link ?? ''} ${address}`
}

/** Increments a key's count until the returned function is called, which is idempotent. */
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
  message: 'Too many invalid links to this board were tried from your network. Wait a minute, then try again.',
}

export const tooManyPasswords: Rejection = {
  code: closeCodes.crowded,
  reason: 'password-guesses',
  message: 'Too many passwords were tried on this link. Wait a minute, then try again.',
}

const tooManyOffences: Rejection = {
  code: closeCodes.crowded,
  reason: 'offences',
  message: 'Too many messages from here were unreadable or not allowed. Wait a minute; it is retried automatically.',
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
    'There are too many connections from your network. Your drawing is kept on this device; it is retried automatically.',
}
