import type { RenewalLimits } from '@inkbridge/board'
import type { BoardId, DeviceId, Person, PrincipalId, Rejection } from '@inkbridge/types'
import type { Logger } from 'pino'
import { type Admitted, createHttpRates, type RateLimit, type Turnstile } from '../admission/admission.ts'
import { describeError, guarded } from '../boundary.ts'
import type { Config } from '../config.ts'
import type { Damage, Retired, UpdateLog } from '../log.ts'
import { type BoardRow, DamagedBoards } from './damaged-boards.ts'
import { Entrance, type Entry, type Use } from './entrance.ts'
import { type Guard, guard } from './guard.ts'
import { IdleBoards } from './idle-boards.ts'
import { type MemoryBound, OpenMemory } from './open-memory.ts'
import { restarting, restored } from './rejections.ts'
import { review, type Standing } from './rights.ts'
import { Room } from './room.ts'
import { RoomClosed } from './server-access.ts'
import type { Connection } from './session.ts'
import { type Slicer, sliceHere } from './slicer.ts'

/** What one document may be as one update: with what Yjs keeps of it in memory some ten times that, bytes. */
const maxDocumentBytes = 64 * 1_048_576
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
  readonly #logger: Logger
  readonly #config: Config
  readonly #slicer: Slicer
  readonly #renewal: RenewalLimits | undefined
  readonly #entrance: Entrance
  readonly #damaged: DamagedBoards
  readonly #memory: OpenMemory
  readonly #guard: Guard
  readonly #spreadMs: (people: number) => number
  readonly #places = new Map<BoardId, Place>()
  readonly #idle = new IdleBoards<Place>((place) => this.#forget(place))
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
    this.#memory = new OpenMemory(() => this.#rooms(), options.bound)
    this.#guard = options.guard ?? guard
    this.#spreadMs = options.spreadMs ?? spreadMsOf
    this.#renewal = renewal
    this.#log = log
    this.#admission = admission
    this.#logger = logger
    this.#config = config
    this.#slicer = slicer
    this.#damaged = new DamagedBoards({
      log,
      logger,
      open: (board) => this.use(board, ({ damage }) => damage),
      forget: (board) => this.#forgetDamaged(board),
    })
    this.#entrance = new Entrance({
      use: (board, run) => this.use(board, run),
      rest: (room) => this.#left(room),
      isStopping: () => this.#stopping,
      admission,
      turnstile,
      logger,
      config,
      written,
      noted: use,
    })
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

  /** Lets a connection in; it is closed with a reason when it cannot be. */
  enter(admitted: Admitted, connection: Connection): Promise<Entry | null> {
    return this.#entrance.enter(admitted, connection)
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
  damageOf(board: BoardRow): Promise<Damage | null> {
    return this.#damaged.damageOf(board)
  }

  /**
   * Restores a damaged board to an entry of its log, the last good one by default; everybody who looks at it comes back
   * to the restored one. Gives why it cannot be done, null when it is done.
   */
  restore(board: BoardRow, author: PrincipalId, to: number | null): Promise<Rejection | null> {
    return this.#damaged.restore(board, author, to)
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
    await Promise.all(sessions.map((session) => review(this.#admission, room, session)))
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
    await this.#memory.makeRoom([...this.#places.values()], (place) => this.#unload(place))
    const [exists, room] = await Promise.all([
      this.#admission.exists(id),
      Room.open(id, title, this.#log, this.#logger, {
        slicer: this.#slicer,
        maxBytes: Math.min(this.#config.maxBoardBytes, maxDocumentBytes),
        isPressed: () => this.#memory.isPressed(this.#places.get(id)?.room?.bytes ?? 0),
        renewal: this.#renewal,
        guard: this.#guard,
      }),
    ])
    if (exists) return room
    room.dispose()
    throw new RoomClosed()
  }

  #left(room: Room): void {
    const place = this.#places.get(room.id)
    if (place?.room === room) this.#rest(place)
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
