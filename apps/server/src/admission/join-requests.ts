import type { BoardId, Person, PrincipalId } from '@inkbridge/types'
import { dropOldest } from './bucket.ts'

/** People who wait at one board; further ones are not shown until one of them is answered. */
const maxWaiting = 30
/** Boards with people who wait or were declined. */
const maxBoards = 2_000
/** A page that waits asks again each minute: without that the request ends, ms. */
const waitMs = 150_000
/** A person who was declined is not shown again for this time, ms. */
const declinedMs = 600_000
const maxDeclined = 200

interface Asked {
  readonly person: Person
  readonly at: number
}

interface BoardRequests {
  readonly waiting: Map<PrincipalId, Asked>
  /** When each person was declined, ms. */
  readonly declined: Map<PrincipalId, number>
}

/** People without a right to a board who ask its owners to let them in. Kept in memory: their pages ask again. */
export class JoinRequests {
  readonly #now: () => number
  readonly #boards = new Map<BoardId, BoardRequests>()

  /** `now`: milliseconds of any clock. */
  constructor(now: () => number = Date.now) {
    this.#now = now
  }

  /** Who waits at a board, the first to ask first. */
  of(board: BoardId): readonly Person[] {
    this.#forget(board)
    return [...(this.#boards.get(board)?.waiting.values() ?? [])].map(({ person }) => person)
  }

  /** Adds a request. Returns whether its owners see something new. */
  ask(board: BoardId, person: Person): boolean {
    this.#forget(board)
    const { waiting, declined } = this.#at(board)
    const known = waiting.get(person.id)
    if (declined.has(person.id) || (!known && waiting.size >= maxWaiting)) return false
    waiting.set(person.id, { person, at: this.#now() })
    return known?.person.name !== person.name
  }

  /** Ends a request, which its owner answers. Returns its person; null: nobody with this id waits. */
  answer(board: BoardId, id: string, declined: boolean): Person | null {
    this.#forget(board)
    const requests = this.#boards.get(board)
    const asked = requests?.waiting.get(id as PrincipalId)
    if (!requests || !asked) return null
    requests.waiting.delete(asked.person.id)
    if (declined) requests.declined.set(asked.person.id, this.#now())
    if (requests.declined.size > maxDeclined) dropOldest(requests.declined, maxDeclined)
    return asked.person
  }

  #at(board: BoardId): BoardRequests {
    const known = this.#boards.get(board)
    if (known) return known
    if (this.#boards.size >= maxBoards) dropOldest(this.#boards, maxBoards)
    const requests = { waiting: new Map(), declined: new Map() }
    this.#boards.set(board, requests)
    return requests
  }

  /** Forgets what is too old. */
  #forget(board: BoardId): void {
    const requests = this.#boards.get(board)
    if (!requests) return
    const now = this.#now()
    for (const [id, { at }] of requests.waiting) if (now - at > waitMs) requests.waiting.delete(id)
    for (const [id, at] of requests.declined) if (now - at > declinedMs) requests.declined.delete(id)
    if (requests.waiting.size + requests.declined.size === 0) this.#boards.delete(board)
  }
}
