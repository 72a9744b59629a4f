import type { RenewalLimits } from '@inkbridge/board'
import type { BoardId, Frame, Notice, Person, PrincipalId, Rejection } from '@inkbridge/types'
import type { Logger } from 'pino'
import type * as Y from 'yjs'
import { type EntryPoint, guarded } from '../boundary.ts'
import type { Damage, UpdateLog } from '../log.ts'
import type { Right } from '../storage/storage.ts'
import { AbandonedStrokes } from './abandoned-strokes.ts'
import { Admit } from './admit.ts'
import { AfterCommit } from './after-commit.ts'
import { Answers } from './answers.ts'
import { Fanout } from './fanout.ts'
import { Growth } from './growth.ts'
import { type Guard, guard } from './guard.ts'
import type { LoadedBoard } from './loaded.ts'
import { openDocument } from './opening.ts'
import type { OwnerOf } from './owners.ts'
import { PresenceFeed } from './presence-feed.ts'
import { renewMs } from './presences.ts'
import { unavailable, unreadable } from './rejections.ts'
import { Roles } from './roles.ts'
import { ServerAccess, type SlicedChange } from './server-access.ts'
import type { Session } from './session.ts'
import { type Slicer, sliceHere } from './slicer.ts'
import type { EncodedDocument } from './snapshot-cache.ts'
import { Timers } from './timers.ts'
import { type AppliedUpdate, noChange, type Outcome, Writer } from './writer.ts'

export interface RoomOptions {
  /** Slices large updates; default: in this thread. */
  readonly slicer?: Slicer
  readonly guard?: Guard
  /** Applies accepted updates, or throws. Default: that of Yjs. */
  readonly applyUpdate?: typeof Y.applyUpdate
  /** The account that a guest is part of. Default: none. */
  readonly ownerOf?: OwnerOf | undefined
  /** When a board is re-encoded. */
  readonly renewal?: RenewalLimits | undefined
  /** Milliseconds since 1970. */
  readonly now?: () => number
  /** Maximum size of the document, bytes. Default: no limit. */
  readonly maxBytes?: number
  /** Whether the server is short of memory, so that this board may not grow. Default: never. */
  readonly isPressed?: () => boolean
  /** Who asks to be let in. Default: nobody. */
  readonly asking?: () => readonly Person[]
}

/**
 * One open board with its sessions. Every edit takes one path: guard, apply, commit, then acknowledge and broadcast;
 * nothing leaves the room before it is on disk.
 */
export class Room {
  readonly id: BoardId
  readonly #logger: Logger
  readonly #writer: Writer
  readonly #fanout: Fanout
  readonly #afterCommit: AfterCommit
  readonly #answers: Answers
  readonly #presence: PresenceFeed
  readonly #roles: Roles
  readonly #abandoned: AbandonedStrokes
  readonly #admit: Admit
  readonly #access: ServerAccess
  readonly #timers: Timers
  #title: string
  #edited: (() => void) | null = null
  #closed = false

  private constructor(
    id: BoardId,
    title: string,
    log: UpdateLog,
    logger: Logger,
    options: RoomOptions,
    loaded: LoadedBoard,
  ) {
    const { slicer = sliceHere, now = Date.now, isPressed = () => false, asking = () => [] } = options
    const { maxBytes = Number.POSITIVE_INFINITY, applyUpdate, guard: judges = guard } = options
    const timed = (run: () => unknown) => this.#guarded('timer', run)
    this.id = id
    this.#title = title
    this.#logger = logger
    this.#timers = new Timers(timed)
    const writer = new Writer(id, log, logger, now, loaded, applyUpdate)
    const fanout = new Fanout(now, (session) => this.leave(session))
    const afterCommit = new AfterCommit(writer, (run) => this.#guarded('commit', run))
    const answers = new Answers(fanout, writer, afterCommit, now)
    const growth = new Growth(maxBytes, writer, now, timed)
    const abandoned = new AbandonedStrokes(writer, fanout.sessions, this.#timers)
    const parts = { fanout, writer, afterCommit, answers, growth, abandoned, guard: judges, slicer, now, isPressed }
    this.#writer = writer
    this.#fanout = fanout
    this.#afterCommit = afterCommit
    this.#answers = answers
    this.#abandoned = abandoned
    this.#presence = new PresenceFeed(fanout, writer, now, timed)
    this.#roles = new Roles(fanout, writer, answers, asking, now)
    this.#admit = new Admit(parts)
    this.#access = new ServerAccess(writer, afterCommit, growth, () => this.#closed)
    this.#timers.every(renewMs, () => {
      this.#writer.evictUnused()
      this.#presence.renew()
    })
    abandoned.sealLater()
    this.#guarded('commit', () => this.#handleOutcomes())
  }

  /** Opens a room. Rejects when the board cannot be read, so that nothing is saved over it. */
  static async open(
    id: BoardId,
    title: string,
    log: UpdateLog,
    logger: Logger,
    options: RoomOptions = {},
  ): Promise<Room> {
    const { now = Date.now, renewal, slicer = sliceHere, ownerOf } = options
    const loaded = await openDocument({ id, log, logger, now, slicer, renewal, ownerOf })
    return new Room(id, title, log, logger, options, loaded)
  }

  /** Not null: the board is read-only in its last sound state. */
  get damage(): Damage | null {
    return this.#writer.damage
  }

  get sessions(): ReadonlySet<Session> {
    return this.#fanout.sessions
  }

  /** Whether the board was deleted: nobody enters, and nothing is read or changed. */
  get isClosed(): boolean {
    return this.#closed
  }

  /** Approximate size of the document, bytes. */
  get bytes(): number {
    return this.#writer.documentBytes
  }

  /** Changes whenever the board's content does. */
  get version(): number {
    return this.#writer.version
  }

  /** Reads the document; resolves with the reader's result once everything is on disk. */
  read<Value>(reader: (doc: Y.Doc) => Value): Promise<Value> {
    return this.#access.read(reader)
  }

  /** The whole board as one update, all of it on disk. May be slightly stale unless `current`. */
  snapshot(options: { readonly current: boolean }): Promise<EncodedDocument> {
    return this.#access.snapshot(options)
  }

  /** The whole board as updates, all of them on disk, to be merged before they are applied. */
  updates(): Promise<readonly Uint8Array[]> {
    return this.#access.updates()
  }

  /** Applies a change of the API or the server. Resolves when it is on disk; rejects otherwise, or with `BoardFull`. */
  change<Value>(author: PrincipalId | null, changer: (doc: Y.Doc, origin: unknown) => Value): Promise<Value> {
    return this.#access.change(author, changer)
  }

  /**
   * Applies a large change of the API or the server. Resolves when all of it is on disk. If it rejects, some
   * of it may have been applied.
   *
   * @param stillMay rejects when the author has lost the right; called before each commit
   */
  changeInSlices(
    author: PrincipalId | null,
    change: SlicedChange,
    stillMay: () => Promise<void> = async () => {},
  ): Promise<void> {
    return this.#access.changeInSlices(author, change, stillMay)
  }

  /** Runs a callback once, when the next edit of a session is on disk. */
  onEdited(run: () => void): void {
    this.#edited = run
  }

  enter(session: Session): void {
    this.#fanout.add(session)
    this.#roles.greet(session, this.#title)
    this.#answers.ask(session)
    this.#presence.showAll(session)
  }

  leave(session: Session): void {
    if (!this.#fanout.delete(session)) return
    this.#writer.owners.leave(session)
    this.#presence.leave(session)
    this.#abandoned.sealLater()
  }

  /** Handles one message. If it returns a promise, pass no further message of the session until that resolves. */
  receive(session: Session, bytes: Uint8Array): Promise<void> | undefined {
    // Messages may still arrive after the connection was closed.
    if (!this.#fanout.sessions.has(session)) return undefined
    const read = session.reader.read(bytes)
    if (!read.ok) return void this.#fanout.end(session, read.problem)
    return read.value ? this.#take(session, read.value) : undefined
  }

  #take(session: Session, frame: Frame): Promise<void> | undefined {
    switch (frame.kind) {
      case 'sync-step-2':
      case 'update':
        return this.#admit.update(session, frame)
      case 'sync-step-1':
      case 'have':
        return this.#answers.answer(session, frame)
      case 'awareness':
      case 'presence':
        return void this.#presence.receive(session, frame)
      case 'query-awareness':
        return void this.#presence.showAll(session)
      case 'ping':
        return void this.#fanout.send(session, { kind: 'pong', id: frame.id })
      case 'pong':
        return undefined
      default:
        return void this.#fanout.end(session, unreadable)
    }
  }

  retitle(title: string): void {
    this.#title = title
    this.notify({ type: 'title', title })
  }

  /** Shows a person with a new name or colour. */
  updatePerson(person: Person): void {
    this.#presence.updatePerson(person)
  }

  /** Sets the right of a session from its next message on; null closes it. */
  allow(session: Session, right: Right | null): void {
    this.#roles.allow(session, right)
  }

  /** Tells owners who asks to be let in. */
  showRequests(): void {
    for (const session of this.sessions) this.#roles.showRequests(session)
  }

  /** Closes a session's connection with a reason, and ignores further messages of it. */
  expel(session: Session, reason: Rejection): void {
    this.#fanout.end(session, reason)
  }

  notify(notice: Notice): void {
    this.#fanout.notify(notice)
  }

  /** Resolves when everything applied is on disk and acknowledged, or known to be lost. */
  committed(): Promise<void> {
    return new Promise((resolve) => this.#afterCommit.run(() => resolve()))
  }

  /** Seals live strokes, waits for commits, and compacts, before an unused board is unloaded. */
  async flush(): Promise<void> {
    await this.#abandoned.seal()
    await this.committed()
    await this.#writer.compact()
  }

  /** Closes all sessions and the room. Resolves when everything applied before is on disk, or known to be lost. */
  async close(reason: Rejection): Promise<void> {
    this.#closed = true
    this.#fanout.endAll(reason)
    await this.committed()
    this.dispose()
  }

  dispose(): void {
    this.#timers.dispose()
    this.#presence.dispose()
    this.#writer.dispose()
  }

  async #handleOutcomes(): Promise<void> {
    for await (const outcome of this.#writer.outcomes(() => this.#fanout.paceMs)) this.#handle(outcome)
  }

  /** Handles an outcome; catches errors, so that the writer continues. */
  #handle(outcome: Outcome): void {
    switch (outcome.kind) {
      case 'saved':
        // The commit may not have been sent to everybody: they get it when they reconnect.
        return this.#guarded(
          'commit',
          () => this.#saved(outcome.batch),
          () => this.#fanout.endAll(unavailable),
        )
      case 'slow':
        return this.#guarded('timer', () => this.#fanout.acknowledgeReceipt(outcome.batch))
      case 'failing':
        return this.#guarded('commit', () => this.notify({ type: 'not-saving' }))
      case 'working':
        return this.#guarded('commit', () => {
          this.notify({ type: 'saving' })
          this.#answers.askEverybody()
        })
      case 'reloaded':
        return this.#guarded('commit', () => this.#answers.askEverybody())
      case 'processed':
        return this.#afterCommit.process(outcome)
    }
  }

  #saved(all: readonly AppliedUpdate[]): void {
    // Claims are not broadcast.
    const batch = all.filter(({ update }) => update !== noChange)
    if (this.#fanout.acknowledgeSaved(batch)) {
      this.#edited?.()
      this.#edited = null
    }
    this.#fanout.broadcast(batch)
  }

  #guarded(entry: EntryPoint['entry'], run: () => unknown, failed?: () => void): void {
    guarded(this.#logger, { entry, board: this.id }, run, failed)
  }
}
