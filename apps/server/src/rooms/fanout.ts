import { type Frame, limits, type Notice, type Rejection } from '@inkbridge/types'
import * as Y from 'yjs'
import { tooSlow } from './rejections.ts'
import { isTooSlow, type Session, speaks } from './session.ts'
import { paceMs } from './throttle.ts'
import { WireFrame } from './wire-frame.ts'
import type { AppliedUpdate } from './writer.ts'

/** Sends frames to the sessions of a board: builds each frame once, and closes sessions that are too slow. */
export class Fanout {
  readonly #now: () => number
  readonly #left: (session: Session) => void
  readonly #sessions = new Set<Session>()

  /** `left` is called for each session that it closes. `now`: ms. */
  constructor(now: () => number, left: (session: Session) => void) {
    this.#now = now
    this.#left = left
  }

  get sessions(): ReadonlySet<Session> {
    return this.#sessions
  }

  /** Time between two broadcasts, ms. */
  get paceMs(): number {
    return paceMs(this.#sessions.size)
  }

  add(session: Session): void {
    this.#sessions.add(session)
  }

  /** Returns false if the session was not on the board. */
  delete(session: Session): boolean {
    return this.#sessions.delete(session)
  }

  send(session: Session, frame: Frame): void {
    if (speaks(session.connection, frame.kind)) this.deliver(session, new WireFrame(frame, false))
  }

  deliver(session: Session, frame: WireFrame): void {
    if (isTooSlow(session, this.#now())) return this.end(session, tooSlow)
    const { connection } = session
    for (const message of connection.dialect === 'inkbridge' ? frame.messages : [frame.unchunked])
      connection.send(message)
  }

  notify(notice: Notice): void {
    for (const session of this.#sessions) this.send(session, { kind: 'notice', notice })
  }

  /** Closes a session's connection with a reason, and ignores further messages of it. */
  end(session: Session, reason: Rejection): void {
    try {
      session.connection.close(reason)
    } finally {
      this.#left(session)
    }
  }

  endAll(reason: Rejection): void {
    for (const session of [...this.#sessions]) this.end(session, reason)
  }

  /** `message`: how many of the session's messages, counted from the first, are on disk. */
  acknowledge(session: Session, message: number): void {
    session.saved = Math.max(session.saved, message)
    this.send(session, { kind: 'saved', received: session.received, saved: session.saved })
  }

  /** Acknowledges messages to their authors as received but not saved. */
  acknowledgeReceipt(batch: readonly AppliedUpdate[]): void {
    for (const session of new Set(batch.map(({ origin }) => origin.session))) {
      if (session) this.acknowledge(session, session.saved)
    }
  }

  /** Acknowledges saved messages to their authors; returns false if none came from a session. */
  acknowledgeSaved(batch: readonly AppliedUpdate[]): boolean {
    const latest = new Map<Session, number>()
    for (const { update, origin } of batch) {
      if (!origin.session) continue
      latest.set(origin.session, origin.message)
      origin.session.allowance?.spend(update.byteLength)
    }
    for (const [session, message] of latest) this.acknowledge(session, message)
    return latest.size > 0
  }

  /** Acknowledges an update that cannot be saved now: the session is asked for it again when the disk works. */
  requireResync(session: Session): void {
    session.awaitsSyncAnswer = true
    this.acknowledge(session, session.saved)
  }

  /** Whether a session's writes are saved; notifies the session when that changes. */
  mayWrite(session: Session): boolean {
    const mayWrite = session.allowance?.mayWrite ?? true
    if (mayWrite !== session.mayWrite) {
      session.mayWrite = mayWrite
      this.send(session, { kind: 'notice', notice: { type: mayWrite ? 'saving' : 'not-saving' } })
    }
    return mayWrite
  }

  /** Merges a batch and sends it to all sessions except its author, if it has only one. */
  broadcast(batch: readonly AppliedUpdate[]): void {
    const [first] = batch
    if (!first) return
    const author = batch.every(({ origin }) => origin.session === first.origin.session) ? first.origin.session : null
    const receivers = [...this.#sessions].filter((session) => session !== author)
    if (receivers.length === 0) return
    const updates = batch.map(({ update }) => update)
    const frame = new WireFrame({
      kind: 'update',
      update: updates.length === 1 ? first.update : Y.mergeUpdates(updates),
    })
    for (const session of receivers) this.deliver(session, frame)
  }

  /** Whether a session is so far behind that dispensable frames are skipped. */
  isBehind(session: Session): boolean {
    return session.connection.unsentBytes() > limits.behindBytes
  }

  /** Whether a session has too much unsent data for another answer. */
  isFull(session: Session): boolean {
    return session.connection.unsentBytes() > limits.maxUnsentBytes
  }
}
