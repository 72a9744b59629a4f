import { type Frame, mayEdit, type Rejection } from '@inkbridge/types'
import * as Y from 'yjs'
import { Bucket, type Rate } from '../admission/admission.ts'
import { fitsOneSlice, sliceLimits, slicesOf } from '../updates.ts'
import type { Abandoned } from './abandoned.ts'
import type { AfterCommit } from './after-commit.ts'
import type { Answers } from './answers.ts'
import type { Fanout } from './fanout.ts'
import type { Growth } from './growth.ts'
import { type Guard, refusal, wouldChange } from './guard.ts'
import {
  boardFull,
  elsewhere,
  inapplicable,
  somebodyElses,
  tooManyClients,
  unavailable,
  viewOnly,
} from './rejections.ts'
import type { Session } from './session.ts'
import type { Slicer } from './slicer.ts'
import type { Writer } from './writer.ts'

type UpdateFrame = Extract<Frame, { kind: 'sync-step-2' | 'update' }>

/** Yjs clients that a board has not seen: a page load that edits is one, a month offline brings a thousand. */
const newClients: Rate = { perSecond: 2, burst: 8_192 }

interface AdmitParts {
  readonly fanout: Fanout
  readonly writer: Writer
  readonly afterCommit: AfterCommit
  readonly answers: Answers
  readonly growth: Growth
  readonly guard: Guard
  /** Takes large updates apart. */
  readonly slicer: Slicer
  /** Milliseconds since 1970. */
  readonly now: () => number
  /** Whether the server has no memory for what this board would grow by. */
  readonly isPressed: () => boolean
  readonly abandoned: Abandoned
}

/** Lets in what sessions write: by role, guard, ownership and quota, large updates in slices. */
export class Admit {
  readonly #parts: AdmitParts
  readonly #newClients: Bucket

  constructor(parts: AdmitParts) {
    this.#parts = parts
    this.#newClients = new Bucket(newClients, parts.now())
  }

  /** Takes one update. What takes long goes on after it returns: until its promise is kept no other may be given. */
  update(session: Session, { kind, update }: UpdateFrame): Promise<void> | undefined {
    const { fanout, writer, guard, slicer } = this.#parts
    if (!mayEdit(session.role)) return void this.#readOnly(session, update)
    session.received += 1
    if (!writer.takes || !fanout.mayWrite(session)) return void fanout.owe(session)
    if (update.byteLength > sliceLimits.bytes) return this.#slices(session, kind, slicer.slice(update))
    const scanned = guard.scan(update)
    if (typeof scanned === 'string') return void fanout.end(session, refusal(scanned))
    if (!fitsOneSlice(scanned, update.byteLength)) return this.#slices(session, kind, slicer.slice(update))
    if (kind === 'sync-step-2') session.owesAnswer = false
    const message = session.owesAnswer ? session.saved : session.received
    const result = this.#apply(session, update, message)
    if (result === 'too-much') return this.#slices(session, kind, Promise.resolve(divided(update)))
    if (result === 'known') this.#acknowledgeLater(session, message)
    // It may hold a stroke that a page which is gone was drawing without the network.
    if (result === 'applied' && kind === 'sync-step-2') this.#parts.abandoned.sealLater()
    return undefined
  }

  /** Applies a large update in pieces, each in the session's turn; it is acknowledged when all of them are on disk. */
  async #slices(
    session: Session,
    kind: UpdateFrame['kind'],
    slicing: Promise<readonly Uint8Array[] | string>,
  ): Promise<void> {
    const { fanout, writer } = this.#parts
    const slices = await slicing
    if (typeof slices === 'string') return fanout.end(session, refusal(slices))
    const left = [...slices].reverse()
    let partly = false
    for (let slice = left.pop(); slice; slice = left.pop()) {
      const update = slice
      await session.share.turn({ isSmall: false })
      if (!fanout.sessions.has(session)) return
      if (!mayEdit(session.role)) return fanout.end(session, viewOnly)
      if (!writer.takes || !fanout.mayWrite(session)) return fanout.owe(session)
      const result = session.share.run(() => this.#apply(session, update, session.saved, partly))
      if (result === 'too-much') left.push(...[...divided(update)].reverse())
      else if (result === 'stopped') return
      partly ||= result === 'applied'
    }
    if (kind === 'sync-step-2') session.owesAnswer = false
    this.#acknowledgeLater(session, session.owesAnswer ? session.saved : session.received)
    if (kind === 'sync-step-2') this.#parts.abandoned.sealLater()
  }

  /**
   * Judges and applies one update that has been scanned.
   *
   * @param message what counts as saved when it is on disk
   * @param partly slices of the same update were applied before
   */
  #apply(
    session: Session,
    update: Uint8Array,
    message: number,
    partly = false,
  ): 'applied' | 'known' | 'too-much' | 'stopped' {
    const { fanout, writer, guard, answers } = this.#parts
    const stop = (problem: Rejection) => {
      fanout.end(session, problem)
      return 'stopped' as const
    }
    const judged = guard.judge(writer.doc, update)
    if (!judged.ok) return stop(refusal(judged.problem, partly))
    const verdict = judged.value
    if (verdict === 'nothing-new') return 'known'
    if (verdict === 'too-much') return verdict
    if (verdict === 'gap') {
      answers.askForGap(session)
      return 'stopped'
    }
    const problem = this.#problemOf(session, verdict.clients)
    if (problem) return stop(problem)
    // An update without structs only deletes.
    if (verdict.clients.length > 0 && !this.#parts.growth.take(verdict.update.byteLength))
      return this.#refuseWhenFull(session)
    const claims = writer.owners.claim(session, verdict.clients)
    const origin = { session, author: session.principal, message, claims }
    return writer.apply(verdict.update, origin) ? 'applied' : stop(inapplicable)
  }

  /** Why a session may not write as these Yjs clients, or not now. */
  #problemOf(session: Session, clients: readonly number[]): Rejection | null {
    const standings = clients.map((client) => this.#parts.writer.owners.standing(session, client))
    if (standings.includes('taken')) return somebodyElses
    if (standings.includes('busy')) return elsewhere
    if (!this.#takesClients(clients)) return tooManyClients
    return clients.length > 0 && this.#parts.isPressed() ? unavailable : null
  }

  /** Each client that ever wrote costs every later edit a little, here and in every browser. */
  #takesClients(clients: readonly number[]): boolean {
    const { store } = this.#parts.writer.doc
    const fresh = clients.filter((client) => !store.clients.has(client)).length
    const now = this.#parts.now()
    if (fresh > 0 && !this.#newClients.has(now)) return false
    this.#newClients.spend(fresh, now)
    return true
  }

  /** Measures a board that seems to be full before an edit is refused for it. */
  #refuseWhenFull(session: Session): 'stopped' {
    const { fanout, growth, answers } = this.#parts
    const again = () => {
      if (fanout.sessions.has(session)) answers.ask(session)
    }
    if (growth.whenMeasured(again)) fanout.owe(session)
    else fanout.end(session, boardFull)
    return 'stopped'
  }

  /** An honest viewer's sync answer repeats what the server sent, and is ignored. */
  #readOnly(session: Session, update: Uint8Array): void {
    const { fanout, writer, guard } = this.#parts
    const scanned = guard.scan(update)
    if (typeof scanned === 'string') return fanout.end(session, refusal(scanned))
    // Nothing of it is ever applied: what would take long to compare is left alone.
    const compared = scanned.structs > 0 || scanned.deleteRanges <= sliceLimits.deleteRanges
    if (compared && (!fitsOneSlice(scanned, update.byteLength) || wouldChange(writer.doc, update)))
      fanout.end(session, viewOnly)
  }

  #acknowledgeLater(session: Session, message: number): void {
    this.#parts.afterCommit.run((lost) => {
      if (!lost) this.#parts.fanout.acknowledge(session, message)
    })
  }
}

/** A slice that takes too long, in smaller ones. */
function divided(update: Uint8Array): readonly Uint8Array[] {
  const { structs } = Y.decodeUpdate(update)
  return slicesOf(update, { ...sliceLimits, structs: Math.max(1, structs.length >> 3) }) ?? []
}
