import { type Frame, limits, type Notice, type Rejection } from '@inkbridge/types'
import * as Y from 'yjs'
import { tooSlow } from './rejections.ts'
import { paceMs } from './rhythm.ts'
import { isTooSlow, type Session, speaks } from './session.ts'
import { WireFrame } from './wire-frame.ts'
import type { Applied } from './writer.ts'

/** Who is on a board, and what they are sent: each frame is built once, and a session that cannot keep up is closed. */
export class Fanout {
  readonly #now: () => number
  readonly #left: (session: Session) => void
  readonly #sessions = new Set<Session>()

  /** `left` is called for each session that is ended. `now`: ms. */
  constructor(now: () => number, left: (session: Session) => void) {
    this.#now = now
    this.#left = left
  }

  get sessions(): ReadonlySet<Session> {
    return this.#sessions
  }

  /** How long to rest between two broadcasts, ms. */
  get paceMs(): number {
    return paceMs(this.#sessions.size)
  }

  add(session: Session): void {
    this.#sessions.add(session)
  }

  /** False when it was not here. */
  delete(session: Session): boolean {
    return this.#sessions.delete(session)
  }

  send(session: Session, frame: Frame): void {
    if (speaks(session.connection, frame.kind)) this.deliver(session, new WireFrame(frame, false))
  }

  deliver(session: Session, frame: WireFrame): void {
    if (isTooSlow(session, this.#now())) return this.end(session, tooSlow)
    const { connection } = session
    for (const message of connection.dialect === 'inkbridge' ? frame.messages : [frame.whole]) connection.send(message)
  }

  notify(notice: Notice): void {
    for (const session of this.#sessions) this.send(session, { kind: 'notice', notice })
  }

  /** Closes a session's connection with a reason and ignores what still comes from it. */
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

  /** `message`: how many of its messages, from the first, are on disk. */
  acknowledge(session: Session, message: number): void {
    session.saved = Math.max(session.saved, message)
    this.send(session, { kind: 'saved', received: session.received, saved: session.saved })
  }

  /** What came from these sessions has arrived, and is not on disk yet. */
  acknowledgeReceipt(batch: readonly Applied[]): void {
    for (const session of new Set(batch.map(({ origin }) => origin.session))) {
      if (session) this.acknowledge(session, session.saved)
    }
  }

  /** Acknowledges what is on disk to its authors; false when none of it is a session's. */
  acknowledgeSaved(batch: readonly Applied[]): boolean {
    const latest = new Map<Session, number>()
    for (const { update, origin } of batch) {
      if (!origin.session) continue
      latest.set(origin.session, origin.message)
      origin.session.allowance?.spend(update.byteLength)
    }
    for (const [session, message] of latest) this.acknowledge(session, message)
    return latest.size > 0
  }

  /** What came cannot be saved now: it is asked for when the disk works. */
  owe(session: Session): void {
    session.owesAnswer = true
    this.acknowledge(session, session.saved)
  }

  /** Whether what a session writes is saved: it is notified when that changes. */
  mayWrite(session: Session): boolean {
    const mayWrite = session.allowance?.mayWrite ?? true
    if (mayWrite !== session.mayWrite) {
      session.mayWrite = mayWrite
      this.send(session, { kind: 'notice', notice: { type: mayWrite ? 'saving' : 'not-saving' } })
    }
    return mayWrite
  }

  /** Sends one update to everybody, except to the session that alone made all of it. */
  broadcast(batch: readonly Applied[]): void {
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

  /** Whether a session is so far behind that it is spared what it can do without. */
  isBehind(session: Session): boolean {
    return session.connection.unsentBytes() > limits.behindBytes
  }

  /** Whether a session has not taken what it was sent before: it is not given another answer. */
  isFull(session: Session): boolean {
    return session.connection.unsentBytes() > limits.maxUnsentBytes
  }
}
