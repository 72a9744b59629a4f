import {
  closeCodes,
  encodeFrame,
  type Frame,
  FrameReader,
  type Hello,
  limits,
  mayEdit,
  messagesOf,
  type Notice,
  type Presence,
  parseHello,
  type Rejection,
} from '@inkbridge/types'
import * as Y from 'yjs'
import { missingUpdate } from './deletions.ts'
import { hasContent, haveOf } from './have.ts'
import { Ledger } from './ledger.ts'
import type { LocalPersistence } from './local.ts'
import type { Peers } from './peers.ts'
import type { PresenceSender } from './presence-sender.ts'
import { type Probe, startProbe } from './probe.ts'
import type { StatusStore } from './status.ts'
import type { TransportConnection } from './transport.ts'
import type { Wire } from './wire.ts'

/** One session of the protocol: it starts when a connection opens or moves, and ends with it. */
export interface Session {
  /** Aborted when the session ends. */
  readonly signal: AbortSignal
  /** The server has been asked for what is missing here. */
  readonly hasAsked: boolean
  /** Data of the server arrived by another way, and has been applied. */
  heard(): void
}

export interface ExchangeParts {
  readonly doc: Y.Doc
  /** The origin of updates that come from the server. */
  readonly origin: unknown
  readonly wire: Wire
  readonly status: StatusStore
  readonly peers: Peers
  readonly presence: PresenceSender
  readonly persistence: LocalPersistence | null
}

export interface ExchangeEvents {
  welcomed(hello: Hello, session: Session): void
  /** Role, title or person changed. */
  faceChanged(): void
  synced(): void
  restarting(spreadMs: number): void
  /** A retry would end the same way. */
  failed(problem: Rejection): void
  /** The server does not answer. */
  silent(): void
}

/** Sends and receives over the open connection, and counts what the server has acknowledged. */
export class Exchange {
  readonly ledger: Ledger
  readonly #parts: ExchangeParts
  readonly #events: ExchangeEvents
  #session: OpenSession | null = null

  constructor(parts: ExchangeParts, events: ExchangeEvents) {
    this.#parts = parts
    this.#events = events
    this.ledger = new Ledger({ hasContent: hasContent(parts.doc) })
  }

  /** Everything that may be sent is on the server's disk, and everything the server had is here. */
  get isSettled(): boolean {
    // Content from before the connection is sent with the answer, and not counted as an edit.
    const isAnswered = this.#session?.isAnswered || !this.#mayEdit()
    return this.#parts.status.now.synced && this.#session !== null && isAnswered && this.ledger.settled
  }

  /** Starts a session. When the connection has moved to another transport the previous one ends, and peers stay. */
  begin(connection: TransportConnection): void {
    this.#endSession()
    const { status, presence } = this.#parts
    const probe = startProbe({
      ping: (id) => this.#write(connection, encodeFrame({ kind: 'ping', id })),
      roundTrip: (ms) => status.set({ roundTripMs: Math.round(ms) }),
      doubt: () => connection.renew?.(),
      silent: () => this.#events.silent(),
    })
    this.#session = new OpenSession(connection, probe)
    presence.forget()
    this.#sendPresence()
  }

  end(): void {
    this.#endSession()
    this.#parts.peers.clear()
    this.countEdits()
  }

  receive(message: Uint8Array): void {
    const { wire, status } = this.#parts
    this.#session?.probe.heard()
    wire.passed('in', message)
    const read = this.#session?.reader.read(message)
    if (read?.ok && read.value) this.#take(read.value)
    // An unknown message may come from a newer server; one that is too large would be requested again for ever.
    else if (read && !read.ok && read.problem.code === closeCodes.tooLarge) this.#events.failed(read.problem)
    else if (!status.now.loaded) status.set({ progress: this.#session?.reader.progress ?? null })
  }

  /** Sends a local edit, or counts it as unsent. */
  edited(update: Uint8Array): void {
    if (this.#session?.isAnswered && this.#mayEdit()) {
      this.ledger.sent()
      this.#send({ kind: 'update', update })
    } else {
      this.ledger.kept(1)
    }
    this.countEdits()
  }

  /** Changes what others see of this connection. Fields that are not given stay unchanged. */
  present(change: Omit<Presence, 'user'>): void {
    this.#parts.presence.change(change)
    this.#sendPresence()
  }

  /** Asks for everything that is missing here. */
  ask(): void {
    if (this.#session) this.#session.hasAsked = true
    this.#send({ kind: 'have', ...haveOf(this.#parts.doc) })
  }

  /** Probes the server now, and tries better transports. */
  check(): void {
    this.#session?.probe.urge()
    this.#session?.connection.improve?.()
  }

  countEdits(): void {
    this.#parts.status.set({ edits: this.ledger.counts })
  }

  #endSession(): void {
    this.#session?.end()
    this.#session = null
    this.ledger.ended()
    if (this.#parts.persistence) this.#parts.persistence.live = false
  }

  #take(frame: Frame): void {
    const { doc, origin, peers } = this.#parts
    switch (frame.kind) {
      case 'hello':
        return this.#welcomed(frame.hello)
      case 'have':
        return this.#answer(frame.stateVector, frame.deletions)
      case 'sync-step-2':
        Y.applyUpdate(doc, frame.update, origin)
        return this.#events.synced()
      case 'update':
        return Y.applyUpdate(doc, frame.update, origin)
      case 'presence':
        return peers.receive(frame.delta, doc.clientID)
      case 'saved':
        return this.#acknowledged(frame.received, frame.saved)
      case 'notice':
        return this.#noticed(frame.notice)
      case 'pong':
        return this.#session?.probe.answered(frame.id)
      case 'ping':
        return this.#send({ kind: 'pong', id: frame.id })
      case 'sync-step-1':
      case 'awareness':
      case 'chunk':
      case 'denied':
      case 'query-awareness':
        return
    }
  }

  #welcomed(input: Hello): void {
    const hello = parseHello(input)
    if (hello && this.#session) this.#events.welcomed(hello, this.#session)
  }

  /** Sends the server everything it lacks; from then on edits are sent as they are made. */
  #answer(stateVector: Uint8Array, deletions: Uint8Array): void {
    if (!this.#session || !this.#mayEdit()) return
    const { doc, persistence } = this.#parts
    this.ledger.answered()
    this.#session.isAnswered = true
    if (persistence) persistence.live = true
    this.#send({ kind: 'sync-step-2', update: missingUpdate(doc, stateVector, deletions) })
    this.countEdits()
  }

  #acknowledged(received: number, saved: number): void {
    this.ledger.acknowledged(received, saved)
    this.countEdits()
    if (this.ledger.settled) this.#parts.persistence?.saved()
  }

  #noticed(notice: Notice): void {
    const { status } = this.#parts
    switch (notice.type) {
      case 'restarting':
        return this.#events.restarting(notice.spreadMs)
      case 'not-saving':
        return status.set({ saving: false })
      case 'saving':
        return status.set({ saving: true })
      case 'role':
        // When the role returns the server asks again: edits made until then are sent with that answer.
        if (this.#session && !mayEdit(notice.role)) this.#session.isAnswered = false
        status.set({ role: notice.role, locked: notice.locked ?? false })
        break
      case 'requests':
        return status.set({ requests: notice.people })
      case 'title':
        status.set({ title: notice.title })
        break
      case 'you':
        status.set({ you: notice.you })
        break
      default:
        return
    }
    this.#events.faceChanged()
  }

  #mayEdit(): boolean {
    const { role } = this.#parts.status.now
    return role !== null && mayEdit(role)
  }

  #sendPresence(): void {
    if (this.#session) this.#send({ kind: 'presence', delta: this.#parts.presence.delta() })
  }

  #send(frame: Frame): void {
    const bytes = encodeFrame(frame)
    if (bytes.byteLength > limits.maxWholeBytes) return this.#events.failed(tooLarge)
    if (!this.#session) return
    const { probe, connection } = this.#session
    probe.sent(bytes.byteLength)
    for (const message of messagesOf(bytes)) this.#write(connection, message)
  }

  #write(connection: TransportConnection, message: Uint8Array): void {
    this.#parts.wire.passed('out', message)
    connection.send(message)
  }
}

class OpenSession implements Session {
  readonly connection: TransportConnection
  readonly probe: Probe
  readonly reader = new FrameReader()
  readonly #ended = new AbortController()
  hasAsked = false
  /** The server's sync step 1 has been answered: edits can be sent one by one. */
  isAnswered = false

  constructor(connection: TransportConnection, probe: Probe) {
    this.connection = connection
    this.probe = probe
  }

  get signal(): AbortSignal {
    return this.#ended.signal
  }

  heard(): void {
    this.probe.heard()
  }

  end(): void {
    this.#ended.abort()
    this.probe.dispose()
  }
}

const tooLarge: Rejection = {
  code: closeCodes.tooLarge,
  reason: 'too-much-to-send',
  message:
    'This is too much to send to the server at once. It is still on this device: save it as a file, and import that in smaller parts.',
}
