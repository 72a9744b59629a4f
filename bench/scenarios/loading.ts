import { exportJson, openBoard } from '@inkbridge/board'
import { createBoard } from '@inkbridge/e2e/board'
import { TestServer } from '@inkbridge/e2e/server'
import { encodeFrame, FrameReader, parseFrame } from '@inkbridge/types'
import * as Y from 'yjs'
import { type Door, openPipe, type Place } from '../lib/doors.ts'
import { startHocuspocus, startYWebsocketServer } from '../lib/peers.ts'
import { median, prove, table } from '../lib/report.ts'
import { boardOf, type Scene, sceneOf } from '../lib/scene.ts'
import { plainDoc } from './document.ts'

const count = 10_000
const rounds = 5
const many = 50

/** Ten thousand strokes: from a server to a client without data, and from bytes to shapes. */
export async function loading(): Promise<string> {
  const scene: Scene = { ...sceneOf((count * 5) / 4, 10_000, 10_000, 3), rects: [] }
  const { doc } = boardOf(scene)
  const update = Y.encodeStateAsUpdate(doc)
  const joins = await joining(doc, update)
  const read = await reading(update, Y.encodeStateAsUpdate(plainDoc(scene.strokes)))
  return `### Loading ${count.toLocaleString('en')} strokes of 60 points (${(update.byteLength / 1e6).toFixed(2)} MB; median of ${rounds})

${table(['joining, server warm: the same bytes', 'ms', 'ratio'], joins)}

${table(['bytes to shapes, in Node', 'MB', 'ms', 'ratio'], read)}`
}

interface Subject {
  readonly name: string
  readonly door: Exclude<Door, `relay${string}`>
  readonly url: string
  readonly place: Place
}

async function joining(doc: Y.Doc, update: Uint8Array): Promise<readonly (readonly [string, number, number])[]> {
  const yWebsocket = await startYWebsocketServer()
  const hocuspocus = await startHocuspocus()
  const ours = await TestServer.start({ env: { LIMITS: 'off' } })
  try {
    const board = await createBoard(ours, { document: JSON.parse(exportJson(doc, 'Bench')) as unknown })
    const place = { id: 'bench', token: null }
    const ourPlace = { id: board.id, token: board.tokens.viewer }
    const subjects: readonly Subject[] = [
      { name: '@y/websocket-server 0.1.1', door: 'yjs', url: yWebsocket.url, place },
      { name: 'Hocuspocus 4.7.0 with SQLite', door: 'hocuspocus', url: hocuspocus.url, place },
      { name: 'Inkbridge, y-websocket door', door: 'yjs', url: ours.url, place: ourPlace },
      { name: 'Inkbridge, Socket.IO door', door: 'websocket', url: ours.url, place: ourPlace },
    ]
    for (const subject of subjects.slice(0, 2)) await synced(subject, update)
    const alone = await rows(subjects, '', joined)
    const together = await rows(subjects, `, ${many} at once`, (subject) =>
      timed(() => Promise.all(Array.from({ length: many }, () => synced(subject, null)))),
    )
    return [...alone, ...together]
  } finally {
    await yWebsocket.end()
    await hocuspocus.end()
    await ours.dispose()
  }
}

/** Medians, without the first of each as a warm-up, and ratios to the first subject. */
async function rows(
  subjects: readonly Subject[],
  suffix: string,
  measure: (subject: Subject) => Promise<number>,
): Promise<(readonly [string, number, number])[]> {
  const times = new Map<string, number[]>()
  for (let round = 0; round <= rounds; round += 1) {
    for (const subject of subjects)
      times.set(subject.name, [...(times.get(subject.name) ?? []), await measure(subject)])
  }
  const medians = subjects.map(({ name }) => [name, median((times.get(name) ?? []).slice(1))] as const)
  const first = medians[0]?.[1] ?? Number.NaN
  return medians.map(([name, ms]) => [`${name}${suffix}`, ms, ms / first])
}

/** From the first byte sent to the whole board received, ms. */
async function joined(subject: Subject): Promise<number> {
  let update: Uint8Array = Uint8Array.of()
  const ms = await timed(async () => {
    update = await synced(subject, null)
  })
  const doc = new Y.Doc()
  Y.applyUpdate(doc, update)
  const found = openBoard(doc).shapes().length
  prove(found === count, `${subject.name} gave ${found} of ${count} strokes`)
  return ms
}

/** Joins as a client without data; with `given` it brings the board. */
function synced({ door, url, place }: Subject, given: Uint8Array | null): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const reader = new FrameReader()
    const pipe = openPipe(door, url, place, {
      opened() {
        if (given) pipe.send(encodeFrame({ kind: 'update', update: given }))
        pipe.send(encodeFrame({ kind: 'sync-step-1', stateVector: Uint8Array.of(0) }))
      },
      received(message) {
        const whole = door === 'websocket' ? reader.read(message) : parseFrame(message, Number.POSITIVE_INFINITY)
        if (!whole.ok || whole.value?.kind !== 'sync-step-2') return
        resolve(whole.value.update)
        pipe.close()
      },
      failed: reject,
    })
  })
}

async function timed(work: () => unknown): Promise<number> {
  const begun = performance.now()
  await work()
  return performance.now() - begun
}

async function reading(ours: Uint8Array, plain: Uint8Array): Promise<readonly (readonly (string | number)[])[]> {
  const [mine, theirs]: [number[], number[]] = [[], []]
  for (let round = 0; round <= rounds; round += 1) {
    theirs.push(await timed(() => readAll(plain, (doc) => Object.keys(doc.getMap('shapes').toJSON()).length)))
    mine.push(await timed(() => readAll(ours, (doc) => openBoard(doc).shapes().length)))
  }
  const [theirMs, ourMs] = [median(theirs.slice(1)), median(mine.slice(1))]
  return [
    ['yjs 13.6: a Y.Map a stroke, points as [x, y]', plain.byteLength / 1e6, theirMs, 1],
    ['Inkbridge', ours.byteLength / 1e6, ourMs, ourMs / theirMs],
  ]
}

function readAll(update: Uint8Array, shapes: (doc: Y.Doc) => number): void {
  const doc = new Y.Doc()
  Y.applyUpdate(doc, update)
  const found = shapes(doc)
  prove(found === count, `${found} of ${count} strokes were read`)
}
