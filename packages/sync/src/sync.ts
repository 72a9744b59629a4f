import { type BoardId, mayEdit, type OwnPresence, type Peer } from '@inkbridge/types'
import type * as Y from 'yjs'
import { type Assets, type BoardAssets, memoryAssets } from './assets.ts'
import { Bootstrap, type BootstrapOptions } from './bootstrap.ts'
import { Connector, type ConnectorEvents } from './connector.ts'
import { Exchange } from './exchange.ts'
import { LocalPersistence, type LocalStore } from './local.ts'
import { Peers } from './peers.ts'
import { PresenceSender } from './presence-sender.ts'
import { countUploads, StatusStore, type SyncStatus } from './status.ts'
import type { Transport } from './transport.ts'
import { onAway, onWake } from './wake.ts'
import { Wire } from './wire.ts'

export interface Sync {
  /** A new object whenever something in it changed. */
  readonly status: SyncStatus
  observe(listener: () => void): () => void
  /** Everyone else here; a new array whenever it changed. */
  readonly peers: readonly Peer[]
  /** Names of everybody here, this connection included: by the slot of presence frames, and by Yjs client id. */
  readonly names: Peers['names']
  observePeers(listener: () => void): () => void
  /** Fields that are not given stay unchanged. */
  setPresence(presence: OwnPresence): void
  /** The board's assets on this device, and their upload. */
  readonly assets: Assets
  /** Observes the messages and events of the connection. */
  readonly wire: Wire
  /**
   * Resolves when the board is here and everything in the document, and every asset added here, is on the server's
   * disk; rejects when it stopped, when the server refuses an asset, and when it was disposed before that.
   */
  settled(): Promise<void>
  /**
   * Deletes what this device stores of the board for this person, or for everybody who has used it here; its assets in
   * either case.
   */
  forget(whose?: 'person' | 'everybody'): Promise<void>
  dispose(): void
}

interface LocalBoard {
  readonly board: BoardId
  readonly store: LocalStore
}

export interface DocSyncOptions extends BootstrapOptions {
  /** Without it nothing is stored on this device. */
  readonly local?: LocalBoard | undefined
  /** The name of a program with a link's secret; people's names come from the server. */
  readonly name?: string | undefined
  /** Disposed with the document. Default: in memory, and not uploaded. */
  readonly assets?: BoardAssets | undefined
  readonly random?: () => number
}

/** Keeps a document and its presence equal to the server's over a transport until it is disposed. */
export class DocSync implements Sync {
  readonly wire = new Wire()
  readonly assets: BoardAssets
  readonly #doc: Y.Doc
  readonly #status = new StatusStore()
  readonly #peers = new Peers()
  readonly #persistence: LocalPersistence | null
  readonly #exchange: Exchange
  readonly #bootstrap: Bootstrap
  readonly #connector: Connector
  readonly #stops: readonly (() => void)[]
  readonly #disposed = new AbortController()
  /** The assets belong to the successor. */
  #hasSuccessor = false

  constructor(doc: Y.Doc, transport: Transport, options: DocSyncOptions = {}) {
    const { local, name, remade, loadSnapshot, continues, random = Math.random } = options
    this.#doc = doc
    this.assets = continues?.assets ?? options.assets ?? memoryAssets()
    doc.on('update', this.#edited)
    this.#persistence = local ? this.#keep(local) : null
    if (this.#persistence) this.#status.set({ keeping: this.#persistence.keeping })
    this.#exchange = this.#createExchange(new PresenceSender(() => doc.clientID, name))
    this.#bootstrap = this.#createBootstrap(options)
    const canReplace = remade !== undefined && loadSnapshot !== undefined
    this.#connector = new Connector(transport, canReplace, random, this.#connectorEvents())
    this.#stops = [
      onWake(() => this.#connector.dispatch({ type: 'woken' })),
      onAway((away) => this.#exchange.present({ away })),
      this.assets.observe(() => this.#countUploads()),
      this.observe(() => this.assets.setReady(this.#takesUploads())),
    ]
    this.assets.setReady(false)
    this.#countUploads()
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
    return this.#peers.observe(listener)
  }

  setPresence(presence: OwnPresence): void {
    this.#exchange.present(presence)
  }

  settled(): Promise<void> {
    return new Promise((resolve, reject) => {
      const { signal } = this.#disposed
      const look = () => {
        const { problem, uploads } = this.status
        const isSettled = this.#exchange.isSettled && this.assets.isLoaded && uploads.pending === 0
        if (!problem && uploads.failed === 0 && !isSettled && !signal.aborted) return
        unobserve()
        signal.removeEventListener('abort', look)
        if (problem) reject(new Error(problem.message))
        else if (uploads.failed > 0) reject(new Error(`The server did not take an asset: ${uploads.problem}.`))
        else if (signal.aborted) reject(new Error('The connection was closed before everything was saved.'))
        else resolve()
      }
      const unobserve = this.observe(look)
      signal.addEventListener('abort', look)
      look()
    })
  }

  async forget(whose: 'person' | 'everybody' = 'person'): Promise<void> {
    await Promise.all([this.#persistence?.forget(whose), this.assets.forget()])
  }

  dispose(): void {
    this.#disposed.abort()
    this.#persistence?.dispose()
    if (!this.#hasSuccessor) this.assets.dispose()
    this.#doc.off('update', this.#edited)
    for (const stop of this.#stops) stop()
    this.#connector.dispatch({ type: 'dispose' })
    this.#status.dispose()
    this.#peers.dispose()
  }

  async #start(): Promise<void> {
    await this.#bootstrap.readCopy()
    this.#connector.dispatch({ type: 'copy-read' })
  }

  #keep({ board, store }: LocalBoard): LocalPersistence {
    return new LocalPersistence(this.#doc, board, store, {
      isRemote: (origin) => origin === this,
      admit: (kept) => this.#bootstrap.admitCopy(kept),
      changed: () => this.#status.set({ keeping: this.#persistence?.keeping ?? 'memory' }),
      late: (kept) => this.#bootstrap.copyCameLate(kept),
      supersede: () => this.#bootstrap.supersedeCopy(),
      unsent: (update) => this.#exchange.edited(update),
    })
  }

  #createExchange(presence: PresenceSender): Exchange {
    const [doc, status, peers, persistence] = [this.#doc, this.#status, this.#peers, this.#persistence]
    return new Exchange(
      { doc, origin: this, wire: this.wire, status, peers, presence, persistence },
      {
        welcomed: (hello, session) => this.#bootstrap.welcomed(hello, session),
        faceChanged: () => this.#bootstrap.keepFace(),
        synced: () => this.#connector.dispatch({ type: 'synced' }),
        restarting: (spreadMs) => this.#connector.dispatch({ type: 'restarting', spreadMs }),
        failed: (problem) => this.#connector.dispatch({ type: 'failed', problem }),
        silent: () => this.#connector.dispatch({ type: 'closed', reason: { code: null, message: 'no answer' } }),
      },
    )
  }

  #createBootstrap(options: BootstrapOptions): Bootstrap {
    const [doc, status, exchange, persistence] = [this.#doc, this.#status, this.#exchange, this.#persistence]
    const parts = { doc, origin: this, status, exchange, persistence, signal: this.#disposed.signal }
    return new Bootstrap(
      parts,
      { ...options, remade: this.#handingOver(options.remade) },
      {
        outdated: (generation) => this.#connector.dispatch({ type: 'outdated', generation }),
        restart: (why) => this.#connector.dispatch({ type: 'restart-session', why }),
        replacementFailed: (why) => this.#connector.dispatch({ type: 'replacement-failed', why }),
      },
    )
  }

  #handingOver(remade: BootstrapOptions['remade']): BootstrapOptions['remade'] {
    return (
      remade &&
      ((successor) => {
        this.#hasSuccessor = true
        remade({ ...successor, assets: this.assets })
      })
    )
  }

  #countUploads(): void {
    this.#status.set({ uploads: countUploads(this.assets.uploads) })
  }

  #takesUploads(): boolean {
    const { connection, role } = this.status
    return connection === 'live' && role !== null && mayEdit(role)
  }

  readonly #edited = (update: Uint8Array, origin: unknown): void => {
    if (origin !== this && !this.#persistence?.isOwn(origin)) this.#exchange.edited(update)
  }

  #connectorEvents(): ConnectorEvents {
    return {
      begin: (connection) => this.#exchange.begin(connection),
      end: () => this.#exchange.end(),
      received: (message) => this.#exchange.receive(message),
      failed: (transport, why) => this.wire.happened('failed', transport, why),
      run: (effect) => this.#run(effect),
    }
  }

  #run(effect: Parameters<ConnectorEvents['run']>[0]): void {
    switch (effect.type) {
      case 'check':
        return this.#exchange.check()
      case 'reauthor':
        return void this.#bootstrap.reauthor(effect.why)
      case 'change-generation':
        return void this.#bootstrap.changeGeneration(effect.generation)
      case 'record':
        return this.wire.happened(effect.what, effect.transport, effect.why)
      case 'show':
        return this.#status.set(effect.change)
    }
  }
}
