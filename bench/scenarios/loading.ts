import { exportJson, openBoard } from '@inkbridge/board'
import { createBoard } from '@inkbridge/e2e/board'
import { TestServer } from '@inkbridge/e2e/server'
import { encodeFrame, parseFrame } from '@inkbridge/types'
import { WebSocket } from 'ws'
import * as Y from 'yjs'
import { startYWebsocketServer } from '../lib/peers.ts'
import { median, prove, table } from '../lib/report.ts'
import { boardOf, type Scene, sceneOf } from '../lib/scene.ts'
import { plainDoc } from './document.ts'

const count = 10_000
const rounds = 5
const many = 50

/** Ten thousand strokes: from a server to a client that has nothing, and from bytes to shapes. */
export async function loading(): Promise<string> {
  const scene: Scene = { ...sceneOf((count * 5) / 4, 10_000, 10_000, 3), rects: [] }
  const { doc } = boardOf(scene)
  const update = Y.encodeStateAsUpdate(doc)
  const joins = await joining(doc, update)
  const rows = reading(update, Y.encodeStateAsUpdate(plainDoc(scene.strokes)))
  return `### Loading ${count.toLocaleString('en')} strokes of 60 points (${(update.byteLength / 1e6).toFixed(2)} MB; median of ${rounds})

${table(['joining, server warm: the same bytes', 'ms', 'ratio'], joins)}

${table(['bytes to shapes, in Node', 'MB', 'ms', 'ratio'], rows)}`
}

async function joining(doc: Y.Doc, update: Uint8Array): Promise<readonly (readonly [string, number, number])[]> {
  const peer = await startYWebsocketServer()
  const ours = await TestServer.start()
  try {
    const board = await createBoard(ours, { document: JSON.parse(exportJson(doc, 'Bench')) as unknown })
    const theirUrl = `${peer.url.replace('http', 'ws')}/bench`
    await give(theirUrl, update)
    const ourUrl = `${ours.url.replace('http', 'ws')}/yjs/${board.id}`
    const protocols = ['y-websocket', `bearer.${board.tokens.viewer}`]
    const [theirs, mine]: [number[], number[]] = [[], []]
    // The first join of each is for warmth.
    for (let round = 0; round <= rounds; round += 1) {
      theirs.push(await join(theirUrl, []))
      mine.push(await join(ourUrl, protocols))
    }
    const [theirMs, ourMs] = [median(theirs.slice(1)), median(mine.slice(1))]
    const theirCrowd = await crowd(() => synced(theirUrl, [], null))
    const ourCrowd = await crowd(() => synced(ourUrl, protocols, null))
    return [
      ['@y/websocket-server 0.1.1', theirMs, 1],
      ['Inkbridge, y-websocket door', ourMs, ourMs / theirMs],
      [`@y/websocket-server 0.1.1, ${many} at once`, theirCrowd, 1],
      [`Inkbridge, y-websocket door, ${many} at once`, ourCrowd, ourCrowd / theirCrowd],
    ]
  } finally {
    await peer.end()
    await ours.dispose()
  }
}

/** Many join at once: until the last has the whole board, ms; median. */
async function crowd(joinOnce: () => Promise<Uint8Array>): Promise<number> {
  const times: number[] = []
  for (let round = 0; round < rounds; round += 1) {
    const begun = performance.now()
    await Promise.all(Array.from({ length: many }, joinOnce))
    times.push(performance.now() - begun)
  }
  return median(times)
}

/** From the first byte sent to the whole board received, ms. */
async function join(url: string, protocols: readonly string[]): Promise<number> {
  const begun = performance.now()
  const update = await synced(url, protocols, null)
  const ms = performance.now() - begun
  const doc = new Y.Doc()
  Y.applyUpdate(doc, update)
  const found = openBoard(doc).shapes().length
  prove(found === count, `${url} gave ${found} of ${count} strokes`)
  return ms
}

async function give(url: string, update: Uint8Array): Promise<void> {
  await synced(url, [], update)
}

/** Joins as a stock client does; with `given` what the server asks for is answered with it. */
function synced(url: string, protocols: readonly string[], given: Uint8Array | null): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url, [...protocols], { perMessageDeflate: false })
    socket.on('error', reject)
    socket.on('close', (code) => reject(new Error(`closed with ${code}`)))
    socket.on('open', () => {
      if (given) socket.send(encodeFrame({ kind: 'update', update: given }))
      socket.send(encodeFrame({ kind: 'sync-step-1', stateVector: Uint8Array.of(0) }))
    })
    socket.on('message', (message: Buffer) => {
      const frame = parseFrame(message, Number.POSITIVE_INFINITY)
      if (!frame.ok || frame.value.kind !== 'sync-step-2') return
      socket.removeAllListeners('close')
      socket.close()
      resolve(frame.value.update)
    })
  })
}

function reading(ours: Uint8Array, plain: Uint8Array): readonly (readonly (string | number)[])[] {
  const [mine, theirs]: [number[], number[]] = [[], []]
  for (let round = 0; round <= rounds; round += 1) {
    theirs.push(timed(() => read(plain, (doc) => Object.keys(doc.getMap('shapes').toJSON()).length)))
    mine.push(timed(() => read(ours, (doc) => openBoard(doc).shapes().length)))
  }
  const [theirMs, ourMs] = [median(theirs.slice(1)), median(mine.slice(1))]
  return [
    ['yjs 13.6: a Y.Map a stroke, points as [x, y]', plain.byteLength / 1e6, theirMs, 1],
    ['Inkbridge', ours.byteLength / 1e6, ourMs, ourMs / theirMs],
  ]
}

function read(update: Uint8Array, shapes: (doc: Y.Doc) => number): void {
  const doc = new Y.Doc()
  Y.applyUpdate(doc, update)
  const found = shapes(doc)
  prove(found === count, `${found} of ${count} strokes were read`)
}

function timed(work: () => void): number {
  const begun = performance.now()
  work()
  return performance.now() - begun
}
