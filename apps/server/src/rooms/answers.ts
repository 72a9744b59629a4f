import { lackingDeletions, missingUpdate } from '@inkbridge/sync/deletions'
import { type Frame, mayEdit } from '@inkbridge/types'
import * as Y from 'yjs'
import type { AfterCommit } from './after-commit.ts'
import type { Fanout } from './fanout.ts'
import { tooManyGaps, tooSlow, unreadable } from './rejections.ts'
import type { Session } from './session.ts'
import { encodeInSlices } from './sliced-encoding.ts'
import { WireFrame } from './wire-frame.ts'
import type { Writer } from './writer.ts'

/** A client's request for the updates it lacks, given its state. */
type Question = Extract<Frame, { kind: 'sync-step-1' | 'have' }>

/** Large enough for as many clients as a document can have, bytes. */
const maxStateVectorBytes = 1_048_576
/** Clocks that are encoded at once, a few milliseconds of work. A client that reconnects lacks fewer. */
const clocksAtOnce = 20_000
/** How often a session is asked to fill a gap within `gapsMs`. */
const maxGaps = 8
const gapsMs = 10_000

/** Sends clients the updates they lack, and asks them for those the server lacks, based only on committed state. */
export class Answers {
  readonly #fanout: Fanout
  readonly #writer: Writer
  readonly #afterCommit: AfterCommit
  readonly #now: () => number
  /** Serialises large answers, each of which is in memory until it is complete. */
  #making: Promise<void> = Promise.resolve()

  constructor(fanout: Fanout, writer: Writer, afterCommit: AfterCommit, now: () => number) {
    this.#fanout = fanout
    this.#writer = writer
    this.#afterCommit = afterCommit
    this.#now = now
  }

  /** Sends a client what it lacks, once all of the answer is on disk. */
  answer(session: Session, question: Question): Promise<void> | undefined {
    if (question.stateVector.byteLength > maxStateVectorBytes) return void this.#fanout.end(session, unreadable)
    if (this.#fanout.isFull(session)) return void this.#fanout.end(session, tooSlow)
    if (hasNothing(question.stateVector)) return this.#answerWhole(session)
    const from = this.#read(() => Y.decodeStateVector(question.stateVector))
    if (from && this.#missingClocks(from) > clocksAtOnce) return this.#answerInTurn(session, question, from)
    const update = from && this.#read(() => this.#updateFor(question))
    if (!update) return void this.#fanout.end(session, unreadable)
    this.#send(session, question, update)
    return undefined
  }

  /** Asks a session for everything that the server lacks. */
  ask(session: Session): void {
    if (!mayEdit(session.role)) return
    session.awaitsSyncAnswer = true
    const stateVector = Y.encodeStateVector(this.#writer.doc)
    const ours = session.connection.dialect === 'inkbridge'
    const question: Question = ours
      ? { kind: 'have', stateVector, deletions: this.#writer.deletions.digest }
      : { kind: 'sync-step-1', stateVector }
    this.#afterCommit.run((lost) => {
      if (!lost) this.#fanout.send(session, question)
    })
  }

  /** Asks all sessions, after the document has lost changes that were not on disk. */
  askEverybody(): void {
    if (!this.#writer.isWritable) return
    for (const session of this.#fanout.sessions) this.ask(session)
  }

  /** Asks a session for everything after an update with a gap, a limited number of times. */
  askForGap(session: Session): void {
    const { count, since } = session.gaps
    const now = this.#now()
    session.gaps = now - since < gapsMs ? { count: count + 1, since } : { count: 1, since: now }
    if (session.gaps.count > maxGaps) this.#fanout.end(session, tooManyGaps)
    else this.ask(session)
  }

  /**
   * Sends the whole document. New clients share one cached frame; later updates are sent before it, and stay pending
   * in the client until the frame completes them.
   */
  async #answerWhole(session: Session): Promise<void> {
    const { encoding, tail } = await this.#writer.snapshot({ current: false })
    const frames = tail ? [new WireFrame({ kind: 'update', update: tail }, false), encoding.answer] : [encoding.answer]
    this.#deliver(session, frames, () => this.#answerWhole(session))
  }

  /** Sends frames when all of them is on disk. Calls `again` for another answer if that was lost. */
  #deliver(session: Session, frames: readonly WireFrame[], again: () => Promise<void> | undefined): void {
    this.#afterCommit.run((lost) => {
      if (!this.#fanout.sessions.has(session) || this.#writer.isDisposed) return
      if (lost) return void again()?.catch(() => this.#fanout.end(session, unreadable))
      for (const frame of frames) this.#fanout.deliver(session, frame)
      session.answering = frames.reduce((sum, { unchunked }) => sum + unchunked.bytes.byteLength, 0)
    })
  }

  #answerInTurn(session: Session, question: Question, from: ReadonlyMap<number, number>): Promise<void> {
    const made = this.#making.then(() => this.#answerInSlices(session, question, from))
    this.#making = made.catch(() => {})
    return made
  }

  /** Answers a client that lacks much of a large board, without blocking others. */
  async #answerInSlices(session: Session, question: Question, from: ReadonlyMap<number, number>): Promise<void> {
    if (!this.#fanout.sessions.has(session) || this.#writer.isDisposed) return
    const { doc } = this.#writer
    const { all } = this.#writer.deletions
    const deleted = question.kind === 'have' ? this.#read(() => lackingDeletions(all, question.deletions)) : all
    if (!deleted) return this.#fanout.end(session, unreadable)
    const update = await encodeInSlices(doc, undefined, { from, deleted })
    // Reloaded meanwhile: the answer may contain changes that were never saved.
    if (doc !== this.#writer.doc) return this.#answerInSlices(session, question, from)
    this.#send(session, question, update)
  }

  #send(session: Session, question: Question, update: Uint8Array): void {
    const frame = new WireFrame({ kind: 'sync-step-2', update }, false)
    this.#deliver(session, [frame], () => this.answer(session, question))
  }

  #missingClocks(from: ReadonlyMap<number, number>): number {
    const { store } = this.#writer.doc
    let count = 0
    for (const client of store.clients.keys()) count += Math.max(0, Y.getState(store, client) - (from.get(client) ?? 0))
    return count
  }

  /** Returns null if the client's state cannot be decoded. */
  #read<Value>(read: () => Value): Value | null {
    try {
      return read()
    } catch {
      return null
    }
  }

  #updateFor(question: Question): Uint8Array {
    const { doc } = this.#writer
    return question.kind === 'have'
      ? missingUpdate(doc, question.stateVector, question.deletions, this.#writer.deletions.all)
      : Y.encodeStateAsUpdate(doc, question.stateVector)
  }
}

/** Whether a state vector is empty. */
function hasNothing(stateVector: Uint8Array): boolean {
  return stateVector.byteLength === 1 && stateVector[0] === 0
}
