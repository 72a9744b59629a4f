import { type BoardId, closeCodes, type Notice, type Person, type Rejection } from '@inkbridge/types'
import type { Logger } from 'pino'
import type { Admitted } from '../admission/admission.ts'
import type { Config } from '../config.ts'
import type { UpdateLog } from '../log/update-log.ts'
import { Room } from './room.ts'
import { type Connection, openSession, type Session } from './session.ts'

/** How long a board stays in memory after the last person has left. */
const idleMs = 60_000

/** One connection's way into a room. */
export interface Entry {
  receive(frame: Uint8Array): void
  /** The connection is gone. Idempotent. */
  left(): void
}

/**
 * The open boards. A board is loading, open or closing, and has one document at a time: whoever comes while it is
 * closing keeps it open.
 */
export class Registry {
  readonly #log: UpdateLog
  readonly #logger: Logger
  readonly #config: Config
  readonly #rooms = new Map<BoardId, Promise<Room>>()
  readonly #open = new Map<BoardId, Room>()
  readonly #idle = new Map<BoardId, ReturnType<typeof setTimeout>>()
  #stopping = false

  constructor(log: UpdateLog, logger: Logger, config: Config) {
    this.#log = log
    this.#logger = logger
    this.#config = config
  }

  /** How many connections a board has now. */
  here(board: BoardId): number {
    return new Set([...(this.#open.get(board)?.sessions ?? [])].map(({ principal }) => principal)).size
  }

  /** Rejects when the board cannot be read. Unloaded again when nobody enters. */
  async room({ id, title }: { readonly id: BoardId; readonly title: string }): Promise<Room> {
    clearTimeout(this.#idle.get(id))
    const opening = this.#rooms.get(id) ?? this.#openRoom(id, title)
    const room = await opening
    this.#unloadLater(room)
    return room
  }

  /** Lets somebody in; the connection is closed with a reason when it cannot be. */
  async enter(admitted: Admitted, connection: Connection): Promise<Entry | null> {
    if (this.#stopping) return refuse(connection, restarting)
    try {
      const room = await this.room(admitted.board)
      if (room.sessions.size >= this.#config.maxBoardSockets) return refuse(connection, full)
      return this.#entry(room, openSession(admitted, connection))
    } catch (error) {
      this.#logger.error({ board: admitted.board.id, error: String(error) }, 'a board could not be opened')
      return refuse(connection, unavailable)
    }
  }

  /** Sends everybody on a board away, and forgets it. */
  async close(board: BoardId, reason: Rejection): Promise<void> {
    const room = await this.#rooms.get(board)?.catch(() => null)
    if (!room) return
    for (const session of [...room.sessions]) session.connection.close(reason)
    await this.#unload(room)
  }

  retitle(board: BoardId, title: string): void {
    this.#open.get(board)?.retitle(title)
  }

  /** Somebody has another name or colour now: it is seen wherever they are. */
  meet(person: Person): void {
    for (const room of this.#open.values()) room.meet(person)
  }

  /** Tells everybody, commits everything, and closes every board. */
  async stop(): Promise<void> {
    this.#stopping = true
    const notice: Notice = { type: 'restarting', spreadMs: 2_000 }
    for (const timer of this.#idle.values()) clearTimeout(timer)
    await Promise.all(
      [...this.#open.values()].map(async (room) => {
        room.notify(notice)
        for (const session of [...room.sessions]) session.connection.close(restarting)
        await room.settle()
        room.dispose()
      }),
    )
  }

  #entry(room: Room, session: Session): Entry {
    let here = true
    room.enter(session)
    return {
      receive: (frame) => {
        if (here) room.receive(session, frame)
      },
      left: () => {
        if (!here) return
        here = false
        room.leave(session)
        this.#unloadLater(room)
      },
    }
  }

  #openRoom(id: BoardId, title: string): Promise<Room> {
    const opening = Room.open(id, title, this.#log, this.#logger)
    this.#rooms.set(id, opening)
    opening.then(
      (room) => this.#open.set(id, room),
      () => this.#rooms.delete(id),
    )
    return opening
  }

  #unloadLater(room: Room): void {
    clearTimeout(this.#idle.get(room.id))
    if (room.sessions.size > 0) return
    this.#idle.set(room.id, setTimeout(() => void this.#unload(room), idleMs).unref())
  }

  async #unload(room: Room): Promise<void> {
    if (room.sessions.size > 0) return
    await room.settle()
    if (room.sessions.size > 0 || this.#open.get(room.id) !== room) return
    this.#open.delete(room.id)
    this.#rooms.delete(room.id)
    this.#idle.delete(room.id)
    room.dispose()
  }
}

function refuse(connection: Connection, reason: Rejection): null {
  connection.close(reason)
  return null
}

const restarting: Rejection = {
  code: closeCodes.restarting,
  message: 'The server is restarting. Your drawing is kept on this device and will be saved in a moment.',
}

const full: Rejection = {
  code: closeCodes.unavailable,
  message: 'As many people as this board can take are on it. It is tried again by itself.',
}

const unavailable: Rejection = {
  code: closeCodes.unavailable,
  message:
    'This board could not be opened just now. What you draw is kept on this device; it is tried again by itself.',
}
