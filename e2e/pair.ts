import { once } from 'node:events'
import { connect, type Sync } from '@inkbridge/sync'
import { expect } from '@playwright/test'
import { WebSocket } from 'ws'
import * as Y from 'yjs'
import type { TestBoard } from './board.ts'
import type { TestServer } from './server.ts'

/** One client that draws and one that watches; measures how long each edit takes between them. */
export class Pair {
  readonly #draws: Y.Doc = new Y.Doc()
  readonly #syncs: readonly Sync[]
  readonly #sent = new Map<number, number>()
  readonly #times: number[] = []
  #count = 0

  constructor(server: TestServer, board: TestBoard) {
    const sees = new Y.Doc()
    this.#syncs = [this.#draws, sees].map((doc) =>
      connect({ doc, board: board.id, url: server.url, token: board.tokens.editor }),
    )
    sees.getMap('props').observe(({ keysChanged }) => {
      if (!keysChanged.has('drawn')) return
      const { count } = sees.getMap('props').get('drawn') as { readonly count: number }
      const at = this.#sent.get(count)
      if (at !== undefined) this.#times.push(performance.now() - at)
    })
  }

  async ready(): Promise<void> {
    await Promise.all(this.#syncs.map((sync) => sync.settled()))
  }

  draw(): void {
    this.#count += 1
    this.#sent.set(this.#count, performance.now())
    this.#draws.getMap('props').set('drawn', { count: this.#count })
  }

  /**
   * Draws fifty times a second for this time, as far as the machine allows; returns how long edits took, sorted, ms.
   */
  async draws(ms: number): Promise<readonly number[]> {
    this.#times.length = 0
    const until = performance.now() + ms
    while (performance.now() < until) {
      this.draw()
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
    await this.ready()
    return [...this.#times].sort((a, b) => a - b)
  }

  /** The same; returns the 95th percentile, ms. */
  async p95(ms: number): Promise<number> {
    const sorted = await this.draws(ms)
    expect(sorted.length).toBeGreaterThan(ms / 60)
    return sorted[Math.floor(sorted.length * 0.95)] ?? Number.NaN
  }

  leave(): void {
    for (const sync of this.#syncs) sync.dispose()
  }
}

/**
 * People of one class, behind one address, on one board: some of them draw. The others receive without processing, so
 * that the server is measured and not the machine they all run on.
 */
export class People {
  readonly #docs: readonly Y.Doc[]
  readonly #syncs: readonly Sync[]
  readonly #watchers: readonly WebSocket[]
  readonly #closed: string[] = []
  #received = 0
  #edits = 0

  constructor(server: TestServer, board: TestBoard, count: number, drawing: number) {
    this.#docs = Array.from({ length: drawing }, () => new Y.Doc())
    this.#syncs = this.#docs.map((doc) =>
      connect({ doc, board: board.id, url: server.url, token: board.tokens.editor }),
    )
    const address = `${server.url.replace('http', 'ws')}/yjs/${board.id}`
    this.#watchers = Array.from({ length: count - drawing }, () => {
      const socket = new WebSocket(address, ['inkbridge.1', `bearer.${board.tokens.editor}`])
      socket.on('message', () => (this.#received += 1))
      socket.on('close', (code, reason) => this.#closed.push(`${code} ${reason}`))
      return socket
    })
  }

  async ready(): Promise<void> {
    await Promise.all([
      ...this.#syncs.map((sync) => sync.settled()),
      ...this.#watchers.map((socket) => socket.readyState === socket.OPEN || once(socket, 'open')),
    ])
  }

  /** Why any of them was refused. */
  get problems(): readonly string[] {
    return [...this.#syncs.flatMap(({ status }) => status.problem?.message ?? []), ...this.#closed]
  }

  /** Each drawer draws ten times a second, for this time; returns the 95th percentile of the time until saved, ms. */
  async p95(ms: number): Promise<number> {
    const [edits, received] = [this.#edits, this.#received]
    const times: number[] = []
    const until = performance.now() + ms
    const draw = async (doc: Y.Doc, index: number) => {
      const sync = this.#syncs[index]
      while (sync && performance.now() < until) {
        const begun = performance.now()
        this.#edits += 1
        doc.getMap('props').set(`drawn${index}`, { count: this.#edits })
        const saved = sync.settled().then(() => times.push(performance.now() - begun))
        await Promise.all([saved, new Promise((resolve) => setTimeout(resolve, 100))])
      }
    }
    await Promise.all(this.#docs.map(draw))
    // They were connected all the time, and received it.
    if (this.#watchers.length > 0)
      expect((this.#received - received) / this.#watchers.length).toBeGreaterThan((this.#edits - edits) / 10)
    times.sort((a, b) => a - b)
    return times[Math.floor(times.length * 0.95)] ?? Number.NaN
  }

  leave(): void {
    for (const sync of this.#syncs) sync.dispose()
    for (const socket of this.#watchers) socket.terminate()
  }
}
