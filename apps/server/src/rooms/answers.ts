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

/** A client says what it has, and asks for what it lacks. */
type Question = Extract<Frame, { kind: 'sync-step-1' | 'have' }>

/** Of as many clients as a document can have, bytes. */
const maxStateVectorBytes = 1_048_576
/** Clocks that are encoded at once: some milliseconds of work. Who has been here lacks fewer. */
const clocksAtOnce = 20_000
/** Gaps one session may be asked to fill in `gapsMs`. */
const maxGaps = 8
const gapsMs = 10_000

/** Who asks for what they lack: clients are answered, and asked in turn. Neither is ahead of the disk. */
export class Answers {
  readonly #fanout: Fanout
  readonly #writer: Writer
  readonly #afterCommit: AfterCommit
  readonly #now: () => number
  /** Large answers are made one after the other: each is kept in memory until it is whole. */
  #making: Promise<void> = Promise.resolve()

  constructor(fanout: Fanout, writer: Writer, afterCommit: AfterCommit, now: () => number) {
    this.#fanout = fanout
    this.#writer = writer
    this.#afterCommit = afterCommit
    this.#now = now
  }

  /** Sends a client what it lacks. The answer may hold what is not on disk yet: it leaves when that is. */
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

  /** Asks a session for everything it has and the server lacks. */
  ask(session: Session): void {
    if (!mayEdit(session.role)) return
    session.owesAnswer = true
    const stateVector = Y.encodeStateVector(this.#writer.doc)
    const ours = session.connection.dialect === 'inkbridge'
    const question: Question = ours
      ? { kind: 'have', stateVector, deletions: this.#writer.deletions.digest }
      : { kind: 'sync-step-1', stateVector }
    this.#afterCommit.run((lost) => {
      if (!lost) this.#fanout.send(session, question)
    })
  }

  /** What was not on disk is gone from the document: everybody is asked for what they have. */
  askEverybody(): void {
    if (!this.#writer.takes) return
    for (const session of this.#fanout.sessions) this.ask(session)
  }

  /** Something is missing here that the client has: it is asked for everything, a bounded number of times. */
  askForGap(session: Session): void {
    const { count, since } = session.gaps
    const now = this.#now()
    session.gaps = now - since < gapsMs ? { count: count + 1, since } : { count: 1, since: now }
    if (session.gaps.count > maxGaps) this.#fanout.end(session, tooManyGaps)
    else this.ask(session)
  }

  /**
   * Many who come with nothing get the same frame. What it lacks goes before it, and waits at the client until it can be
   * applied: with the answer all is there.
   */
  async #answerWhole(session: Session): Promise<void> {
    const { encoding, tail } = await this.#writer.whole({ current: false })
    const frames = tail ? [new WireFrame({ kind: 'update', update: tail }, false), encoding.answer] : [encoding.answer]
    this.#deliver(session, frames, () => this.#answerWhole(session))
  }

  /** `again` makes another answer when what the frames hold was not saved; a room that has ended answers nobody. */
  #deliver(session: Session, frames: readonly WireFrame[], again: () => Promise<void> | undefined): void {
    this.#afterCommit.run((lost) => {
      if (!this.#fanout.sessions.has(session) || this.#writer.isDisposed) return
      if (lost) return void again()?.catch(() => this.#fanout.end(session, unreadable))
      for (const frame of frames) this.#fanout.deliver(session, frame)
      session.answering = frames.reduce((sum, { whole }) => sum + whole.bytes.byteLength, 0)
    })
  }

  #answerInTurn(session: Session, question: Question, from: ReadonlyMap<number, number>): Promise<void> {
    const made = this.#making.then(() => this.#answerInSlices(session, question, from))
    this.#making = made.catch(() => {})
    return made
  }

  /** For somebody who lacks much of a large board: nobody waits for it. */
  async #answerInSlices(session: Session, question: Question, from: ReadonlyMap<number, number>): Promise<void> {
    if (!this.#fanout.sessions.has(session) || this.#writer.isDisposed) return
    const { doc } = this.#writer
    const { all } = this.#writer.deletions
    const deleted = question.kind === 'have' ? this.#read(() => lackingDeletions(all, question.deletions)) : all
    if (!deleted) return this.#fanout.end(session, unreadable)
    const update = await encodeInSlices(doc, undefined, { from, deleted })
    // Read again meanwhile: it may hold what was never saved.
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

  /** Null when what a client said it has cannot be read. */
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

/** A state vector of nobody. */
function hasNothing(stateVector: Uint8Array): boolean {
  return stateVector.byteLength === 1 && stateVector[0] === 0
}
