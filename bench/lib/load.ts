import { openBoard } from '@inkbridge/board'
import { seeded } from '@inkbridge/e2e/random'
import { socketIoTransport, type TransportConnection } from '@inkbridge/sync'
import { encodeFrame, newShapeId, parseFrame, type ShapeId } from '@inkbridge/types'
import { WebSocket } from 'ws'
import * as Y from 'yjs'
import { percentile } from './report.ts'
import { handStroke } from './scene.ts'

/** The load, in a process of its own: people on one board, some of whom draw at 60 Hz. Started by `runLoad`. */

export interface LoadOrder {
  /** `yjs`: plain y-websocket; `socketio`: ours over WebSocket. */
  readonly door: 'yjs' | 'socketio'
  /** `http://host:port` */
  readonly url: string
  /** What follows `/yjs/` or `/`: a board's id. */
  readonly board: string
  /** The path of the y-websocket door. */
  readonly path: string
  readonly token: string | null
  readonly clients: number
  readonly drawers: number
  readonly warmMs: number
  readonly runMs: number
}

export interface LoadReport {
  /** Updates drawn while it was measured, times everybody who had to get them. */
  readonly expected: number
  readonly delivered: number
  /** From a drawer's send to each receiver's read, ms. */
  readonly p50: number
  readonly p99: number
  /** Received by everybody, for every update delivered to one of them. */
  readonly bytesADelivery: number
  readonly messagesADelivery: number
  /** The mean size of what a drawer sends, bytes. */
  readonly updateBytes: number
  /** Every drawer's document is the one that a receiver has in the end. */
  readonly equal: boolean
}

const hz = 60
const pointsAStroke = 120

interface Sent {
  /** The drawer's Yjs clock after the update. */
  readonly clock: number
  readonly at: number
  readonly measured: boolean
}

interface Drawer {
  readonly doc: Y.Doc
  readonly sent: Sent[]
  draw(): void
}

interface Receiver {
  /** Its own number among the drawers, if it is one: what comes back to it is not counted. */
  readonly who: number
  /** By drawer: how many of its updates have come. */
  readonly come: number[]
  readonly updates: Uint8Array[] | null
}

async function main(order: LoadOrder): Promise<LoadReport> {
  const drawers: Drawer[] = []
  const byClient = new Map<number, number>()
  const latencies: number[] = []
  const receivers: Receiver[] = []
  const sizes: number[] = []
  let [measuring, bytes, messages] = [false, 0, 0]
  const read = cachedClocks()

  const take = (receiver: Receiver, update: Uint8Array): void => {
    receiver.updates?.push(update)
    for (const [client, clock] of read(update)) {
      const index = byClient.get(client)
      const drawer = index === undefined ? undefined : drawers[index]
      if (index === undefined || !drawer || index === receiver.who) continue
      let next = receiver.come[index] ?? 0
      const now = performance.now()
      for (let sent = drawer.sent[next]; sent && sent.clock <= clock; sent = drawer.sent[next]) {
        if (sent.measured) latencies.push(now - sent.at)
        next += 1
      }
      receiver.come[index] = next
    }
  }

  const connections: Connection[] = []
  for (let index = 0; index < order.clients; index += 1) {
    const doc = index < order.drawers ? new Y.Doc() : null
    const receiver: Receiver = { who: index, come: [], updates: index === order.clients - 1 ? [] : null }
    receivers.push(receiver)
    const connection = await connect(order, doc, (update, size) => {
      if (measuring) {
        bytes += size
        messages += 1
      }
      take(receiver, update)
    })
    connections.push(connection)
    if (!doc) continue
    byClient.set(doc.clientID, drawers.length)
    const sent: Sent[] = []
    doc.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin === fromServer) return
      const clock = Y.getState(doc.store, doc.clientID)
      if (measuring) sizes.push(update.byteLength)
      sent.push({ clock, at: performance.now(), measured: measuring })
      connection.send(update)
    })
    drawers.push({ doc, sent, draw: hand(doc, index) })
  }

  const begun = performance.now()
  const total = order.warmMs + order.runMs
  // Nobody draws in step with anybody: each has its own place in the sixtieth of a second.
  const beatMs = 1_000 / hz / order.drawers
  for (let beat = 0; beat * beatMs < total; ) {
    const passed = performance.now() - begun
    if (!measuring && passed >= order.warmMs) {
      measuring = true
      process.send?.('measuring')
    }
    for (; beat * beatMs <= passed; beat += 1) drawers[beat % drawers.length]?.draw()
    await pause(1)
  }
  measuring = false
  process.send?.('drawn')
  const complete = () =>
    receivers.every(({ who, come }) =>
      drawers.every(({ sent }, index) => who === index || (come[index] ?? 0) === sent.length),
    )
  const patience = performance.now() + 5_000
  while (!complete() && performance.now() < patience) await pause(50)

  const expected = drawers.reduce((sum, { sent }) => sum + sent.filter(({ measured }) => measured).length, 0)
  const last = receivers.at(-1)
  const whole = Y.mergeUpdates(last?.updates ?? [])
  for (const connection of connections) connection.close()
  return {
    expected: expected * (order.clients - 1),
    delivered: latencies.length,
    p50: percentile(latencies, 50),
    p99: percentile(latencies, 99),
    bytesADelivery: bytes / latencies.length,
    messagesADelivery: messages / latencies.length,
    updateBytes: sizes.reduce((sum, size) => sum + size, 0) / sizes.length,
    equal: drawers.every(({ doc }) => holds(whole, doc)),
  }
}

const fromServer = Symbol('from the server')

/** Draws one point further at each call, stroke after stroke. */
function hand(doc: Y.Doc, seed: number): () => void {
  const board = openBoard(doc)
  const random = seeded(seed + 1)
  const style = { color: 'violet', width: 4 } as const
  let id: ShapeId | null = null
  let points = handStroke(random, 0, 0, pointsAStroke)
  let at = 0
  return () => {
    if (id === null) {
      id = newShapeId()
      points = handStroke(random, random() * 4_000, random() * 4_000, pointsAStroke)
      at = 0
      return board.apply([{ type: 'ink-begin', id, style, pressure: false, quantum: 0.25, points: points.slice(0, 1) }])
    }
    at += 1
    if (at < points.length) return board.apply([{ type: 'ink-extend', id, points: points.slice(at, at + 1) }])
    board.apply([{ type: 'ink-seal', id }])
    id = null
  }
}

interface Connection {
  send(update: Uint8Array): void
  close(): void
}

type OnUpdate = (update: Uint8Array, bytes: number) => void

/** Joins, answers what the server asks, and resolves when the board is here. */
async function connect(order: LoadOrder, doc: Y.Doc | null, onUpdate: OnUpdate): Promise<Connection> {
  const empty = doc ?? new Y.Doc()
  return new Promise((resolve, reject) => {
    const connection =
      order.door === 'yjs' ? plain(order, opened, received, reject) : ours(order, opened, received, reject)
    const answer = {
      send: (update: Uint8Array) => connection.send(encodeFrame({ kind: 'update', update })),
      close: () => connection.close(),
    }
    function opened(): void {
      connection.send(encodeFrame({ kind: 'sync-step-1', stateVector: Y.encodeStateVector(empty) }))
    }
    function received(message: Uint8Array): void {
      const frame = parseFrame(message)
      if (!frame.ok) return reject(new Error(frame.problem.message))
      if (frame.value.kind === 'sync-step-1' || frame.value.kind === 'have') {
        const update = Y.encodeStateAsUpdate(empty, frame.value.stateVector)
        connection.send(encodeFrame({ kind: 'sync-step-2', update }))
      } else if (frame.value.kind === 'sync-step-2') {
        if (doc) Y.applyUpdate(doc, frame.value.update, fromServer)
        resolve(answer)
      } else if (frame.value.kind === 'update') onUpdate(frame.value.update, message.byteLength)
    }
  })
}

interface Pipe {
  send(frame: Uint8Array): void
  close(): void
}

type Received = (frame: Uint8Array) => void

function plain(order: LoadOrder, opened: () => void, received: Received, failed: (error: Error) => void): Pipe {
  const socket = new WebSocket(
    `${order.url.replace('http', 'ws')}${order.path}/${order.board}`,
    order.token ? ['y-websocket', `bearer.${order.token}`] : [],
    { perMessageDeflate: false },
  )
  socket.on('open', opened)
  socket.on('message', (data: Buffer) => received(data))
  socket.on('error', failed)
  socket.on('close', (code) => failed(new Error(`closed with ${code}`)))
  return { send: (frame) => socket.send(frame), close: () => socket.close() }
}

function ours(order: LoadOrder, opened: () => void, received: Received, failed: (error: Error) => void): Pipe {
  const address = { url: order.url, board: order.board, ...(order.token ? { token: order.token } : {}) }
  const connection: TransportConnection = socketIoTransport('websocket', address).open({
    opened,
    received,
    closed: ({ message }) => failed(new Error(message)),
  })
  return connection
}

/** Up to which clock an update goes, by client. Everybody gets the same bytes: they are read once. */
function cachedClocks(): (update: Uint8Array) => readonly (readonly [number, number])[] {
  const known = new Map<string, readonly (readonly [number, number])[]>()
  return (update) => {
    const key = Buffer.from(update.buffer, update.byteOffset, update.byteLength).toString('latin1')
    const found = known.get(key)
    if (found) return found
    const clocks = new Map<number, number>()
    for (const { id, length } of Y.decodeUpdate(update).structs) {
      clocks.set(id.client, Math.max(clocks.get(id.client) ?? 0, id.clock + length))
    }
    const read = [...clocks]
    known.set(key, read)
    if (known.size > 2_000) known.delete(known.keys().next().value ?? '')
    return read
  }
}

/** Whether an update holds everything a document has of its own. */
function holds(update: Uint8Array, doc: Y.Doc): boolean {
  const known = Y.decodeStateVector(Y.encodeStateVectorFromUpdate(update))
  return known.get(doc.clientID) === Y.getState(doc.store, doc.clientID)
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}

process.once('message', (order: LoadOrder) => {
  main(order).then(
    (report) => {
      process.send?.(report)
      process.disconnect()
      process.exit(0)
    },
    (error: Error) => {
      process.stderr.write(`${error.stack}\n`)
      process.exit(1)
    },
  )
})
