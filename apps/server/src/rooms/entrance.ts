import { type BoardId, closeCodes, isPing, limits, type PrincipalId, type Rejection } from '@inkbridge/types'
import type { Logger } from 'pino'
import { type Admitted, type ConnectionLimiter, forbidden, type RateLimit } from '../admission/admission.ts'
import { contain, describeError, guarded } from '../boundary.ts'
import type { Config } from '../config.ts'
import type { BoardRow, Directory } from '../storage/storage.ts'
import { Allowances } from './allowances.ts'
import { Intake } from './intake.ts'
import { flooding, full, restarting, unavailable, unhandled } from './rejections.ts'
import { type CurrentRights, review, rightNow } from './rights.ts'
import type { Room } from './room.ts'
import { RoomClosed } from './server-access.ts'
import { type Connection, counted, openSession, type Session } from './session.ts'
import { Workload } from './workload.ts'

/** The maximum of Node's timers (2^31 - 1); ms. */
const maxTimerMs = 2_147_483_647

/** Close codes that honest clients do not cause, or rarely. */
const offences: ReadonlySet<number> = new Set([
  closeCodes.refused,
  closeCodes.notYours,
  closeCodes.tooLarge,
  closeCodes.resync,
])

/** One connection in a room. */
export interface RoomConnection {
  receive(frame: Uint8Array): void
  /** Call when the connection has ended. Idempotent. */
  left(): void
}

/** Records that a board is used. */
export type UsageRecords = Pick<Directory, 'opened' | 'edited' | 'visited' | 'seen'>

interface EntranceParts {
  /** Runs a callback with the room of a board. */
  readonly use: <Result>(board: BoardRow, run: (room: Room) => Result | Promise<Result>) => Promise<Result>
  /** Called when a session has left a room. */
  readonly left: (room: Room) => void
  readonly isStopping: () => boolean
  readonly admission: CurrentRights
  readonly limiter: ConnectionLimiter
  readonly logger: Logger
  readonly config: Config
  /** Limits the bytes that an address may write. */
  readonly written: RateLimit
  readonly noted: UsageRecords
}

/** Admits connections to rooms: limits their number, checks their rights and throttles their messages. */
export class Entrance {
  readonly #parts: EntranceParts
  readonly #workload: Workload
  readonly #allowances: Allowances

  constructor(parts: EntranceParts) {
    this.#parts = parts
    this.#workload = new Workload({ limited: parts.config.limited })
    this.#allowances = new Allowances(parts.written, (error) =>
      parts.logger.error(describeError(error), 'writes could not be counted'),
    )
  }

  /** Admits a connection, or closes it with a reason and resolves with null. */
  async enter(admitted: Admitted, connection: Connection): Promise<RoomConnection | null> {
    const { limiter, isStopping } = this.#parts
    if (isStopping()) return refuse(connection, restarting)
    const inside = limiter.enter(admitted)
    if (!inside.ok) return refuse(connection, inside.problem)
    const closing = new AbortController()
    const watched = this.#watched(admitted, connection, closing)
    connection.backlog?.whenCut((reason) => watched.close(reason))
    let entry: RoomConnection | null = null
    try {
      entry = await this.#enter(admitted, watched, inside.value, closing.signal)
    } finally {
      if (!entry) inside.value()
    }
    return entry
  }

  /** Wraps a connection to count its offences, and to abort `closing` when it is closed. */
  #watched(admitted: Admitted, connection: Connection, closing: AbortController): Connection {
    return {
      ...counted(connection),
      close: (reason) => {
        if (offences.has(reason.code) && !closing.signal.aborted) this.#parts.limiter.offended(admitted)
        closing.abort()
        connection.close(reason)
      },
    }
  }

  async #enter(
    admitted: Admitted,
    connection: Connection,
    gone: () => void,
    closing: AbortSignal,
  ): Promise<RoomConnection | null> {
    const { use, isStopping, config, admission, logger } = this.#parts
    try {
      return await use(admitted.board, async (room) => {
        if (isStopping()) return refuse(connection, restarting)
        if (room.sessions.size >= config.maxBoardSockets) return refuse(connection, full)
        const right = await rightNow(admission, admitted)
        if (right === null || room.isClosed) return refuse(connection, forbidden)
        const share = this.#workload.join(admitted.address)
        const allowance = this.#allowances.of(admitted.address)
        const session = openSession({ ...admitted, locked: false, ...right }, connection, share, allowance)
        if (!admitted.board.used) this.#note(room)
        if (admitted.device) this.#visited(room.id, admitted.principal)
        if (!admitted.link) this.#noteSeen(room, session)
        return this.#entry(room, session, gone, closing)
      })
    } catch (error) {
      if (error instanceof RoomClosed) return refuse(connection, forbidden)
      logger.error({ board: admitted.board.id, error: String(error) }, 'a board could not be opened')
      return refuse(connection, unavailable)
    }
  }

  /** Once `closing` is aborted, messages are ignored. */
  #entry(room: Room, session: Session, gone: () => void, closing: AbortSignal): RoomConnection {
    let here = true
    const intake = this.#intakeOf(room, session)
    const { backlog } = session.connection
    closing.addEventListener('abort', () => {
      intake.end()
      session.reader.drop()
      room.leave(session)
    })
    backlog?.watch(() => intake.waitingBytes)
    backlog?.watch(() => session.reader.bufferedBytes)
    backlog?.watchProgress(() => session.reader.progress?.received ?? 0)
    enterWhole(room, session)
    const stopWaiting = this.#reviewWhenItEnds(room, session)
    return {
      receive: (message) => {
        if (!here || closing.aborted) return
        intake.receive(message)
        // Smaller messages are counted at the next measurement of all backlogs.
        if (message.byteLength > limits.behindBytes) backlog?.update()
      },
      left: () => {
        if (!here) return
        here = false
        intake.end()
        stopWaiting()
        gone()
        room.leave(session)
        this.#parts.left(room)
      },
    }
  }

  #intakeOf(room: Room, session: Session): Intake {
    return new Intake({
      take: (message) => room.receive(session, message),
      isUrgent: isPing,
      overflow: () => session.connection.close(flooding),
      failed: (error, messageBytes) => {
        const at = { entry: 'frame', board: room.id, bytes: messageBytes } as const
        contain(this.#parts.logger, at, error, () => room.expel(session, unhandled))
      },
      share: session.share,
      limited: this.#parts.config.limited,
    })
  }

  /** Checks a session's right again whenever it expires; returns a function that stops that. */
  #reviewWhenItEnds(room: Room, session: Session): () => void {
    const { logger, admission } = this.#parts
    let ending: ReturnType<typeof setTimeout> | undefined
    const wait = () => {
      if (session.until === null || !room.sessions.has(session)) return
      const ms = Math.min(Math.max(0, session.until - Date.now()), maxTimerMs)
      ending = setTimeout(() => guarded(logger, { entry: 'timer', board: room.id }, again, expel), ms).unref()
    }
    const again = () => review(admission, room, session).then(wait)
    // Without a successful lookup the session has no right.
    const expel = () => room.expel(session, unavailable)
    wait()
    return () => clearTimeout(ending)
  }

  /** Records that a board is used, so that it is not moved to the trash as unused. */
  #note(room: Room): void {
    const { noted } = this.#parts
    noted.opened(room.id).catch((error) => this.#notRecorded(room.id, error))
    room.onEdited(() => void noted.edited(room.id).catch((error) => this.#notRecorded(room.id, error)))
  }

  /** Records a visit of a browser's person, for their list of recent boards. */
  #visited(board: BoardId, principal: PrincipalId): void {
    this.#parts.noted.visited(board, principal).catch((error) => this.#notRecorded(board, error))
  }

  /** Records that somebody with a grant has opened a board. */
  #noteSeen(room: Room, { principal }: Session): void {
    this.#parts.noted.seen(room.id, principal).catch((error) => this.#notRecorded(room.id, error))
  }

  #notRecorded(board: BoardId, error: unknown): void {
    this.#parts.logger.error({ board, ...describeError(error) }, 'the use of a board could not be recorded')
  }
}

/** Enters a session completely or not at all. */
function enterWhole(room: Room, session: Session): void {
  try {
    room.enter(session)
  } catch (error) {
    room.leave(session)
    throw error
  }
}

function refuse(connection: Connection, reason: Rejection): null {
  connection.close(reason)
  return null
}
