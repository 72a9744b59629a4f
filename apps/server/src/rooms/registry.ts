import type { RenewalLimits } from '@inkbridge/board'
import { type BoardId, type DeviceId, mayEdit, type Person, type PrincipalId, type Rejection } from '@inkbridge/types'
import type { Logger } from 'pino'
import {
  type Admitted,
  type ConnectionLimiter,
  createHttpRates,
  JoinRequests,
  type RateLimit,
} from '../admission/admission.ts'
import { describeError, guarded } from '../boundary.ts'
import type { Config } from '../config.ts'
import type { Damage, Retired, UpdateLog } from '../log.ts'
import { type BoardRow, DamagedBoards } from './damaged-boards.ts'
import { Entrance, type RoomConnection, type UsageRecords } from './entrance.ts'
import { type Guard, guard } from './guard.ts'
import { IdleBoards } from './idle-boards.ts'
import { type MemoryBound, OpenMemory } from './open-memory.ts'
import type { OwnerOf } from './owners.ts'
import { restarting, restored } from './rejections.ts'
import { type CurrentRights, review } from './rights.ts'
import { Room } from './room.ts'
import { RoomClosed } from './server-access.ts'
import type { Connection, Session } from './session.ts'
import { type Slicer, sliceHere } from './slicer.ts'

/** Maximum size of a document as one update, bytes; in memory Yjs needs about ten times that. */
const maxDocumentBytes = 64 * 1_048_576
const ignored: UsageRecords = {
  opened: async () => {},
  edited: async () => {},
  visited: async () => {},
  seen: async () => {},
}

export interface RegistryOptions {
  /** Default: in this thread. */
  readonly slicer?: Slicer
  /** Limits the bytes that an address may write. Default: no limit. */
  readonly written?: RateLimit
  readonly use?: UsageRecords
  /** The account that a guest is part of. Default: none. */
  readonly ownerOf?: OwnerOf
  /** When a board is re-encoded. */
  readonly renewal?: RenewalLimits | undefined
  readonly bound?: MemoryBound
  /** Checks updates of all boards. */
  readonly guard?: Guard
  /** The time over which a number of people reconnect after a stop, ms. */
  readonly spreadMs?: (people: number) => number
}

/** A person on a board. */
type Visitor = Pick<Session, 'person' | 'role' | 'link'>

/** A board in memory: loading until it has a room, then open, and closing while it is saved before it is unloaded. */
interface OpenBoard {
  readonly opening: Promise<Room>
  /** Null while it is loading. */
  room: Room | null
  /** How often the room was used so far: a use during unloading cancels that. */
  used: number
  /** How many use it now, besides its sessions. */
  users: number
  /** Set while the board is being closed: resolves when everything is on disk and it is unloaded. */
  closing: Promise<void> | null
}

/**
 * The boards in memory, each with one document at a time: loaded from the log on demand, and unloaded
 * only when everything is on disk and nobody has requested it meanwhile.
 */
export class Registry {
  /** Who asks to be let into boards. */
  readonly joinRequests = new JoinRequests()
  readonly #log: UpdateLog
  readonly #admission: CurrentRights
  readonly #logger: Logger
  readonly #config: Config
  readonly #slicer: Slicer
  readonly #renewal: RenewalLimits | undefined
  readonly #entrance: Entrance
  readonly #damaged: DamagedBoards
  readonly #memory: OpenMemory
  readonly #guard: Guard
  readonly #ownerOf: OwnerOf | undefined
  readonly #spreadMs: (people: number) => number
  readonly #boards = new Map<BoardId, OpenBoard>()
  readonly #idle = new IdleBoards<OpenBoard>((openBoard) => this.#forget(openBoard))
  #stopping = false

  constructor(
    log: UpdateLog,
    admission: CurrentRights,
    limiter: ConnectionLimiter,
    logger: Logger,
    config: Config,
    options: RegistryOptions = {},
  ) {
    const { slicer = sliceHere, written = createHttpRates(false).written, use = ignored, renewal } = options
    this.#memory = new OpenMemory(() => this.#rooms(), options.bound)
    this.#guard = options.guard ?? guard
    this.#ownerOf = options.ownerOf
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
      left: (room) => this.#left(room),
      isStopping: () => this.#stopping,
      admission,
      limiter,
      logger,
      config,
      written,
      noted: use,
    })
  }

  /** The number of people on a board. */
  peopleOn(board: BoardId): number {
    return new Set([...(this.#boards.get(board)?.room?.sessions ?? [])].map(({ principal }) => principal)).size
  }

  /** The people on a board, each once, with the role and the link of one of their sessions. */
  visitorsOf(board: BoardId): readonly Visitor[] {
    const visitors = new Map<PrincipalId, Visitor>()
    for (const { principal, person, role, link } of this.#boards.get(board)?.room?.sessions ?? [])
      visitors.set(principal, { person, role, link })
    return [...visitors.values()]
  }

  /** The number of boards in memory. */
  get open(): number {
    return this.#boards.size
  }

  /** Runs a callback with the room of a board, which stays loaded. Rejects if it cannot be read or was deleted. */
  async use<Result>({ id, title }: BoardRow, run: (room: Room) => Result | Promise<Result>): Promise<Result> {
    // A restored board is loaded again once everything from before its deletion is on disk.
    for (let closing = this.#boards.get(id)?.closing; closing; closing = this.#boards.get(id)?.closing) await closing
    const openBoard = this.#boards.get(id) ?? this.#load(id, title)
    openBoard.used += 1
    openBoard.users += 1
    this.#idle.delete(openBoard)
    try {
      return await run(await openBoard.opening)
    } finally {
      openBoard.users -= 1
      this.#keepIfUnused(openBoard)
    }
  }

  /** Admits a connection, or closes it with a reason and resolves with null. */
  enter(admitted: Admitted, connection: Connection): Promise<RoomConnection | null> {
    return this.#entrance.enter(admitted, connection)
  }

  /**
   * Closes all sessions of a board and unloads it: later messages are ignored, and everything applied before
   * is on disk when it resolves.
   */
  async close(board: BoardId, reason: Rejection): Promise<void> {
    const openBoard = this.#boards.get(board)
    if (!openBoard) return
    openBoard.closing ??= this.#close(openBoard, board, reason)
    await openBoard.closing
  }

  /** Resolves with the damage of a board that has to be restored before edits; rejects when it cannot be read. */
  damageOf(board: BoardRow): Promise<Damage | null> {
    return this.#damaged.damageOf(board)
  }

  /**
   * Restores a damaged board to an entry of its log, by default the last sound one; clients reconnect
   * to the restored board. Resolves with a refusal; null when it is restored.
   */
  restore(board: BoardRow, author: PrincipalId, to: number | null): Promise<Rejection | null> {
    return this.#damaged.restore(board, author, to)
  }

  /** Unloads a damaged board: its document is read-only, so there is nothing to save. */
  async #forgetDamaged(board: BoardId): Promise<void> {
    const openBoard = this.#boards.get(board)
    const room = await openBoard?.opening.catch(() => null)
    if (!openBoard || !room?.damage || this.#boards.get(board) !== openBoard) return
    this.#boards.delete(board)
    this.#idle.delete(openBoard)
    for (const session of [...room.sessions]) session.connection.close(restored)
    room.dispose()
  }

  /** The server's state when a generation ended, or of a damaged one; null: there is no such generation. */
  async retired(board: BoardId, generation: number): Promise<Retired | 'current' | null> {
    const status = await this.#log.status(board)
    if (generation !== status.generation) return this.#log.retired(board, generation)
    if (!status.check?.damage) return 'current'
    return { stateVector: await this.#log.stateVector(board), deletions: Uint8Array.of() }
  }

  async #close(openBoard: OpenBoard, board: BoardId, reason: Rejection): Promise<void> {
    const room = openBoard.room ?? (await openBoard.opening.catch(() => null))
    this.#idle.delete(openBoard)
    await room?.close(reason)
    if (this.#boards.get(board) === openBoard) this.#boards.delete(board)
  }

  /** Closes the sessions of the given devices. */
  signOut(devices: readonly DeviceId[], reason: Rejection): void {
    for (const room of this.#rooms()) {
      for (const session of [...room.sessions])
        if (session.device && devices.includes(session.device)) room.expel(session, reason)
    }
  }

  /**
   * Checks the rights of all sessions of a board again. Resolves when the edits of sessions that had to be closed or may
   * no longer edit are on disk.
   */
  async review(board: BoardId): Promise<void> {
    const room = this.#boards.get(board)?.room
    if (!room) return
    const editors = [...room.sessions].filter(({ role }) => mayEdit(role))
    await Promise.all([...room.sessions].map((session) => review(this.#admission, room, session)))
    if (editors.some((session) => !room.sessions.has(session) || !mayEdit(session.role))) await room.committed()
  }

  /** Tells the owners on a board who asks to be let in. */
  requestsChanged(board: BoardId): void {
    this.#boards.get(board)?.room?.showRequests()
  }

  retitle(board: BoardId, title: string): void {
    this.#boards.get(board)?.room?.retitle(title)
  }

  /** Shows a person with a new name or colour on all boards. */
  updatePerson(person: Person): void {
    for (const room of this.#rooms()) room.updatePerson(person)
  }

  /** Notifies everybody, waits until pending edits are committed and acknowledged, and closes all boards. */
  async stop(): Promise<void> {
    this.#stopping = true
    this.#idle.clear()
    const people = this.#rooms().reduce((sum, { sessions }) => sum + sessions.size, 0)
    const spreadMs = this.#spreadMs(people)
    await Promise.all(this.#rooms().map((room) => this.#stopRoom(room, spreadMs)))
  }

  /** Closes a room; an error does not prevent others from being committed. */
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
    return [...this.#boards.values()].flatMap(({ room }) => room ?? [])
  }

  #load(id: BoardId, title: string): OpenBoard {
    const opening = this.#open(id, title)
    const openBoard: OpenBoard = { opening, room: null, used: 0, users: 0, closing: null }
    this.#boards.set(id, openBoard)
    opening.then(
      (room) => {
        openBoard.room = room
      },
      () => this.#boards.delete(id),
    )
    return openBoard
  }

  /** Opens a room, unless the board was deleted after the client was admitted. */
  async #open(id: BoardId, title: string): Promise<Room> {
    await this.#memory.makeRoom([...this.#boards.values()], (openBoard) => this.#unload(openBoard))
    const [exists, room] = await Promise.all([
      this.#admission.exists(id),
      Room.open(id, title, this.#log, this.#logger, {
        slicer: this.#slicer,
        maxBytes: Math.min(this.#config.maxBoardBytes, maxDocumentBytes),
        isPressed: () => this.#memory.isPressed(this.#boards.get(id)?.room?.bytes ?? 0),
        renewal: this.#renewal,
        guard: this.#guard,
        ownerOf: this.#ownerOf,
        asking: () => this.joinRequests.of(id),
      }),
    ])
    if (exists) return room
    room.dispose()
    throw new RoomClosed()
  }

  #left(room: Room): void {
    const openBoard = this.#boards.get(room.id)
    if (openBoard?.room === room) this.#keepIfUnused(openBoard)
  }

  #keepIfUnused(openBoard: OpenBoard): void {
    const { room } = openBoard
    if (room && isUnused(openBoard, room) && !this.#stopping) this.#idle.add(openBoard, room.bytes)
  }

  #forget(openBoard: OpenBoard): void {
    guarded(this.#logger, { entry: 'timer' }, () => this.#unload(openBoard))
  }

  async #unload(openBoard: OpenBoard): Promise<void> {
    const { used, room } = openBoard
    if (!room || !isUnused(openBoard, room)) return
    await this.#flush(room)
    if (!isUnused(openBoard, room) || openBoard.used > used || this.#boards.get(room.id) !== openBoard) return
    this.#idle.delete(openBoard)
    this.#boards.delete(room.id)
    room.dispose()
  }

  /** Saves a board before it is unloaded; if sealing or compaction fails, it only waits for pending commits. */
  async #flush(room: Room): Promise<void> {
    try {
      await room.flush()
    } catch (error) {
      this.#logger.error(
        { board: room.id, ...describeError(error) },
        'a board could not be compacted before it was unloaded',
      )
      await room.committed()
    }
  }
}

function isUnused(openBoard: OpenBoard, room: Room): boolean {
  return room.sessions.size === 0 && openBoard.users === 0 && !room.isClosed
}

/** The time over which clients reconnect after a stop: about eighty a second, ms. */
const minSpreadMs = 2_000
const spreadAPersonMs = 12

function spreadMsOf(people: number): number {
  return Math.max(minSpreadMs, people * spreadAPersonMs)
}
