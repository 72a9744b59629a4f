import { closeCodes, isPing, limits, type Rejection } from '@inkbridge/types'
import type { Logger } from 'pino'
import { type Admitted, forbidden, type RateLimit, type Turnstile } from '../admission/admission.ts'
import { contain, describeError, guarded } from '../boundary.ts'
import type { Config } from '../config.ts'
import type { BoardRow, Directory } from '../storage/storage.ts'
import { Allowances } from './allowances.ts'
import { Intake } from './intake.ts'
import { flooding, full, restarting, unavailable, unhandled } from './rejections.ts'
import { review, rightNow, type Standing } from './rights.ts'
import type { Room } from './room.ts'
import { RoomClosed } from './server-access.ts'
import { type Connection, counted, openSession, type Session } from './session.ts'
import { Workload } from './workload.ts'

/** Node's timers take no more (2^31 - 1); ms. */
const maxTimerMs = 2_147_483_647

/** What no honest client does, or not often. */
const offences: ReadonlySet<number> = new Set([
  closeCodes.refused,
  closeCodes.notYours,
  closeCodes.tooLarge,
  closeCodes.resync,
])

/** One connection's way into a room. */
export interface Entry {
  receive(frame: Uint8Array): void
  /** The connection is gone. Idempotent. */
  left(): void
}

/** Notes that a board is used. */
export type Use = Pick<Directory, 'opened' | 'edited'>

interface EntranceParts {
  /** Runs with the room of a board. */
  readonly use: <Result>(board: BoardRow, run: (room: Room) => Result | Promise<Result>) => Promise<Result>
  /** Somebody has left a room. */
  readonly rest: (room: Room) => void
  readonly isStopping: () => boolean
  readonly admission: Standing
  readonly turnstile: Turnstile
  readonly logger: Logger
  readonly config: Config
  /** Bytes that an address may write. */
  readonly written: RateLimit
  readonly noted: Use
}

/** Lets connections into rooms: counted, with a right that holds, and no faster than a room can take what they send. */
export class Entrance {
  readonly #parts: EntranceParts
  readonly #workload: Workload
  readonly #allowances: Allowances

  constructor(parts: EntranceParts) {
    this.#parts = parts
    this.#workload = new Workload({ limited: parts.config.limited })
    this.#allowances = new Allowances(parts.written, (error) =>
      parts.logger.error(describeError(error), 'what was written could not be counted'),
    )
  }

  /** Lets a connection in; it is closed with a reason when it cannot be. */
  async enter(admitted: Admitted, connection: Connection): Promise<Entry | null> {
    const { turnstile, isStopping } = this.#parts
    if (isStopping()) return refuse(connection, restarting)
    const inside = turnstile.enter(admitted)
    if (!inside.ok) return refuse(connection, inside.problem)
    const closing = new AbortController()
    const watched = this.#watched(admitted, connection, closing)
    connection.backlog?.whenCut((reason) => watched.close(reason))
    let entry: Entry | null = null
    try {
      entry = await this.#enter(admitted, watched, inside.value, closing.signal)
    } finally {
      if (!entry) inside.value()
    }
    return entry
  }

  /** A connection whose offences are counted, and that says when it is being closed. */
  #watched(admitted: Admitted, connection: Connection, closing: AbortController): Connection {
    return {
      ...counted(connection),
      close: (reason) => {
        if (offences.has(reason.code) && !closing.signal.aborted) this.#parts.turnstile.offended(admitted)
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
  ): Promise<Entry | null> {
    const { use, isStopping, config, admission, logger } = this.#parts
    try {
      return await use(admitted.board, async (room) => {
        if (isStopping()) return refuse(connection, restarting)
        if (room.sessions.size >= config.maxBoardSockets) return refuse(connection, full)
        const right = await rightNow(admission, admitted)
        if (right === null || room.isClosed) return refuse(connection, forbidden)
        const share = this.#workload.join(admitted.address)
        const allowance = this.#allowances.of(admitted.address)
        const session = openSession({ ...admitted, ...right }, connection, share, allowance)
        if (!admitted.board.used) this.#note(room)
        return this.#entry(room, session, gone, closing)
      })
    } catch (error) {
      if (error instanceof RoomClosed) return refuse(connection, forbidden)
      logger.error({ board: admitted.board.id, error: String(error) }, 'a board could not be opened')
      return refuse(connection, unavailable)
    }
  }

  /** `closing`: from then on nothing that comes is kept. */
  #entry(room: Room, session: Session, gone: () => void, closing: AbortSignal): Entry {
    let here = true
    const intake = this.#intakeOf(room, session)
    const { backlog } = session.connection
    closing.addEventListener('abort', () => {
      intake.end()
      session.reader.drop()
      room.leave(session)
    })
    backlog?.watch(() => intake.waitingBytes)
    backlog?.watch(() => session.reader.heldBytes)
    backlog?.watchProgress(() => session.reader.progress?.received ?? 0)
    enterWhole(room, session)
    const stopWaiting = this.#reviewWhenItEnds(room, session)
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
        stopWaiting()
        gone()
        room.leave(session)
        this.#parts.rest(room)
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

  /** Looks a session's right up again whenever it ends; gives what stops that. */
  #reviewWhenItEnds(room: Room, session: Session): () => void {
    const { logger, admission } = this.#parts
    let ending: ReturnType<typeof setTimeout> | undefined
    const wait = () => {
      if (session.until === null || !room.sessions.has(session)) return
      const ms = Math.min(Math.max(0, session.until - Date.now()), maxTimerMs)
      ending = setTimeout(() => guarded(logger, { entry: 'timer', board: room.id }, again, expel), ms).unref()
    }
    const again = () => review(admission, room, session).then(wait)
    // A right that could not be looked up is not assumed.
    const expel = () => room.expel(session, unavailable)
    wait()
    return () => clearTimeout(ending)
  }

  /** That a board is used, so that it is not taken for one that nobody wants. */
  #note(room: Room): void {
    const { noted, logger } = this.#parts
    const failed = (error: unknown) =>
      logger.error({ board: room.id, ...describeError(error) }, 'the use of a board could not be noted')
    noted.opened(room.id).catch(failed)
    room.onEdited(() => void noted.edited(room.id).catch(failed))
  }
}

/** Nobody stays on a board half entered. */
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
