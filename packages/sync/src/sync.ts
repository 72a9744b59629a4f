import {
  type BoardId,
  closeCodes,
  encodeFrame,
  type Frame,
  FrameReader,
  type Hello,
  limits,
  mayEdit,
  messagesOf,
  type Notice,
  type OwnPresence,
  type Peer,
  type Presence,
  parseHello,
  type Rejection,
  reactionTo,
} from '@inkbridge/types'
import * as Y from 'yjs'
import { type Backoff, createBackoff } from './backoff.ts'
import { deletionsIn, digestDeletions, missingUpdate } from './deletions.ts'
import { Ledger } from './ledger.ts'
import { Keeper } from './local/keeper.ts'
import type { KeptBoard, LocalStore } from './local/local-store.ts'
import { Peers } from './peers.ts'
import { PresenceSender } from './presence-sender.ts'
import { type Probe, startProbe } from './probe.ts'
import { remake } from './remake.ts'
import { type LoadRetired, type LoadSnapshot, smallBoardBytes } from './snapshot.ts'
import { StatusStore, type SyncStatus } from './status.ts'
import type { Transport, TransportClosed, TransportConnection } from './transport.ts'
import { onAway, onWake } from './wake.ts'
import { Wire } from './wire.ts'

export interface Sync {
  /** A new object whenever something in it changed. */
  readonly status: SyncStatus
  observe(listener: () => void): () => void
  /** Everyone else here; a new array whenever it changed. */
  readonly peers: readonly Peer[]
  /** Names of everybody here, oneself included: by the slot of presence frames, and by Yjs client id. */
  readonly names: Peers['names']
  observePeers(listener: () => void): () => void
  /** What is not given stays as it is. */
  setPresence(presence: OwnPresence): void
  /** What goes over the connection, for whoever wants to look at it. */
  readonly wire: Wire
  /** Resolves when the board is here and everything in the document is on the server's disk; rejects when it stopped. */
  settled(): Promise<void>
  /** Drops what this device keeps of the board for this person, or for everybody who has used it here. */
  forget(whose?: 'person' | 'everybody'): Promise<void>
  dispose(): void
}

interface LocalBoard {
  readonly board: BoardId
  readonly store: LocalStore
}

export interface DocSyncOptions {
  /** Without it nothing is kept on this device. */
  readonly local?: LocalBoard | undefined
  /** What a program with a link's secret is called; people's names are the server's. */
  readonly name?: string | undefined
  /** How a large board is got at the first visit; without it over the connection. */
  readonly loadSnapshot?: LoadSnapshot | undefined
  /** A large board has come, and is the next thing to be applied to the document: for whoever keeps another of it. */
  readonly onWhole?: ((update: Uint8Array) => void) | undefined
  /** How it is known what of an earlier generation of the board was never saved. */
  readonly loadRetired?: LoadRetired | undefined
  /**
   * What is here was begun by somebody else's Yjs client (a lost cookie, a restored backup), or is of a generation of the
   * board that is over, and has been made anew: the document is `whole` from now on, in a new one with a connection of
   * its own. Without it such a document stops.
   */
  readonly remade?: ((whole: Uint8Array) => void) | undefined
  readonly random?: () => number
}

/** The session with one connection, from opened to closed. */
interface Live {
  readonly connection: TransportConnection
  readonly probe: Probe
  readonly reader: FrameReader
  hello: Hello | null
  /** Ends what was begun for this session alone. */
  readonly over: AbortController
  /** The server has been asked for what is not here. */
  asked: boolean
  /** The server's sync step 1 has been answered: edits may go out one by one. */
  answered: boolean
}

/** Keeps a document and its presence equal to the server's over a transport, for as long as it is not disposed. */
export class DocSync implements Sync {
  readonly #doc: Y.Doc
  readonly #transport: Transport
  readonly #backoff: Backoff
  readonly #random: () => number
  readonly wire = new Wire()
  readonly #ledger = new Ledger()
  readonly #peers = new Peers()
  readonly #status = new StatusStore()
  readonly #peerListeners = new Set<() => void>()
  readonly #stopWaking: () => void
  readonly #stopAway: () => void
  readonly #keeper: Keeper | null
  readonly #over = new AbortController()
  #attempt: TransportConnection | null = null
  #live: Live | null = null
  #retry: ReturnType<typeof setTimeout> | undefined
  #spreadMs = 0
  readonly #own: PresenceSender
  readonly #loadSnapshot: LoadSnapshot | undefined
  readonly #loadRetired: LoadRetired | undefined
  readonly #onWhole: DocSyncOptions['onWhole']
  readonly #remade: DocSyncOptions['remade']
  /** Of the document; null: it has nothing of the server's yet. */
  #generation: number | null = null

  constructor(
    doc: Y.Doc,
    transport: Transport,
    { local, name, loadSnapshot, loadRetired, onWhole, remade, random = Math.random }: DocSyncOptions = {},
  ) {
    this.#doc = doc
    this.#own = new PresenceSender(() => doc.clientID, name)
    this.#loadSnapshot = loadSnapshot
    this.#loadRetired = loadRetired
    this.#onWhole = onWhole
    this.#remade = remade
    this.#transport = transport
    this.#random = random
    this.#backoff = createBackoff(random)
    doc.on('update', this.#edited)
    this.#stopWaking = onWake(() => this.#wake())
    this.#stopAway = onAway((away) => this.#show({ away }))
    this.#keeper = local
      ? new Keeper(doc, local.board, local.store, {
          isRemote: (origin) => origin === this,
          changed: () => this.#status.set({ keeping: this.#keeper?.keeping ?? 'memory' }),
          late: (kept) => this.#lateKept(kept),
        })
      : null
    if (this.#keeper) this.#status.set({ keeping: this.#keeper.keeping })
    void this.#start()
  }

  get status(): SyncStatus {
    return this.#status.now
  }

  get peers(): readonly Peer[] {
    return this.#peers.list
  }

  get names(): Peers['names'] {
    return this.#peers.names
  }

  observe(listener: () => void): () => void {
    return this.#status.observe(listener)
  }

  observePeers(listener: () => void): () => void {
    this.#peerListeners.add(listener)
    return () => this.#peerListeners.delete(listener)
  }

  setPresence(presence: OwnPresence): void {
    this.#show(presence)
  }

  settled(): Promise<void> {
    return new Promise((resolve, reject) => {
      const look = () => {
        const { problem, synced } = this.status
        // What was in the document before it was connected goes with the answer, and is not counted as an edit.
        const answered = this.#live?.answered || !this.#mayEdit()
        const settled = synced && this.#live && answered && this.#ledger.settled
        if (!problem && !settled) return
        unobserve()
        if (problem) reject(new Error(problem.message))
        else resolve()
      }
      const unobserve = this.observe(look)
      look()
    })
  }

  async forget(whose: 'person' | 'everybody' = 'person'): Promise<void> {
    await this.#keeper?.forget(whose)
  }

  dispose(): void {
    this.#over.abort()
    this.#keeper?.dispose()
    this.#doc.off('update', this.#edited)
    this.#stopWaking()
    this.#stopAway()
    clearTimeout(this.#retry)
    this.#end()
    this.#status.dispose()
    this.#peerListeners.clear()
  }

  /** What is kept here comes first: what is sent and asked for builds on it. */
  async #start(): Promise<void> {
    const kept = await this.#keeper?.ready
    if (this.#over.signal.aborted) return
    if (kept) this.#showKept(kept)
    this.#connect()
  }

  #showKept({ face, updates, unsaved }: KeptBoard): void {
    this.#ledger.kept(unsaved)
    this.#count()
    if (face) this.#generation ??= face.generation ?? 1
    const { role, title, you } = this.status.role ? this.status : (face ?? this.status)
    this.#status.set({ loaded: updates.length > 0, role, title, you })
  }

  /** The server knows nothing of what came so late: it is told by a new session. */
  #lateKept(kept: KeptBoard): void {
    this.#showKept(kept)
    if (this.#live && kept.updates.length > 0) this.#closed({ code: null, message: 'what was kept here came late' })
  }

  #connect(): void {
    clearTimeout(this.#retry)
    const attempt: TransportConnection = this.#transport.open({
      opened: (name) => {
        if (this.#live) this.#moved()
        this.#status.set({ transport: name })
        this.wire.happened('opened', name)
        this.#opened()
      },
      received: (frame) => this.#received(frame),
      closed: (reason) => this.#closed(reason),
      failed: (name, why) => this.wire.happened('failed', name, why),
    })
    this.#attempt = attempt
  }

  #opened(): void {
    const connection = this.#attempt
    if (!connection) return
    const probe = startProbe({
      ping: (id) => this.#write(connection, encodeFrame({ kind: 'ping', id })),
      roundTrip: (ms) => this.#status.set({ roundTripMs: Math.round(ms) }),
      doubt: () => connection.renew?.(),
      silent: () => this.#closed({ code: null, message: 'no answer' }),
    })
    this.#live = {
      connection,
      probe,
      reader: new FrameReader(),
      hello: null,
      over: new AbortController(),
      asked: false,
      answered: false,
    }
    this.#own.forget()
    this.#sendPresence()
  }

  /** The same connection by a better transport: nobody notices, but for what was not acknowledged. */
  #moved(): void {
    this.#live?.over.abort()
    this.#live?.probe.dispose()
    this.#live = null
    this.#ledger.ended()
  }

  #received(message: Uint8Array): void {
    this.#live?.probe.heard()
    this.wire.passed('in', message)
    const read = this.#live?.reader.read(message)
    if (read?.ok && read.value) this.#take(read.value)
    // What is unknown may come from a newer server; what is too large would be asked for again for ever.
    else if (read && !read.ok && read.problem.code === closeCodes.tooLarge) this.#stop(read.problem)
    else if (!this.status.loaded) this.#status.set({ progress: this.#live?.reader.progress ?? null })
  }

  #take(frame: Frame): void {
    switch (frame.kind) {
      case 'hello':
        return this.#welcomed(frame.hello)
      case 'have':
        return this.#answer(frame.stateVector, frame.deletions)
      case 'sync-step-2':
        Y.applyUpdate(this.#doc, frame.update, this)
        this.#backoff.reset()
        this.#spreadMs = 0
        return this.#status.set({ synced: true, loaded: true, progress: null, connection: 'live' })
      case 'update':
        return Y.applyUpdate(this.#doc, frame.update, this)
      case 'presence':
        if (this.#peers.receive(frame.delta, this.#doc.clientID)) this.#announcePeers()
        return
      case 'saved':
        this.#ledger.acknowledged(frame.received, frame.saved)
        this.#count()
        if (this.#ledger.settled) this.#keeper?.saved()
        return
      case 'notice':
        return this.#noticed(frame.notice)
      case 'pong':
        return this.#live?.probe.answered(frame.id)
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
    if (!hello || !this.#live) return
    const { role, you, title, generation, damaged = null, documentBytes } = hello
    const here = this.#doc.store.clients.size > 0
    // Nothing is asked for before it is known that both are of one document: what has come cannot be taken out again.
    if (here && this.#generation !== null && this.#generation !== generation) return void this.#renew(generation)
    this.#generation = generation
    this.#live.hello = hello
    this.#status.set({ role, you, title, damaged, saving: true })
    this.#keepFace()
    if (this.#live.asked) return
    if (here) this.#ask()
    else void this.#load(this.#live, documentBytes)
  }

  /** Gets the board, large ones as a file: compressed, from the browser's cache if it is the same, and seen coming. */
  async #load(live: Live, total: number): Promise<void> {
    if (this.#loadSnapshot && total > smallBoardBytes) {
      const progress = (received: number) =>
        this.#status.set({ progress: { received: Math.min(received, total), total } })
      const update = await this.#loadSnapshot({
        signal: live.over.signal,
        received: (received) => {
          live.probe.heard()
          if (this.#live === live) progress(received)
        },
      })
      if (this.#live !== live) return
      if (update) this.#takeWhole(update)
    }
    this.#ask()
  }

  /** Asks for everything that is not here. */
  #ask(): void {
    if (this.#live) this.#live.asked = true
    const stateVector = Y.encodeStateVector(this.#doc)
    this.#send({ kind: 'have', stateVector, deletions: digestDeletions(deletionsIn(this.#doc)) })
  }

  /** What is kept here is this person's, with this title and this role. */
  #keepFace(): void {
    const { role, you, title } = this.status
    const generation = this.#generation ?? 1
    if (role && you && title !== null) this.#keeper?.own(you.id, { role, you, title, generation })
  }

  #noticed(notice: Notice): void {
    switch (notice.type) {
      case 'restarting':
        this.#spreadMs = notice.spreadMs
        return
      case 'not-saving':
        return this.#status.set({ saving: false })
      case 'saving':
        return this.#status.set({ saving: true })
      case 'role':
        this.#status.set({ role: notice.role })
        return this.#keepFace()
      case 'title':
        this.#status.set({ title: notice.title })
        return this.#keepFace()
      case 'you':
        this.#status.set({ you: notice.you })
        return this.#keepFace()
    }
  }

  /** Gives the server everything it lacks; from here on edits go out as they are made. */
  #answer(stateVector: Uint8Array, deletions: Uint8Array): void {
    if (!this.#live || !this.#mayEdit()) return
    this.#ledger.answered()
    this.#live.answered = true
    if (this.#keeper) this.#keeper.live = true
    this.#send({ kind: 'sync-step-2', update: missingUpdate(this.#doc, stateVector, deletions) })
    this.#count()
  }

  readonly #edited = (update: Uint8Array, origin: unknown): void => {
    if (origin === this || this.#keeper?.isOwn(origin)) return
    if (this.#live?.answered && this.#mayEdit()) {
      this.#ledger.sent()
      this.#send({ kind: 'update', update })
    } else {
      this.#ledger.kept(1)
    }
    this.#count()
  }

  #mayEdit(): boolean {
    return this.status.role !== null && mayEdit(this.status.role)
  }

  #send(frame: Frame): void {
    const bytes = encodeFrame(frame)
    if (bytes.byteLength > limits.maxWholeBytes) return this.#stop(tooLarge)
    if (!this.#live) return
    const { probe, connection } = this.#live
    probe.sent(bytes.byteLength)
    for (const message of messagesOf(bytes)) this.#write(connection, message)
  }

  #write(connection: TransportConnection, message: Uint8Array): void {
    this.wire.passed('out', message)
    connection.send(message)
  }

  #show(change: Omit<Presence, 'user'>): void {
    this.#own.change(change)
    this.#sendPresence()
  }

  #sendPresence(): void {
    if (this.#live) this.#send({ kind: 'presence', delta: this.#own.delta() })
  }

  #closed(reason: TransportClosed): void {
    const why = reason.code === null ? reason.message : `${reason.code} ${reason.message}`
    this.wire.happened('closed', this.status.transport, why)
    this.#end()
    if (reason.code === closeCodes.notYours && this.#remade && this.#loadSnapshot) return void this.#remake(reason)
    if (reason.code !== null && reactionTo(reason.code) === 'stop') {
      return this.#stop({ code: reason.code as Rejection['code'], message: reason.message })
    }
    if (this.status.connection === 'stopped') return
    this.#status.set({ connection: 'offline', transport: null, roundTripMs: null })
    this.#retry = setTimeout(() => this.#connect(), this.#backoff.next() + this.#random() * this.#spreadMs)
  }

  #takeWhole(update: Uint8Array): void {
    this.#onWhole?.(update)
    Y.applyUpdate(this.#doc, update, this)
  }

  /** Makes anew what the server takes from somebody else only; what is drawn meanwhile is in it. */
  async #remake(reason: TransportClosed): Promise<void> {
    this.#status.set({ connection: 'connecting', transport: null, roundTripMs: null })
    const board = await this.#loadSnapshot?.({ signal: this.#over.signal, current: true })
    if (!board) return this.#closed({ code: null, message: reason.message })
    await this.#replace(() => remake(this.#doc, board), this.#generation ?? 1)
  }

  /**
   * The board goes on in another document, and this one is not merged into it: what the server never had is made anew
   * on top of it, and stays on this device until that is possible.
   */
  async #renew(generation: number): Promise<void> {
    this.#end()
    if (!this.#remade || !this.#loadSnapshot) return this.#stop(anotherDocument)
    this.#status.set({ connection: 'connecting', transport: null, roundTripMs: null })
    const { signal } = this.#over
    // The last sound state of a damaged board has the number of its generation, negative.
    const [board, retired] = await Promise.all([
      this.#loadSnapshot({ signal, current: true }),
      this.#ledger.settled ? null : this.#loadRetired?.(Math.abs(this.#generation ?? 1), signal),
    ])
    const makes = () => (this.#ledger.settled ? board : retired && board && remake(this.#doc, board, retired))
    if (signal.aborted) return
    if (!board || !makes()) return this.#closed({ code: null, message: 'the board could not be read again' })
    await this.#replace(() => makes() ?? board, generation)
  }

  /** What this device keeps gives way to another document; what is drawn meanwhile is in it. */
  async #replace(makes: () => Uint8Array, generation: number): Promise<void> {
    let whole: Uint8Array
    let edits: number
    do {
      edits = this.#ledger.counts.device
      whole = makes()
      await this.#keeper?.replace(whole, edits, generation)
    } while (edits !== this.#ledger.counts.device)
    if (!this.#over.signal.aborted) this.#remade?.(whole)
  }

  #stop(problem: Rejection): void {
    this.#end()
    clearTimeout(this.#retry)
    this.#status.set({ connection: 'stopped', transport: null, problem, roundTripMs: null })
  }

  /** Leaves no trace of the connection that was. */
  #end(): void {
    const attempt = this.#attempt
    this.#attempt = null
    this.#live?.over.abort()
    this.#live?.probe.dispose()
    this.#live = null
    this.#ledger.ended()
    if (this.#keeper) this.#keeper.live = false
    if (this.#peers.clear()) this.#announcePeers()
    this.#count()
    attempt?.close()
  }

  #wake(): void {
    if (this.#live) {
      this.#live.probe.urge()
      this.#live.connection.improve?.()
    } else if (this.status.connection === 'offline') this.#connect()
  }

  #count(): void {
    this.#status.set({ edits: this.#ledger.counts })
  }

  #announcePeers(): void {
    for (const listener of this.#peerListeners) listener()
  }
}

const anotherDocument: Rejection = {
  code: closeCodes.notYours,
  message: 'This board was restored or re-encoded on the server. Open it again; what was saved is there.',
}

const tooLarge: Rejection = {
  code: closeCodes.tooLarge,
  message:
    'This is too much to send to the server at once. It is still on this device: save it as a file, and import that in smaller parts.',
}
