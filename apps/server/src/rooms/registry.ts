import type { RenewalLimits } from '@inkbridge/board'
import {
  type BoardId,
  closeCodes,
  type DeviceId,
  isPing,
  limits,
  type Person,
  type PrincipalId,
  type Rejection,
} from '@inkbridge/types'
import type { Logger } from 'pino'
import { type Admission, type Admitted, forbidden } from '../admission/admission.ts'
import { createHttpRates, type RateLimit } from '../admission/rate.ts'
import type { Turnstile } from '../admission/turnstile.ts'
import { contain, describeError, guarded } from '../boundary.ts'
import type { Config } from '../config.ts'
import type { Damage, Retired, UpdateLog } from '../log/update-log.ts'
import type { Directory, Right } from '../store/directory.ts'
import { Allowances } from './allowances.ts'
import { type Guard, guard } from './guard.ts'
import { IdleBoards } from './idle-boards.ts'
import { Intake } from './intake.ts'
import { restoreDocument } from './opening.ts'
import { flooding, full, restarting, restored, unavailable, unhandled } from './rejections.ts'
import { Room, RoomClosed } from './room.ts'
import { type Connection, counted, openSession, type Session } from './session.ts'
import { type Slicer, sliceHere } from './slicer.ts'
import { Workload } from './workload.ts'

/** Node's timers take no more (2^31 - 1); ms. */
const maxTimerMs = 2_147_483_647

/** What one document may be as one update: with what Yjs keeps of it in memory some ten times that, bytes. */
const maxDocumentBytes = 64 * 1_048_576
/** How often the size of all documents in memory is summed up, ms. */
const pressedMs = 500

export interface MemoryBound {
  /** All documents in memory together, bytes. */
  readonly openBytes: number
  /** What a board may grow to when they are more than that, bytes. */
  readonly fairBytes: number
}

const memoryBound: MemoryBound = { openBytes: 256 * 1_048_576, fairBytes: 4 * 1_048_576 }

/** So many large boards are open that another has no room in memory. */
export class ServerFull extends Error {
  constructor() {
    super('The server has as many large boards open as it has memory for. Nothing was changed; try again in a minute.')
  }
}

/** Notes that a board is used. */
type Use = Pick<Directory, 'opened' | 'edited'>
const ignored: Use = { opened: async () => {}, edited: async () => {} }

export interface RegistryOptions {
  /** Default: on this thread. */
  readonly slicer?: Slicer
  /** Bytes that an address may write. Default: as many as it likes. */
  readonly written?: RateLimit
  readonly use?: Use
  /** When a board is re-encoded. */
  readonly renewal?: RenewalLimits | undefined
  readonly bound?: MemoryBound
  /** What boards judge updates by. */
  readonly guard?: Guard
  /** Over how long so many people come back after a stop, ms. */
  readonly spreadMs?: (people: number) => number
}

/** A board, and what it is called. */
type BoardRow = { readonly id: BoardId; readonly title: string }

export type Standing = Pick<Admission, 'standing' | 'revocations' | 'exists'>

/** One connection's way into a room. */
export interface Entry {
  receive(frame: Uint8Array): void
  /** The connection is gone. Idempotent. */
  left(): void
}

/** A board in memory: loading until it has a room, open, and closing while it is settled after a rest. */
interface Place {
  readonly opening: Promise<Room>
  /** Null while it is loading. */
  room: Room | null
  /** How many have used the room so far: who does while it is closing keeps it. */
  used: number
  /** How many use it now, besides those who are on the board. */
  users: number
  /** It is being closed for everybody: resolves when all of it is on disk and it is forgotten. */
  closing: Promise<void> | null
}

/**
 * The boards in memory, each with one document at a time: it is read from the log when nobody has it, and forgotten
 * only when everything is on disk and nobody has asked for it meanwhile.
 */
export class Registry {
  readonly #log: UpdateLog
  readonly #admission: Standing
  readonly #turnstile: Turnstile
  readonly #logger: Logger
  readonly #config: Config
  readonly #slicer: Slicer
  readonly #renewal: RenewalLimits | undefined
  readonly #workload: Workload
  readonly #allowances: Allowances
  readonly #use: Use
  readonly #bound: MemoryBound
  readonly #guard: Guard
  readonly #spreadMs: (people: number) => number
  readonly #places = new Map<BoardId, Place>()
  readonly #idle = new IdleBoards<Place>((place) => this.#forget(place))
  /** One at a time for each board. */
  readonly #restoring = new Map<BoardId, Promise<void>>()
  #pressed = { at: Number.NEGATIVE_INFINITY, is: false }
  #stopping = false

  constructor(
    log: UpdateLog,
    admission: Standing,
    turnstile: Turnstile,
    logger: Logger,
    config: Config,
    options: RegistryOptions = {},
  ) {
    const { slicer = sliceHere, written = createHttpRates(false).written, use = ignored, renewal } = options
    this.#bound = options.bound ?? memoryBound
    this.#guard = options.guard ?? guard
    this.#spreadMs = options.spreadMs ?? spreadMsOf
    this.#allowances = new Allowances(written, (error) =>
      logger.error(describeError(error), 'what was written could not be counted'),
    )
    this.#use = use
    this.#renewal = renewal
    this.#log = log
    this.#admission = admission
    this.#turnstile = turnstile
    this.#logger = logger
    this.#config = config
    this.#slicer = slicer
    this.#workload = new Workload({ limited: config.limited })
  }

  /** How many people are on a board now. */
  here(board: BoardId): number {
    return new Set([...(this.#places.get(board)?.room?.sessions ?? [])].map(({ principal }) => principal)).size
  }

  /** How many boards are in memory. */
  get open(): number {
    return this.#places.size
  }

  /** Runs with the room of a board, which stays in memory meanwhile. Rejects when the board cannot be read, or was deleted. */
  async use<Result>({ id, title }: BoardRow, run: (room: Room) => Result | Promise<Result>): Promise<Result> {
    // A board that is brought back is read again when what came before its deletion is on disk.
    for (let closing = this.#places.get(id)?.closing; closing; closing = this.#places.get(id)?.closing) await closing
    const place = this.#places.get(id) ?? this.#load(id, title)
    place.used += 1
    place.users += 1
    this.#idle.delete(place)
    try {
      return await run(await place.opening)
    } finally {
      place.users -= 1
      this.#rest(place)
    }
  }

  /** Lets somebody in; the connection is closed with a reason when it cannot be. */
  async enter(admitted: Admitted, connection: Connection): Promise<Entry | null> {
    if (this.#stopping) return refuse(connection, restarting)
    const inside = this.#turnstile.enter(admitted)
    if (!inside.ok) return refuse(connection, inside.problem)
    const closing = new AbortController()
    const watched: Connection = {
      ...counted(connection),
      close: (reason) => {
        if (offences.has(reason.code) && !closing.signal.aborted) this.#turnstile.offended(admitted)
        closing.abort()
        connection.close(reason)
      },
    }
    connection.backlog?.whenCut((reason) => watched.close(reason))
    let entry: Entry | null = null
    try {
      entry = await this.#enter(admitted, watched, inside.value, closing.signal)
    } finally {
      if (!entry) inside.value()
    }
    return entry
  }

  async #enter(
    admitted: Admitted,
    connection: Connection,
    gone: () => void,
    closing: AbortSignal,
  ): Promise<Entry | null> {
    try {
      return await this.use(admitted.board, async (room) => {
        if (this.#stopping) return refuse(connection, restarting)
        if (room.sessions.size >= this.#config.maxBoardSockets) return refuse(connection, full)
        const right = await this.#rightOf(admitted)
        if (right === null || room.isClosed) return refuse(connection, forbidden)
        const share = this.#workload.join(admitted.address)
        const allowance = this.#allowances.of(admitted.address)
        const session = openSession({ ...admitted, ...right }, connection, share, allowance)
        if (!admitted.board.used) this.#remember(room, admitted.board.id)
        return this.#entry(room, session, gone, closing)
      })
    } catch (error) {
      if (error instanceof RoomClosed) return refuse(connection, forbidden)
      this.#logger.error({ board: admitted.board.id, error: String(error) }, 'a board could not be opened')
      return refuse(connection, unavailable)
    }
  }

  /**
   * Sends everybody on a board away, and forgets it: nothing that comes afterwards is read, and what was applied before
   * is on disk when it resolves.
   */
  async close(board: BoardId, reason: Rejection): Promise<void> {
    const place = this.#places.get(board)
    if (!place) return
    place.closing ??= this.#close(place, board, reason)
    await place.closing
  }

  /** What is wrong with a board that has to be restored before it can be changed; rejects when it cannot be read. */
  async damageOf(board: BoardRow): Promise<Damage | null> {
    const { check } = await this.#log.standing(board.id)
    return check ? check.damage : this.use(board, ({ damage }) => damage)
  }

  /**
   * Restores a damaged board to an entry of its log, the last good one by default; everybody who looks at it comes back
   * to the restored one. Gives why it cannot be done, null when it is done.
   */
  restore(board: BoardRow, author: PrincipalId, to: number | null): Promise<Rejection | null> {
    const before = this.#restoring.get(board.id) ?? Promise.resolve()
    const restoring = before.then(() => this.#restore(board, author, to))
    const settled = restoring.then(
      () => {},
      () => {},
    )
    this.#restoring.set(board.id, settled)
    void settled.then(() => {
      if (this.#restoring.get(board.id) === settled) this.#restoring.delete(board.id)
    })
    return restoring
  }

  async #restore(board: BoardRow, author: PrincipalId, to: number | null): Promise<Rejection | null> {
    await this.damageOf(board)
    const opening = { id: board.id, log: this.#log, logger: this.#logger, now: Date.now }
    const problem = await restoreDocument(opening, author, to)
    if (!problem) await this.#forgetDamaged(board.id)
    return problem
  }

  /** Nothing waits to be written in a document that is only looked at: another may take its place at once. */
  async #forgetDamaged(board: BoardId): Promise<void> {
    const place = this.#places.get(board)
    const room = await place?.opening.catch(() => null)
    if (!place || !room?.damage || this.#places.get(board) !== place) return
    this.#places.delete(board)
    this.#idle.delete(place)
    for (const session of [...room.sessions]) session.connection.close(restored)
    room.dispose()
  }

  /** What the server had of a generation when it ended, or has of a damaged one; null: it never was. */
  async retired(board: BoardId, generation: number): Promise<Retired | 'current' | null> {
    const standing = await this.#log.standing(board)
    if (generation !== standing.generation) return this.#log.retired(board, generation)
    if (!standing.check?.damage) return 'current'
    return { stateVector: await this.#log.stateVector(board), deletions: Uint8Array.of() }
  }

  async #close(place: Place, board: BoardId, reason: Rejection): Promise<void> {
    const room = place.room ?? (await place.opening.catch(() => null))
    this.#idle.delete(place)
    await room?.close(reason)
    if (this.#places.get(board) === place) this.#places.delete(board)
  }

  /** Sends everybody away who came by the cookie of one of these devices. */
  signOut(devices: readonly DeviceId[], reason: Rejection): void {
    for (const room of this.#rooms()) {
      for (const session of [...room.sessions])
        if (session.device && devices.includes(session.device)) room.expel(session, reason)
    }
  }

  /**
   * Somebody's right to a board may have changed: everybody on it is looked at again. Resolves when what came from those
   * who had to leave is on disk.
   */
  async review(board: BoardId): Promise<void> {
    const room = this.#places.get(board)?.room
    if (!room) return
    const sessions = [...room.sessions]
    await Promise.all(sessions.map((session) => this.#review(room, session)))
    if (sessions.some((session) => !room.sessions.has(session))) await room.committed()
  }

  retitle(board: BoardId, title: string): void {
    this.#places.get(board)?.room?.retitle(title)
  }

  /** Somebody has another name or colour now: it is seen wherever they are. */
  meet(person: Person): void {
    for (const room of this.#rooms()) room.meet(person)
  }

  /** Tells everybody, waits until what has come is committed and acknowledged, and closes every board. */
  async stop(): Promise<void> {
    this.#stopping = true
    this.#idle.clear()
    const people = this.#rooms().reduce((sum, { sessions }) => sum + sessions.size, 0)
    const spreadMs = this.#spreadMs(people)
    await Promise.all(this.#rooms().map((room) => this.#stopRoom(room, spreadMs)))
  }

  /** A board that cannot be closed does not keep others from being committed. */
  async #stopRoom(room: Room, spreadMs: number): Promise<void> {
    try {
      room.notify({ type: 'restarting', spreadMs })
      await room.committed()
      for (const session of [...room.sessions]) session.connection.close(restarting)
      room.dispose()
    } catch (error) {
      this.#logger.error({ board: room.id, ...describeError(error) }, 'a board could not be closed in order')
    }
  }

  #rooms(): Room[] {
    return [...this.#places.values()].flatMap(({ room }) => room ?? [])
  }

  /** Reading a board takes a while: a right that was lost meanwhile is not used. */
  async #rightOf(admitted: Admitted): Promise<Right | null> {
    let asOf = admitted.asOf
    let right: Right | null = admitted
    while (asOf !== this.#admission.revocations) {
      asOf = this.#admission.revocations
      right = await this.#admission.standing(admitted.board.id, admitted)
    }
    return right && { role: right.role, until: right.until }
  }

  async #review(room: Room, session: Session): Promise<void> {
    room.allow(session, await this.#admission.standing(room.id, session))
  }

  /** That a board is used, so that it is not taken for one that nobody wants. */
  #remember(room: Room, board: BoardId): void {
    const failed = (error: unknown) =>
      this.#logger.error({ board, ...describeError(error) }, 'the use of a board could not be noted')
    this.#use.opened(board).catch(failed)
    room.onEdited(() => void this.#use.edited(board).catch(failed))
  }

  /** `closing`: from then on nothing that comes is kept. */
  #entry(room: Room, session: Session, gone: () => void, closing: AbortSignal): Entry {
    let here = true
    const intake = new Intake({
      take: (message) => room.receive(session, message),
      isUrgent: isPing,
      overflow: () => session.connection.close(flooding),
      failed: (error, messageBytes) => {
        const at = { entry: 'frame', board: room.id, bytes: messageBytes } as const
        contain(this.#logger, at, error, () => room.expel(session, unhandled))
      },
      share: session.share,
      limited: this.#config.limited,
    })
    const { backlog } = session.connection
    closing.addEventListener('abort', () => {
      intake.end()
      room.leave(session)
    })
    backlog?.watch(() => intake.waitingBytes)
    backlog?.watch(() => session.reader.heldBytes)
    backlog?.watchProgress(() => session.reader.progress?.received ?? 0)
    this.#admit(room, session)
    let ending: ReturnType<typeof setTimeout> | undefined
    const untilItEnds = () => {
      if (session.until === null || !room.sessions.has(session)) return
      const ms = Math.min(Math.max(0, session.until - Date.now()), maxTimerMs)
      ending = setTimeout(() => guarded(this.#logger, { entry: 'timer', board: room.id }, again, expel), ms).unref()
    }
    const again = () => this.#review(room, session).then(untilItEnds)
    // A right that could not be looked up is not assumed.
    const expel = () => room.expel(session, unavailable)
    untilItEnds()
    return {
      receive: (message) => {
        if (!here || closing.aborted) return
        intake.receive(message)
        // What is smaller is counted when all backlogs are looked at.
        if (message.byteLength > limits.behindBytes) backlog?.update()
      },
      left: () => {
        if (!here) return
        here = false
        intake.end()
        clearTimeout(ending)
        gone()
        room.leave(session)
        const place = this.#places.get(room.id)
        if (place?.room === room) this.#rest(place)
      },
    }
  }

  /** Nobody stays on a board half entered. */
  #admit(room: Room, session: Session): void {
    try {
      room.enter(session)
    } catch (error) {
      room.leave(session)
      throw error
    }
  }

  #load(id: BoardId, title: string): Place {
    const opening = this.#open(id, title)
    const place: Place = { opening, room: null, used: 0, users: 0, closing: null }
    this.#places.set(id, place)
    opening.then(
      (room) => {
        place.room = room
      },
      () => this.#places.delete(id),
    )
    return place
  }

  /** Who was let in before a board was deleted may ask for it afterwards. */
  async #open(id: BoardId, title: string): Promise<Room> {
    await this.#makeRoom()
    const [exists, room] = await Promise.all([
      this.#admission.exists(id),
      Room.open(id, title, this.#log, this.#logger, {
        slicer: this.#slicer,
        maxBytes: Math.min(this.#config.maxBoardBytes, maxDocumentBytes),
        isPressed: () => this.#isPressed && (this.#places.get(id)?.room?.bytes ?? 0) > this.#bound.fairBytes,
        renewal: this.#renewal,
        guard: this.#guard,
      }),
    ])
    if (exists) return room
    room.dispose()
    throw new RoomClosed()
  }

  /** Asked with every edit, so it is looked at from time to time. */
  get #isPressed(): boolean {
    const now = performance.now()
    if (now - this.#pressed.at > pressedMs) this.#pressed = { at: now, is: this.#openBytes() > this.#bound.openBytes }
    return this.#pressed.is
  }

  #openBytes(): number {
    return this.#rooms().reduce((sum, { bytes }) => sum + bytes, 0)
  }

  /** Boards that nobody is on are forgotten before their time when open ones take much memory. */
  async #makeRoom(): Promise<void> {
    for (const place of [...this.#places.values()]) {
      if (this.#openBytes() <= this.#bound.openBytes) return
      await this.#unload(place)
    }
    if (this.#openBytes() > this.#bound.openBytes) throw new ServerFull()
  }

  #rest(place: Place): void {
    const { room } = place
    if (room && isUnused(place, room) && !this.#stopping) this.#idle.add(place, room.bytes)
  }

  #forget(place: Place): void {
    guarded(this.#logger, { entry: 'timer' }, () => this.#unload(place))
  }

  async #unload(place: Place): Promise<void> {
    const { used, room } = place
    if (!room || !isUnused(place, room)) return
    await this.#settle(room)
    if (!isUnused(place, room) || place.used > used || this.#places.get(room.id) !== place) return
    this.#idle.delete(place)
    this.#places.delete(room.id)
    room.dispose()
  }

  /** A board that cannot be tidied up is forgotten all the same, once everything is on disk. */
  async #settle(room: Room): Promise<void> {
    try {
      await room.settle()
    } catch (error) {
      this.#logger.error({ board: room.id, ...describeError(error) }, 'a board could not be tidied up')
      await room.committed()
    }
  }
}

function isUnused(place: Place, room: Room): boolean {
  return room.sessions.size === 0 && place.users === 0 && !room.isClosed
}

/** Over how long those who are on boards come back after a stop: some eighty a second, ms. */
const minSpreadMs = 2_000
const spreadAPersonMs = 12

function spreadMsOf(people: number): number {
  return Math.max(minSpreadMs, people * spreadAPersonMs)
}

/** What no honest client does, or not often. */
const offences: ReadonlySet<number> = new Set([
  closeCodes.refused,
  closeCodes.notYours,
  closeCodes.tooLarge,
  closeCodes.resync,
])

function refuse(connection: Connection, reason: Rejection): null {
  connection.close(reason)
  return null
}
