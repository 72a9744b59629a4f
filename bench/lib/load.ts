import { openBoard } from '@inkbridge/board'
import { encodeFrame, newShapeId, parseFrame, type ShapeId } from '@inkbridge/types'
import { seeded } from '@inkbridge/types/testing'
import * as Y from 'yjs'
import { type Door, openPipe, openRelay, type Pipe, type Place } from './doors.ts'
import { percentile } from './report.ts'
import { handStroke } from './scene.ts'

/** The load, in a process of its own: people on one board, some of whom draw at 60 Hz. Started by `runLoad`. */

export interface LoadOrder {
  readonly door: Door
  /** `http://host:port` */
  readonly url: string
  readonly boards: readonly Place[]
  /** On each board. */
  readonly clients: number
  /** How many of them draw, on each board. */
  readonly drawers: number
  /** Points a second, of each drawer. */
  readonly hz: number
  readonly warmMs: number
  readonly runMs: number
}

export interface LoadReport {
  /** Updates drawn during the measurement, times all receivers of them that are decoded. */
  readonly expected: number
  readonly delivered: number
  /** From a drawer's send to each receiver's read, ms. */
  readonly p50: number
  readonly p99: number
  /** Updates received by everybody, for every update delivered to one of them. */
  readonly bytesADelivery: number
  readonly messagesADelivery: number
  /** The mean size of what a drawer sends, bytes. */
  readonly updateBytes: number
  /** Every drawer's document equals a receiver's at the end, and all were sent as much as that receiver. */
  readonly equal: boolean
  /** Processor use of the load itself: near 1 the load is the bottleneck, and not the server. */
  readonly loadCores: number
}

const pointsAStroke = 120
/** With more than this on a board, this many decode what they receive, and the others count it. */
const maxClose = 100

interface Sent {
  /** The drawer's Yjs clock after the update. */
  readonly clock: number
  readonly at: number
  readonly measured: boolean
}

interface Drawer {
  /** The index of its board. */
  readonly board: number
  readonly doc: Y.Doc
  readonly sent: Sent[]
  draw(): void
}

interface Receiver {
  readonly board: number
  /** Its index among the drawers, if it is one: its own updates are not counted. */
  readonly self: number | null
  /** By drawer: how many of its updates have arrived. */
  readonly come: number[]
  /** Kept by the last client of each board, for comparison. */
  readonly updates: Uint8Array[] | null
  readonly close: boolean
  /** Of all updates it was sent. */
  bytes: number
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
      if (index === undefined || !drawer || index === receiver.self) continue
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
  const join = async (board: number, who: number): Promise<void> => {
    const doc = who < order.drawers ? new Y.Doc() : null
    const self = doc ? drawers.length : null
    const sent: Sent[] = []
    const last = who === order.clients - 1
    const close = last || doc !== null || who % Math.ceil(order.clients / maxClose) === 0
    const receiver: Receiver = { board, self, come: [], updates: last ? [] : null, close, bytes: 0 }
    receivers.push(receiver)
    if (doc) {
      byClient.set(doc.clientID, drawers.length)
      drawers.push({ board, doc, sent, draw: hand(doc, drawers.length) })
    }
    const connection = await connect(order, board, doc, (update, size) => {
      receiver.bytes += update.byteLength
      if (!receiver.close) return
      if (measuring) {
        bytes += size
        messages += 1
      }
      take(receiver, update)
    })
    connections.push(connection)
    doc?.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin === fromServer) return
      if (measuring) sizes.push(update.byteLength)
      sent.push({ clock: Y.getState(doc.store, doc.clientID), at: performance.now(), measured: measuring })
      connection.send(update)
    })
  }
  for (const board of order.boards.keys()) for (let who = 0; who < order.clients; who += 1) await join(board, who)

  const begun = performance.now()
  const total = order.warmMs + order.runMs
  // Drawers are not in step: each has its own offset in the interval between two points.
  const beatMs = 1_000 / order.hz / drawers.length
  let used = process.cpuUsage()
  for (let beat = 0; beat * beatMs < total; ) {
    const passed = performance.now() - begun
    if (!measuring && passed >= order.warmMs) {
      measuring = true
      used = process.cpuUsage()
      process.send?.('measuring')
    }
    for (; beat * beatMs <= passed; beat += 1) drawers[beat % drawers.length]?.draw()
    await pause(1)
  }
  measuring = false
  const { user, system } = process.cpuUsage(used)
  process.send?.('drawn')
  const lasts = new Map(receivers.flatMap((receiver) => (receiver.updates ? [[receiver.board, receiver]] : [])))
  const complete = () =>
    receivers.every(({ board, self, come, close, bytes }) =>
      close
        ? drawers.every(
            (drawer, index) => drawer.board !== board || index === self || (come[index] ?? 0) === drawer.sent.length,
          )
        : bytes === lasts.get(board)?.bytes,
    )
  const patience = performance.now() + 10_000
  while (!complete() && performance.now() < patience) await pause(50)

  const expected = drawers.reduce((sum, { sent }) => sum + sent.filter(({ measured }) => measured).length, 0)
  const everybody = complete()
  const looked = receivers.filter(({ close }) => close).length / order.boards.length
  const wholes = new Map([...lasts].map(([board, { updates }]) => [board, Y.mergeUpdates(updates ?? [])]))
  for (const connection of connections) connection.close()
  return {
    expected: expected * (looked - 1),
    delivered: latencies.length,
    p50: percentile(latencies, 50),
    p99: percentile(latencies, 99),
    bytesADelivery: bytes / latencies.length,
    messagesADelivery: messages / latencies.length,
    updateBytes: sizes.reduce((sum, size) => sum + size, 0) / sizes.length,
    // With one drawer who is also the last, no other client has kept anything.
    equal:
      everybody && drawers.every(({ board, doc }) => order.clients === order.drawers || holds(wholes.get(board), doc)),
    loadCores: (user + system) / 1_000 / order.runMs,
  }
}

const fromServer = Symbol('from the server')

/** Draws one point at each call, stroke after stroke. */
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

/** It sends updates, framed or not. */
type Connection = Pipe

type OnUpdate = (update: Uint8Array, bytes: number) => void

/** Joins, answers the server's requests, and resolves when the board has arrived. */
function connect(
  { door, url, boards }: LoadOrder,
  board: number,
  doc: Y.Doc | null,
  onUpdate: OnUpdate,
): Promise<Connection> {
  const place = boards[board] ?? { id: '', token: null }
  const empty = doc ?? new Y.Doc()
  return new Promise((resolve, reject) => {
    if (door === 'relay' || door === 'relay-polling') {
      const pipe = openRelay(door === 'relay' ? 'websocket' : 'polling', url, place, {
        opened: () => resolve(pipe),
        received: (update) => onUpdate(update, update.byteLength),
        failed: reject,
      })
      return
    }
    const pipe = openPipe(door, url, place, { opened, received, failed: reject })
    const connection = {
      send: (update: Uint8Array) => pipe.send(encodeFrame({ kind: 'update', update })),
      close: () => pipe.close(),
    }
    function opened(): void {
      pipe.send(encodeFrame({ kind: 'sync-step-1', stateVector: Y.encodeStateVector(empty) }))
    }
    function received(message: Uint8Array): void {
      const frame = parseFrame(message)
      if (!frame.ok) return reject(new Error(frame.problem.message))
      if (frame.value.kind === 'sync-step-1' || frame.value.kind === 'have') {
        const update = Y.encodeStateAsUpdate(empty, frame.value.stateVector)
        pipe.send(encodeFrame({ kind: 'sync-step-2', update }))
      } else if (frame.value.kind === 'sync-step-2') {
        if (doc) Y.applyUpdate(doc, frame.value.update, fromServer)
        resolve(connection)
      } else if (frame.value.kind === 'update') onUpdate(frame.value.update, message.byteLength)
    }
  })
}

/** The last clock of an update, by client. Everybody gets the same bytes: they are decoded once. */
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

/** Whether an update contains everything a document has of its own. */
function holds(update: Uint8Array | undefined, doc: Y.Doc): boolean {
  if (!update) return false
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
