import { type RenewalLimits, sealAbandoned } from '@inkbridge/board'
import { missingUpdate } from '@inkbridge/sync/deletions'
import {
  type BoardId,
  type Frame,
  limits,
  mayEdit,
  type Notice,
  type Person,
  type PrincipalId,
  type Rejection,
  type Role,
} from '@inkbridge/types'
import type { Logger } from 'pino'
import * as Y from 'yjs'
import { Bucket, type Rate } from '../admission/bucket.ts'
import { guarded } from '../boundary.ts'
import type { Damage, UpdateLog } from '../log/update-log.ts'
import type { Right } from '../store/directory.ts'
import { aTurn } from '../threads/turn.ts'
import { type Guard, guard, refusal, wouldChange } from './guard.ts'
import { openDocument } from './opening.ts'
import { Presences, renewMs } from './presences.ts'
import { BoardFull, Quota } from './quota.ts'
import {
  boardFull,
  elsewhere,
  inapplicable,
  revoked,
  somebodyElses,
  tooManyClients,
  tooManyGaps,
  tooSlow,
  unavailable,
  unreadable,
  viewOnly,
} from './rejections.ts'
import { paceMs, Rhythm } from './rhythm.ts'
import { isTooSlow, type Session, speaks } from './session.ts'
import { type Slicer, sliceHere } from './slicer.ts'
import { fitsOneSlice, sliceLimits } from './update-scan.ts'
import { slicesOf } from './update-slices.ts'
import type { Encoding } from './whole.ts'
import { WireFrame } from './wire-frame.ts'
import { type Applied, type ChangeOrigin, type Loaded, noChange, Writer } from './writer.ts'

type UpdateFrame = Extract<Frame, { kind: 'sync-step-2' | 'update' }>

/** After its author has left for so long, a stroke in progress is sealed for them, ms. */
const abandonedMs = 60_000
/** Of as many clients as a document can have, bytes. */
const maxStateVectorBytes = 2 * 1_048_576
/** Yjs clients that a board has not seen: a page load that edits is one, a month offline brings a thousand. */
const newClients: Rate = { perSecond: 2, burst: 8_192 }
/** Holes one session may be asked to fill in `gapsMs`. */
const maxGaps = 8
const gapsMs = 10_000

/** So many slices of a large change go into one commit, and so are merged for those who are here: some 20 ms of work. */
const slicesPerCommit = 8

const cannotSave = new Error('The server cannot save just now. Nothing was changed; try again in a moment.')

export interface RoomOptions {
  /** Takes large updates apart; default: in this thread. */
  readonly slicer?: Slicer
  readonly guard?: Guard
  /** Applies what the guard let through, or throws. Default: that of Yjs. */
  readonly applyUpdate?: typeof Y.applyUpdate
  /** When a board is re-encoded. */
  readonly renewal?: RenewalLimits | undefined
  /** Milliseconds since 1970. */
  readonly now?: () => number
  /** What the document may grow to. Default: anything. */
  readonly maxBytes?: number
  /** Whether the server has no memory for what this board would grow by. Default: it always has. */
  readonly isPressed?: () => boolean
}

/**
 * One open board and who is on it. Every frame goes one way: guard, apply, commit, then acknowledge and broadcast;
 * what leaves the room is never ahead of the disk.
 */
export class Room {
  readonly id: BoardId
  readonly #writer: Writer
  readonly #slicer: Slicer
  readonly #guard: Guard
  readonly #now: () => number
  readonly #logger: Logger
  readonly #sessions = new Set<Session>()
  readonly #presences: Presences
  readonly #timers = new Set<ReturnType<typeof setTimeout>>()
  readonly #serverOrigin: ChangeOrigin = { session: null, author: null }
  readonly #presenceRhythm: Rhythm
  readonly #newClients: Bucket
  readonly #quota: Quota
  readonly #isPressed: () => boolean
  #title: string
  #edited: (() => void) | null = null
  #closed = false

  private constructor(
    id: BoardId,
    title: string,
    log: UpdateLog,
    logger: Logger,
    options: RoomOptions,
    loaded: Loaded,
  ) {
    const { slicer = sliceHere, now = Date.now } = options
    this.id = id
    this.#title = title
    this.#slicer = slicer
    this.#guard = options.guard ?? guard
    this.#now = now
    this.#newClients = new Bucket(newClients, now())
    this.#logger = logger
    this.#presences = new Presences(now, (session, client) => this.#mayUse(session, client))
    this.#writer = new Writer(
      id,
      log,
      logger,
      now,
      loaded,
      {
        committed: (batch) =>
          guarded(
            logger,
            { entry: 'commit', board: id },
            () => this.#committed(batch),
            () => this.#expelAll(),
          ),
        slow: (batch) => guarded(logger, { entry: 'timer', board: id }, () => this.#acknowledgeReceipt(batch)),
        saving: (works) => guarded(logger, { entry: 'commit', board: id }, () => this.#saving(works)),
        paceMs: () => this.#paceMs(),
        reloaded: () => this.#reloaded(),
      },
      options.applyUpdate,
    )
    this.#quota = new Quota(options.maxBytes ?? Number.POSITIVE_INFINITY, this.#writer.bytes, now)
    this.#isPressed = options.isPressed ?? (() => false)
    this.#presenceRhythm = new Rhythm(
      () => guarded(logger, { entry: 'timer', board: id }, () => this.#sendPresence()),
      () => this.#paceMs(),
    )
    this.#every(renewMs, () => {
      this.#presences.renew()
      this.#writer.rest()
      this.#presenceRhythm.beat()
    })
    this.#sealLater()
  }

  /** Rejects when the board cannot be read; then nothing was opened, and nothing can be saved over it. */
  static async open(
    id: BoardId,
    title: string,
    log: UpdateLog,
    logger: Logger,
    options: RoomOptions = {},
  ): Promise<Room> {
    const { now = Date.now, renewal } = options
    return new Room(
      id,
      title,
      log,
      logger,
      options,
      await openDocument({ id, log, logger, now, slicer: options.slicer ?? sliceHere, renewal }),
    )
  }

  /** Not null: the board is shown as it last was sound, and nobody can change it. */
  get damage(): Damage | null {
    return this.#writer.damage
  }

  get sessions(): ReadonlySet<Session> {
    return this.#sessions
  }

  /** The board was deleted: nobody enters, and nothing is read or changed. */
  get isClosed(): boolean {
    return this.#closed
  }

  /** Reads the document; resolves with what was read once all of it is on disk. */
  async read<Value>(reader: (doc: Y.Doc) => Value): Promise<Value> {
    this.#mustBeOpen()
    return this.#afterCommit(reader(this.#writer.doc))
  }

  /** The whole board as one update, never ahead of the disk. Unless it has to be current it may be a moment old. */
  async snapshot(options: { readonly current: boolean }): Promise<Encoding> {
    this.#mustBeOpen()
    const { encoding } = await this.#writer.whole(options)
    return this.#afterCommit(encoding)
  }

  /** A change by the API or the server; resolves when it is on disk, rejects when it cannot be, or with `BoardFull`. */
  async change<Value>(author: PrincipalId | null, changer: (doc: Y.Doc, origin: unknown) => Value): Promise<Value> {
    this.#mustBeOpen()
    this.#measureWhenDue(0)
    await this.#quota.measuring
    this.#mustBeOpen()
    if (!this.#writer.takes) throw cannotSave
    const origin = { session: null, author } satisfies ChangeOrigin
    const changed = this.#writer.change(
      () => changer(this.#writer.doc, origin),
      (bytes) => this.#hasRoomFor(bytes),
    )
    if (!changed) throw new BoardFull()
    return this.#afterCommit(changed.value)
  }

  /** Bytes of the document, about. */
  get bytes(): number {
    return this.#writer.documentBytes
  }

  #hasRoomFor(bytes: number): boolean {
    this.#measureWhenDue(bytes)
    return this.#quota.take(bytes)
  }

  #measureWhenDue(bytes: number): void {
    if (!this.#quota.isDue(bytes)) return
    const size = async () => (await this.#writer.whole({ current: true })).encoding.bytes.byteLength
    guarded(this.#logger, { entry: 'timer', board: this.id }, () => this.#quota.measure(size))
  }

  /** A board that seems to be full is measured before anybody is told so. */
  #refuseWhenFull(session: Session): 'stopped' {
    const { measuring } = this.#quota
    if (!measuring) {
      this.#end(session, boardFull)
      return 'stopped'
    }
    this.#owe(session)
    const again = () => {
      if (this.#sessions.has(session)) this.#askForAll(session)
    }
    guarded(this.#logger, { entry: 'timer', board: this.id }, () => measuring.then(again))
    return 'stopped'
  }

  /** Runs once, when somebody's edit is on disk. */
  onEdited(run: () => void): void {
    this.#edited = run
  }

  /**
   * A large change by the API or the server, as slices to be applied in this order; others are served in between.
   * Resolves when all of it is on disk. Rejects when it cannot be: then some of it may be there.
   *
   * @param client the Yjs client that all of it is by, which is new here
   * @param stillMay rejects when the author may not go on; asked before each commit
   */
  async changeInSlices(
    author: PrincipalId | null,
    { client, slices }: { readonly client: number; readonly slices: readonly Uint8Array[] },
    stillMay: () => Promise<void> = async () => {},
  ): Promise<void> {
    this.#measureWhenDue(slices.reduce((sum, { byteLength }) => sum + byteLength, 0))
    await this.#quota.measuring
    const { doc, owners } = this.#writer
    this.#mustBeOpen()
    if (!this.#writer.takes || doc.store.clients.has(client) || !owners.reserve(client)) throw cannotSave
    const origin: ChangeOrigin = { session: null, author }
    for (const [index, slice] of slices.entries()) {
      if (index % slicesPerCommit === 0) await stillMay()
      this.#mustBeOpen()
      if (!this.#hasRoomFor(slice.byteLength)) throw new BoardFull()
      // What it builds on is gone when the document was read again.
      if (!this.#writer.takes || this.#writer.doc !== doc || !this.#writer.apply(slice, origin)) throw cannotSave
      if (index % slicesPerCommit === slicesPerCommit - 1) await this.#afterCommit(null)
      else await aTurn()
    }
    await this.#afterCommit(null)
  }

  /** Changes with the board's content. */
  get version(): number {
    return this.#writer.version
  }

  /** The whole board as updates, to be merged before they are applied, never ahead of the disk. */
  async updates(): Promise<readonly Uint8Array[]> {
    this.#mustBeOpen()
    const { encoding, tail } = await this.#writer.whole({ current: false })
    return this.#afterCommit(tail ? [encoding.bytes, tail] : [encoding.bytes])
  }

  enter(session: Session): void {
    this.#sessions.add(session)
    const { damage, generation } = this.#writer
    const restores = session.role === 'owner'
    session.role = this.#roleFor(session.role)
    const { role, person } = session
    this.#send(session, {
      kind: 'hello',
      hello: {
        protocol: 1,
        role,
        you: person,
        title: this.#title,
        maxFrameBytes: limits.maxFrameBytes,
        documentBytes: this.#writer.documentBytes,
        generation,
        ...(damage ? { damaged: { goodAt: damage.goodAt, since: damage.since, restores } } : {}),
      },
    })
    if (!this.#writer.saves) this.#send(session, { kind: 'notice', notice: { type: 'not-saving' } })
    this.#askForAll(session)
    this.#showEverybody(session)
  }

  leave(session: Session): void {
    if (!this.#sessions.delete(session)) return
    this.#presences.leave(session)
    this.#writer.owners.leave(session)
    this.#presenceRhythm.beat()
    this.#sealLater()
  }

  /** Takes one message. What takes long goes on after it returns: until its promise is kept no other may be given. */
  receive(session: Session, bytes: Uint8Array): Promise<void> | undefined {
    // What comes after a connection was closed is from before it knew.
    if (!this.#sessions.has(session)) return undefined
    const read = session.reader.read(bytes)
    if (!read.ok) return void this.#end(session, read.problem)
    const frame = read.value
    if (frame?.kind === 'sync-step-2' || frame?.kind === 'update') return this.#admit(session, frame)
    if (frame?.kind === 'sync-step-1')
      return this.#answer(session, frame.stateVector, (doc) => Y.encodeStateAsUpdate(doc, frame.stateVector))
    if (frame?.kind === 'have')
      return this.#answer(session, frame.stateVector, (doc) =>
        missingUpdate(doc, frame.stateVector, frame.deletions, this.#writer.deletions.all),
      )
    if (frame) this.#take(session, frame)
    return undefined
  }

  #take(session: Session, frame: Frame): void {
    switch (frame.kind) {
      case 'awareness':
        this.#presences.receiveAwareness(session, frame.states)
        return this.#showed(session)
      case 'presence':
        this.#presences.receiveDelta(session, frame.delta)
        return this.#showed(session)
      case 'query-awareness':
        return this.#showEverybody(session)
      case 'ping':
        return this.#send(session, { kind: 'pong', id: frame.id })
      case 'pong':
        return
      default:
        return this.#end(session, unreadable)
    }
  }

  retitle(title: string): void {
    this.#title = title
    this.notify({ type: 'title', title })
  }

  /** A person is shown under another name or colour from now on. */
  meet(person: Person): void {
    for (const session of this.#sessions) {
      if (session.principal !== person.id) continue
      session.person = person
      this.#presences.restamp(session)
      this.#send(session, { kind: 'notice', notice: { type: 'you', you: person } })
    }
    this.#presenceRhythm.beat()
  }

  /** What somebody may do here from the next message on; null: nothing any more. */
  allow(session: Session, right: Right | null): void {
    if (right === null) return this.#end(session, revoked)
    session.until = right.until
    const role = this.#roleFor(right.role)
    if (role !== session.role) this.#changeRole(session, role)
  }

  /** A damaged board is only looked at. */
  #roleFor(role: Role): Role {
    return this.damage ? 'viewer' : role
  }

  /** Closes a session's connection with a reason and ignores what still comes from it. */
  expel(session: Session, reason: Rejection): void {
    this.#end(session, reason)
  }

  /** Ends every session, and takes nothing more. Resolves when what was applied before is on disk, or known to be lost. */
  async close(reason: Rejection): Promise<void> {
    this.#closed = true
    for (const session of [...this.#sessions]) this.#end(session, reason)
    await this.committed()
    this.dispose()
  }

  #mustBeOpen(): void {
    if (this.#closed) throw new RoomClosed()
  }

  #end(session: Session, reason: Rejection): void {
    try {
      session.connection.close(reason)
    } finally {
      this.leave(session)
    }
  }

  #changeRole(session: Session, role: Role): void {
    const could = mayEdit(session.role)
    session.role = role
    this.#send(session, { kind: 'notice', notice: { type: 'role', role } })
    if (!could) this.#askForAll(session)
  }

  notify(notice: Notice): void {
    for (const session of this.#sessions) this.#send(session, { kind: 'notice', notice })
  }

  /** Resolves when everything that was applied is on disk and acknowledged, or is known not to be. */
  committed(): Promise<void> {
    return new Promise((resolve) => this.#writer.whenCommitted(() => resolve()))
  }

  /** Writes what is worth writing before the document is forgotten. The caller has seen that nobody is here. */
  async settle(): Promise<void> {
    if (this.#writer.takes) sealAbandoned(this.#writer.doc, () => false, this.#serverOrigin)
    await this.committed()
    await this.#writer.compact()
  }

  dispose(): void {
    for (const timer of this.#timers) clearTimeout(timer)
    this.#timers.clear()
    this.#presenceRhythm.dispose()
    this.#writer.dispose()
  }

  #afterCommit<Value>(value: Value): Promise<Value> {
    return new Promise((resolve, reject) => {
      this.#writer.whenCommitted((lost) => {
        if (lost) reject(new Error('The server could not save this. Nothing was changed; try again in a moment.'))
        else resolve(value)
      })
    })
  }

  /** The answer may hold what is not on disk yet: it leaves when that is. */
  #answer(session: Session, stateVector: Uint8Array, missing: (doc: Y.Doc) => Uint8Array): Promise<void> | undefined {
    if (stateVector.byteLength > maxStateVectorBytes) return void this.#end(session, unreadable)
    // Who has not taken the last answer yet does not get another.
    if (session.connection.unsentBytes() > limits.maxUnsentBytes) return void this.#end(session, tooSlow)
    if (hasNothing(stateVector)) return this.#answerWhole(session)
    const frame = this.#missing(missing)
    if (!frame) return void this.#end(session, unreadable)
    this.#writer.whenCommitted((lost) => {
      if (lost) void this.#answer(session, stateVector, missing)?.catch(() => this.#end(session, unreadable))
      else this.#deliverAnswer(session, [frame])
    })
    return undefined
  }

  /**
   * Many who come with nothing get the same frame. What it lacks goes before it, and waits at the client until it can be
   * applied: with the answer all is there.
   */
  async #answerWhole(session: Session): Promise<void> {
    const { encoding, tail } = await this.#writer.whole({ current: false })
    const frames = tail ? [new WireFrame({ kind: 'update', update: tail }, false), encoding.answer] : [encoding.answer]
    this.#writer.whenCommitted((lost) => {
      if (lost) this.#answerWhole(session).catch(() => this.#end(session, unreadable))
      else this.#deliverAnswer(session, frames)
    })
  }

  #deliverAnswer(session: Session, frames: readonly WireFrame[]): void {
    if (!this.#sessions.has(session)) return
    for (const frame of frames) this.#deliver(session, frame)
    session.answering = frames.reduce((sum, { whole }) => sum + whole.bytes.byteLength, 0)
  }

  /** Null when what a client said it has cannot be read. */
  #missing(missing: (doc: Y.Doc) => Uint8Array): WireFrame | null {
    try {
      return new WireFrame({ kind: 'sync-step-2', update: missing(this.#writer.doc) }, false)
    } catch {
      return null
    }
  }

  #admit(session: Session, { kind, update }: UpdateFrame): Promise<void> | undefined {
    if (!mayEdit(session.role)) return void this.#readOnly(session, update)
    session.received += 1
    if (!this.#writer.takes || !this.#mayWrite(session)) return void this.#owe(session)
    if (update.byteLength > sliceLimits.bytes) return this.#admitSlices(session, kind, this.#slicer.slice(update))
    const scanned = this.#guard.scan(update)
    if (typeof scanned === 'string') return void this.#end(session, refusal(scanned))
    if (!fitsOneSlice(scanned, update.byteLength)) return this.#admitSlices(session, kind, this.#slicer.slice(update))
    if (kind === 'sync-step-2') session.owesAnswer = false
    const message = session.owesAnswer ? session.saved : session.received
    const result = this.#apply(session, update, message)
    if (result === 'too-much') return this.#admitSlices(session, kind, Promise.resolve(divided(update)))
    if (result === 'known') this.#acknowledgeLater(session, message)
    // It may hold a stroke that a page which is gone was drawing without the network.
    if (result === 'applied' && kind === 'sync-step-2') this.#sealLater()
    return undefined
  }

  /** Applies a large update in pieces, each in the session's turn; it is acknowledged when all of them are on disk. */
  async #admitSlices(
    session: Session,
    kind: UpdateFrame['kind'],
    slicing: Promise<readonly Uint8Array[] | string>,
  ): Promise<void> {
    const slices = await slicing
    if (typeof slices === 'string') return this.#end(session, refusal(slices))
    const left = [...slices].reverse()
    let partly = false
    for (let slice = left.pop(); slice; slice = left.pop()) {
      const update = slice
      await session.share.turn({ isSmall: false })
      if (!this.#sessions.has(session)) return
      if (!mayEdit(session.role)) return this.#end(session, viewOnly)
      if (!this.#writer.takes || !this.#mayWrite(session)) return this.#owe(session)
      const result = session.share.run(() => this.#apply(session, update, session.saved, partly))
      if (result === 'too-much') left.push(...[...divided(update)].reverse())
      else if (result === 'stopped') return
      partly ||= result === 'applied'
    }
    if (kind === 'sync-step-2') session.owesAnswer = false
    this.#acknowledgeLater(session, session.owesAnswer ? session.saved : session.received)
    if (kind === 'sync-step-2') this.#sealLater()
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
    const judged = this.#guard.judge(this.#writer.doc, update)
    const stop = (problem: Rejection) => {
      this.#end(session, problem)
      return 'stopped' as const
    }
    if (!judged.ok) return stop(refusal(judged.problem, partly))
    const verdict = judged.value
    if (verdict === 'nothing-new') return 'known'
    if (verdict === 'too-much') return verdict
    if (verdict === 'gap') {
      this.#fill(session)
      return 'stopped'
    }
    const standings = verdict.clients.map((client) => this.#writer.owners.standing(session, client))
    if (standings.includes('taken')) return stop(somebodyElses)
    if (standings.includes('busy')) return stop(elsewhere)
    if (!this.#takesClients(verdict.clients)) return stop(tooManyClients)
    // An update without structs only deletes.
    if (verdict.clients.length > 0) {
      if (this.#isPressed()) return stop(unavailable)
      if (!this.#hasRoomFor(verdict.update.byteLength)) return this.#refuseWhenFull(session)
    }
    const claims = this.#writer.owners.claim(session, verdict.clients)
    const origin = { session, author: session.principal, message, claims }
    return this.#writer.apply(verdict.update, origin) ? 'applied' : stop(inapplicable)
  }

  /** Whether what somebody writes is saved; they are told when that changes. */
  #mayWrite(session: Session): boolean {
    const mayWrite = session.allowance?.mayWrite ?? true
    if (mayWrite !== session.mayWrite) {
      session.mayWrite = mayWrite
      this.#send(session, { kind: 'notice', notice: { type: mayWrite ? 'saving' : 'not-saving' } })
    }
    return mayWrite
  }

  /** Each client that ever wrote costs every later edit a little, here and in every browser. */
  #takesClients(clients: readonly number[]): boolean {
    const { store } = this.#writer.doc
    const fresh = clients.filter((client) => !store.clients.has(client)).length
    const now = this.#now()
    if (fresh > 0 && !this.#newClients.has(now)) return false
    this.#newClients.spend(fresh, now)
    return true
  }

  /** An honest viewer's sync answer repeats what the server sent, and is ignored. */
  #readOnly(session: Session, update: Uint8Array): void {
    const scanned = this.#guard.scan(update)
    if (typeof scanned === 'string') return this.#end(session, refusal(scanned))
    // Nothing of it is ever applied: what would take long to compare is left alone.
    const compared = scanned.structs > 0 || scanned.deleteRanges <= sliceLimits.deleteRanges
    if (compared && (!fitsOneSlice(scanned, update.byteLength) || wouldChange(this.#writer.doc, update)))
      this.#end(session, viewOnly)
  }

  /** What came cannot be saved now: it is asked for when the disk works. */
  #owe(session: Session): void {
    session.owesAnswer = true
    this.#acknowledge(session, session.saved)
  }

  #acknowledgeLater(session: Session, message: number): void {
    this.#writer.whenCommitted((lost) => {
      if (!lost) this.#acknowledge(session, message)
    })
  }

  /** The Yjs client somebody shows is theirs before anybody else has seen it. */
  #showed(session: Session): void {
    if (session.clientId !== null && mayEdit(session.role) && this.#writer.takes)
      this.#writer.claim(session, [session.clientId])
    this.#presenceRhythm.beat()
  }

  #mayUse(session: Session, client: number): boolean {
    const standing = this.#writer.owners.standing(session, client)
    return standing === 'own' || standing === 'free'
  }

  /** Something is missing here that the client has: it is asked for everything, a bounded number of times. */
  #fill(session: Session): void {
    const { count, since } = session.gaps
    const now = this.#now()
    session.gaps = now - since < gapsMs ? { count: count + 1, since } : { count: 1, since: now }
    if (session.gaps.count > maxGaps) this.#end(session, tooManyGaps)
    else this.#askForAll(session)
  }

  #askForAll(session: Session): void {
    if (!mayEdit(session.role)) return
    session.owesAnswer = true
    const { doc } = this.#writer
    const stateVector = Y.encodeStateVector(doc)
    const ours = session.connection.dialect === 'inkbridge'
    const question: Frame = ours
      ? { kind: 'have', stateVector, deletions: this.#writer.deletions.digest }
      : { kind: 'sync-step-1', stateVector }
    this.#writer.whenCommitted((lost) => {
      if (!lost) this.#send(session, question)
    })
  }

  #committed(all: readonly Applied[]): void {
    // A claim is nobody else's business.
    const batch = all.filter(({ update }) => update !== noChange)
    const latest = new Map<Session, number>()
    for (const { update, origin } of batch) {
      if (!origin.session) continue
      latest.set(origin.session, origin.message)
      origin.session.allowance?.spend(update.byteLength)
    }
    for (const [session, message] of latest) this.#acknowledge(session, message)
    if (latest.size > 0) {
      this.#edited?.()
      this.#edited = null
    }
    this.#broadcast(batch)
  }

  /** Nobody is known to have been sent what was committed: with a new connection they get it. */
  #expelAll(): void {
    for (const session of [...this.#sessions]) this.#end(session, unavailable)
  }

  #paceMs(): number {
    return paceMs(this.#sessions.size)
  }

  /** One update for everybody, but not for who alone made all of it. */
  #broadcast(batch: readonly Applied[]): void {
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
    for (const session of receivers) this.#deliver(session, frame)
  }

  #acknowledge(session: Session, message: number): void {
    session.saved = Math.max(session.saved, message)
    this.#send(session, { kind: 'saved', received: session.received, saved: session.saved })
  }

  #acknowledgeReceipt(batch: readonly Applied[]): void {
    for (const session of new Set(batch.map(({ origin }) => origin.session))) {
      if (session) this.#acknowledge(session, session.saved)
    }
  }

  #saving(works: boolean): void {
    this.notify({ type: works ? 'saving' : 'not-saving' })
    if (works) this.#reloaded()
  }

  /** What was not on disk is gone from here: everybody is asked for what they have. */
  #reloaded(): void {
    if (!this.#writer.takes) return
    for (const session of this.#sessions) this.#askForAll(session)
  }

  #showEverybody(session: Session): void {
    if (session.connection.dialect === 'plain')
      this.#send(session, { kind: 'awareness', states: this.#presences.everybodysAwareness() })
    else this.#send(session, { kind: 'presence', delta: this.#presences.everybody() })
  }

  #sendPresence(): void {
    if (!this.#presences.changed) return
    const { delta, only, awarenessFor } = this.#presences.flush()
    const ours = delta && new WireFrame({ kind: 'presence', delta })
    const built = new Map<Uint8Array, WireFrame>()
    for (const session of this.#sessions) {
      if (session.connection.unsentBytes() > limits.behindBytes) {
        session.missesPresence = true
        continue
      }
      if (session.missesPresence) {
        session.missesPresence = false
        this.#showEverybody(session)
        continue
      }
      if (session.connection.dialect === 'inkbridge') {
        if (ours && session !== only) this.#deliver(session, ours)
        continue
      }
      const states = awarenessFor(session)
      if (!states) continue
      const frame = built.get(states) ?? new WireFrame({ kind: 'awareness', states })
      built.set(states, frame)
      this.#deliver(session, frame)
    }
  }

  #sealLater(): void {
    this.#later(abandonedMs, () => {
      if (!this.#writer.takes) return
      const live = new Set([...this.#sessions].map(({ clientId }) => clientId))
      sealAbandoned(this.#writer.doc, (clientId) => live.has(clientId), this.#serverOrigin)
    })
  }

  #send(session: Session, frame: Frame): void {
    if (speaks(session.connection, frame.kind)) this.#deliver(session, new WireFrame(frame, false))
  }

  #deliver(session: Session, frame: WireFrame): void {
    if (isTooSlow(session, this.#now())) return this.#end(session, tooSlow)
    const { connection } = session
    for (const message of connection.dialect === 'inkbridge' ? frame.messages : [frame.whole]) connection.send(message)
  }

  #later(ms: number, run: () => void): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer)
      guarded(this.#logger, { entry: 'timer', board: this.id }, run)
    }, ms)
    this.#timers.add(timer)
  }

  #every(ms: number, run: () => void): void {
    this.#later(ms, () => {
      this.#every(ms, run)
      run()
    })
  }
}

/** A slice that takes too long, in smaller ones. */
function divided(update: Uint8Array): readonly Uint8Array[] {
  const { structs } = Y.decodeUpdate(update)
  return slicesOf(update, { ...sliceLimits, structs: Math.max(1, structs.length >> 3) }) ?? []
}

/** Something was asked of a board that was deleted meanwhile. */
export class RoomClosed extends Error {
  constructor() {
    super('This board was deleted. Nothing was changed.')
  }
}

/** A state vector of nobody. */
function hasNothing(stateVector: Uint8Array): boolean {
  return stateVector.byteLength === 1 && stateVector[0] === 0
}
