import { type Frame, mayEdit, type Rejection } from '@inkbridge/types'
import * as Y from 'yjs'
import { Bucket, type Rate } from '../admission/admission.ts'
import { fitsOneSlice, sliceLimits, slicesOf } from '../updates.ts'
import type { AbandonedStrokes } from './abandoned-strokes.ts'
import type { AfterCommit } from './after-commit.ts'
import type { Answers } from './answers.ts'
import type { Fanout } from './fanout.ts'
import type { Growth } from './growth.ts'
import { type Guard, refusal, wouldChange } from './guard.ts'
import { boardFull, clientInUse, inapplicable, notYours, tooManyClients, unavailable, viewOnly } from './rejections.ts'
import type { Session } from './session.ts'
import type { Slicer } from './slicer.ts'
import type { Writer } from './writer.ts'

type UpdateFrame = Extract<Frame, { kind: 'sync-step-2' | 'update' }>

/** Edits of a client may be on their way for this time when it learns that it views only, ms. */
const onTheirWayMs = 10_000

/** New Yjs clients of a board: each page load that edits is one, and a month offline brings a thousand. */
const newClients: Rate = { perSecond: 2, burst: 8_192 }

interface AdmitParts {
  readonly fanout: Fanout
  readonly writer: Writer
  readonly afterCommit: AfterCommit
  readonly answers: Answers
  readonly growth: Growth
  readonly guard: Guard
  /** Slices large updates. */
  readonly slicer: Slicer
  /** Milliseconds since 1970. */
  readonly now: () => number
  /** Whether the server is short of memory, so that this board may not grow. */
  readonly isPressed: () => boolean
  readonly abandoned: AbandonedStrokes
}

/** Applies the updates of sessions after checking role, guard, ownership and quota; large ones in slices. */
export class Admit {
  readonly #parts: AdmitParts
  readonly #newClients: Bucket

  constructor(parts: AdmitParts) {
    this.#parts = parts
    this.#newClients = new Bucket(newClients, parts.now())
  }

  /** Handles one update. If it returns a promise, pass no further update of the session until that resolves. */
  update(session: Session, { kind, update }: UpdateFrame): Promise<void> | undefined {
    const { fanout, writer, guard, slicer } = this.#parts
    if (!mayEdit(session.role)) return void this.#readOnly(session, update)
    session.received += 1
    if (!writer.isWritable || !fanout.mayWrite(session)) return void fanout.requireResync(session)
    if (update.byteLength > sliceLimits.bytes) return this.#slices(session, kind, slicer.slice(update))
    const scanned = guard.scan(update)
    if (typeof scanned === 'string') return void fanout.end(session, refusal(scanned))
    if (!fitsOneSlice(scanned, update.byteLength)) return this.#slices(session, kind, slicer.slice(update))
    if (kind === 'sync-step-2') session.awaitsSyncAnswer = false
    const message = session.awaitsSyncAnswer ? session.saved : session.received
    const result = this.#apply(session, update, message)
    if (result === 'too-much') return this.#slices(session, kind, Promise.resolve(divided(update)))
    if (result === 'known') this.#acknowledgeLater(session, message)
    // It may contain a live stroke that a page now closed drew offline.
    if (result === 'applied' && kind === 'sync-step-2') this.#parts.abandoned.sealLater()
    return undefined
  }

  /** Applies a large update in slices, each in a turn of the session; acknowledges it when all are on disk. */
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
      if (!mayEdit(session.role)) return
      if (!writer.isWritable || !fanout.mayWrite(session)) return fanout.requireResync(session)
      const result = session.share.run(() => this.#apply(session, update, session.saved, partly))
      if (result === 'too-much') left.push(...[...divided(update)].reverse())
      else if (result === 'stopped') return
      partly ||= result === 'applied'
    }
    if (kind === 'sync-step-2') session.awaitsSyncAnswer = false
    this.#acknowledgeLater(session, session.awaitsSyncAnswer ? session.saved : session.received)
    if (kind === 'sync-step-2') this.#parts.abandoned.sealLater()
  }

  /**
   * Checks and applies one scanned update.
   *
   * @param message the count of messages that are saved when this is on disk
   * @param partly whether earlier slices of the same update were applied
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
    // An update without structs only deletes, so the board does not grow.
    if (verdict.clients.length > 0 && !this.#parts.growth.take(verdict.update.byteLength))
      return this.#refuseWhenFull(session)
    const claims = writer.owners.claim(session, verdict.clients)
    const origin = { session, author: session.principal, message, claims }
    return writer.apply(verdict.update, origin) ? 'applied' : stop(inapplicable)
  }

  /** Why a session may not write as these Yjs clients; null when it may. */
  #problemOf(session: Session, clients: readonly number[]): Rejection | null {
    const ownerships = clients.map((client) => this.#parts.writer.owners.ownership(session, client))
    if (ownerships.includes('taken')) return notYours
    if (ownerships.includes('busy')) return clientInUse
    if (!this.#takesClients(clients)) return tooManyClients
    return clients.length > 0 && this.#parts.isPressed() ? unavailable : null
  }

  /** Limits new clients: each one slows down all later edits a little, here and in every browser. */
  #takesClients(clients: readonly number[]): boolean {
    const { store } = this.#parts.writer.doc
    const fresh = clients.filter((client) => !store.clients.has(client)).length
    const now = this.#parts.now()
    if (fresh > 0 && !this.#newClients.has(now)) return false
    this.#newClients.spend(fresh, now)
    return true
  }

  /** Refuses an edit of a full board, after measuring the board if that is due. */
  #refuseWhenFull(session: Session): 'stopped' {
    const { fanout, growth, answers } = this.#parts
    const again = () => {
      if (fanout.sessions.has(session)) answers.ask(session)
    }
    if (growth.whenMeasured(again)) fanout.requireResync(session)
    else fanout.end(session, boardFull)
    return 'stopped'
  }

  /**
   * Handles an update of a viewer: an honest sync answer contains only what the server has, and is ignored,
   * and so is what was on its way when the client became a viewer: it keeps that, and sends it if it may edit again.
   */
  #readOnly(session: Session, update: Uint8Array): void {
    const { fanout, writer, guard } = this.#parts
    if (this.#isOnItsWay(session)) {
      // Counted, since its sender counts it; saved with the sync answer that the server asks for when the role returns.
      session.received += 1
      return
    }
    const scanned = guard.scan(update)
    if (typeof scanned === 'string') return fanout.end(session, refusal(scanned))
    // It is never applied, so one that takes long to compare is ignored.
    const compared = scanned.structs > 0 || scanned.deleteRanges <= sliceLimits.deleteRanges
    if (compared && (!fitsOneSlice(scanned, update.byteLength) || wouldChange(writer.doc, update)))
      fanout.end(session, viewOnly)
  }

  /** Whether an update may have been sent before its client learned that it views only; stock clients do not learn it. */
  #isOnItsWay({ connection, lostEditingAt }: Session): boolean {
    if (lostEditingAt === null || connection.dialect === 'plain') return false
    return this.#parts.now() - lostEditingAt < onTheirWayMs
  }

  #acknowledgeLater(session: Session, message: number): void {
    this.#parts.afterCommit.run((lost) => {
      if (!lost) this.#parts.fanout.acknowledge(session, message)
    })
  }
}

/** Divides a slice that takes too long into smaller ones. */
function divided(update: Uint8Array): readonly Uint8Array[] {
  const { structs } = Y.decodeUpdate(update)
  return slicesOf(update, { ...sliceLimits, structs: Math.max(1, structs.length >> 3) }) ?? []
}
