import { readFileSync } from 'node:fs'
import { openBoard } from '@inkbridge/board'
import { connect } from '@inkbridge/sync'
import type { NewShape, ShapeId } from '@inkbridge/types'
import { expect } from '@playwright/test'
import * as Y from 'yjs'
import { createBoard, type TestBoard } from './board.ts'
import { inFull, test } from './journey.ts'
import { TestServer } from './server.ts'
import { stalls } from './stalls.ts'

/** Pictures, exports and imports designed to exhaust a server, beside a client that draws. */

let server: TestServer
test.beforeAll(async () => {
  // The effect of one request is measured, and not how many are admitted.
  server = await TestServer.start({ preload: './probes/stalls.ts', env: { LIMITS: 'off' } })
})
test.afterAll(() => server.dispose())

/** The longest the main thread may work without a break, ms. */
const mostBusyMs = 150

type Record = { readonly [key: string]: unknown }

/** A data file of shapes and their parents, by id. */
function fileOf(shapes: Record, order: Record = {}): object {
  return { type: 'inkbridge', version: 1, title: null, document: { shapes, order } }
}

function small(index: number): Record {
  return { kind: 'rect', at: [(index % 300) * 12, Math.floor(index / 300) * 12, 10, 10, 0], order: 'a0' }
}

/** About 13 MB of the smallest shapes. */
const many = 130_000
function manyShapes(): object {
  return fileOf(Object.fromEntries(Array.from({ length: many }, (_, index) => [`shape-${index}`, small(index)])))
}

function get(board: TestBoard, path: string): Promise<Response> {
  return fetch(`${server.url}/api/boards/${board.id}/${path}`, {
    headers: { Authorization: `Bearer ${board.tokens.viewer}` },
  })
}

/** Memory of a process by a line of its status, bytes. */
function memoryOf(pid: number, line: 'VmRSS' | 'VmHWM'): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  return Number(new RegExp(`^${line}:\\s+(\\d+) kB$`, 'm').exec(status)?.[1]) * 1_024
}

/** The process that draws pictures. */
function drawing(): number | null {
  const children = readFileSync(`/proc/${server.pid}/task/${server.pid}/children`, 'utf8').match(/\d+/g) ?? []
  const found = children.find((pid) => {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('picture-process')
    } catch {
      // It ended meanwhile.
      return false
    }
  })
  return found ? Number(found) : null
}

/** Draws on a board of its own while some work runs; returns what was measured of the server. */
async function beside<Result>(
  name: string,
  work: () => Promise<Result>,
): Promise<{ readonly result: Result; readonly busyMs: number; readonly worstMs: number }> {
  const board = await createBoard(server)
  const doc = new Y.Doc()
  const witness = openBoard(doc)
  const sync = connect({ doc, board: board.id, url: server.url, token: board.tokens.editor })
  await sync.settled()
  await stalls(server)
  const begun = performance.now()
  const before = memoryOf(server.pid, 'VmRSS')
  let working = true
  const result = work().finally(() => {
    working = false
  })
  let worstMs = 0
  for (let index = 0; working; index += 1) {
    const at = { x: index, y: 0, w: 5, h: 5, rotation: 0 }
    const style = { color: 'ink', width: 2 } as const
    const since = performance.now()
    witness.apply([{ type: 'create', shape: { id: `w${index}` as ShapeId, kind: 'rect', at, style } as NewShape }])
    await sync.settled()
    worstMs = Math.max(worstMs, performance.now() - since)
  }
  const { busyMs, uncaught } = await stalls(server)
  sync.dispose()
  const pid = drawing()
  const figures = {
    ms: Math.round(performance.now() - begun),
    busyMs: Math.round(busyMs),
    witnessWorstMs: Math.round(worstMs),
    serverMb: Math.round((memoryOf(server.pid, 'VmRSS') - before) / 1e6),
    ...(pid ? { picturesPeakMb: Math.round(memoryOf(pid, 'VmHWM') / 1e6) } : {}),
  }
  process.stdout.write(`${name}: ${JSON.stringify(figures)}\n`)
  expect(uncaught).toEqual([])
  return { result: await result, busyMs, worstMs }
}

/** Counts the bytes of an answer without keeping them. */
async function lengthOf({ body }: Response): Promise<number> {
  let length = 0
  for await (const part of body ?? []) length += part.byteLength
  return length
}

/** Shapes each nested in the next. */
function nested(count: number, shape: (index: number) => Record): object {
  const shapes = Object.fromEntries(Array.from({ length: count }, (_, index) => [`n${index}`, shape(index)]))
  const order = Object.fromEntries(
    Array.from({ length: count - 1 }, (_, index) => [`n${index}`, ['a0', `n${index + 1}`]]),
  )
  const leaves = Object.fromEntries(Array.from({ length: 2 }, (_, index) => [`leaf${index}`, small(index)]))
  return fileOf({ ...shapes, ...leaves }, { ...order, leaf0: ['a0', 'n0'], leaf1: ['a0', 'n0'] })
}

const frame = (size: number) => ({ kind: 'frame', at: [0, 0, size, size, 0], order: 'a0', name: '' })

const pictures: readonly (readonly [what: string, file: () => object])[] = [
  ['eight nested frames', () => nested(8, () => frame(2_000))],
  [
    'eight nested rotated frames',
    () => nested(8, (index) => ({ ...frame(2_000), at: [0, 0, 2_000, 2_000, index / 9] })),
  ],
  [
    'a cross-hatched square of a million units',
    () =>
      fileOf({
        a: {
          kind: 'rect',
          at: [0, 0, 1e6, 1e6, 0],
          order: 'a0',
          style: { color: 'ink', width: 2, fill: 'red', pattern: 'cross-hatch', look: 'sketchy' },
        },
      }),
  ],
  [
    'a dotted circle of the largest size',
    () =>
      fileOf({
        a: { kind: 'ellipse', at: [0, 0, 1e8, 1e8, 0], order: 'a0', style: { color: 'ink', width: 1, dash: 'dotted' } },
      }),
  ],
  ['3,000 nested groups', () => nested(3_000, () => ({ kind: 'group' }))],
  ['2,000 nested frames', () => nested(2_000, () => frame(2_000))],
]

const slow = new Set(['2,000 nested frames', 'a cross-hatched square of a million units'])

for (const [what, file] of pictures) {
  test(
    `${what}: thumbnail, PNG and SVG are drawn outside the server process, within its limits`,
    slow.has(what) ? inFull : {},
    async () => {
      const board = await createBoard(server, { document: file() })
      const { result, busyMs } = await beside(what, async () => {
        const statuses: number[] = []
        for (const path of ['thumbnail', 'export?format=png&scale=4', 'export?format=svg']) {
          const response = await get(board, path)
          statuses.push(response.status)
          await response.arrayBuffer()
        }
        return statuses
      })
      expect(result).toEqual([200, 200, 200])
      expect(busyMs).toBeLessThan(mostBusyMs)
      const pid = drawing()
      if (!pid) throw new Error('no process draws pictures')
      expect(memoryOf(pid, 'VmHWM')).toBeLessThan(1.1e9)
      // The renderer is loaded there, and nowhere else.
      expect([server.pid, pid].map((each) => readFileSync(`/proc/${each}/maps`, 'utf8').includes('resvg'))).toEqual([
        false,
        true,
      ])
    },
  )
}

test(
  'a board that is too large to draw is refused with a message that says what is safe, and other pictures are drawn',
  inFull,
  async () => {
    const style = { color: 'ink', width: 2, fill: 'red', pattern: 'cross-hatch', look: 'sketchy' }
    const shapes = Object.fromEntries(
      Array.from({ length: 20_000 }, (_, index) => [
        `h${index}`,
        { ...small(index), at: [index, 0, 4_000, 4_000, 0], style },
      ]),
    )
    const [heavy, other] = [
      await createBoard(server, { document: fileOf(shapes) }),
      await createBoard(server, { document: fileOf({ a: small(0) }) }),
    ]
    const { result, busyMs } = await beside('too much to draw', async () => {
      const [refused, drawn] = await Promise.all([get(heavy, 'export?format=png'), get(other, 'thumbnail')])
      return [refused.status, ((await refused.json()) as { error: { code: string } }).error.code, drawn.status]
    })
    expect(result).toEqual([413, 'too-large-to-draw', 200])
    expect(busyMs).toBeLessThan(mostBusyMs)
  },
)

test('when the process that draws pictures is killed, the server continues, and the next picture is drawn', async () => {
  const board = await createBoard(server, { document: fileOf({ a: small(0) }) })
  expect((await get(board, 'export?format=png')).status).toBe(200)
  const before = drawing()
  if (!before) throw new Error('no process draws pictures')
  process.kill(before, 'SIGKILL')
  await expect.poll(drawing).toBeNull()
  expect((await get(board, 'export?format=png&scale=1')).status).toBe(200)
  expect(drawing()).not.toBe(before)
})

test(
  '13 MB of small shapes are saved as a new board, imported and exported 60 times without delaying others',
  inFull,
  async () => {
    test.setTimeout(240_000)
    const document = manyShapes()
    const made = await beside('13 MB as a new board', () => createBoard(server, { document }))
    expect(made.busyMs).toBeLessThan(mostBusyMs)
    const board = await createBoard(server)
    const imported = await beside('13 MB imported', async () => {
      const response = await fetch(`${server.url}/api/boards/${board.id}/import`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${board.tokens.editor}` },
        body: JSON.stringify(document),
      })
      return [response.status, await response.json()]
    })
    expect(imported.result).toEqual([200, { shapes: many }])
    expect(imported.busyMs).toBeLessThan(mostBusyMs)
    const exported = await beside('60 exports of 13 MB at once', () =>
      Promise.all(
        Array.from({ length: 60 }, async () => {
          const response = await get(board, 'export?format=json')
          return [response.status, await lengthOf(response)]
        }),
      ),
    )
    expect(new Set(exported.result.map(([status]) => status))).toEqual(new Set([200]))
    expect(new Set(exported.result.map(([, length]) => length)).size).toBe(1)
    expect(exported.busyMs).toBeLessThan(mostBusyMs)
    expect(exported.worstMs).toBeLessThan(1_000)
  },
)

test('of ten different pictures of one board at once a few wait; the others get a time to retry', async () => {
  const board = await createBoard(server, { document: fileOf({ a: small(0) }) })
  const answers = await Promise.all(
    Array.from({ length: 10 }, (_, index) => get(board, `export?format=png&scale=${1 + index / 10}`)),
  )
  const refused = answers.filter(({ status }) => status === 429)
  expect(answers.filter(({ status }) => status === 200).length + refused.length).toBe(10)
  expect(refused.length).toBeGreaterThan(2)
  expect(refused.map(({ headers }) => headers.get('retry-after'))).toEqual(refused.map(() => '5'))
})

test('a title that is cut within a character is a valid file name', async () => {
  const board = await createBoard(server, { title: `${'a'.repeat(59)}\u{20000}b` })
  const response = await get(board, 'export?format=json')
  expect([response.status, response.headers.get('content-disposition')]).toEqual([
    200,
    `attachment; filename="${'a'.repeat(59)}__.inkbridge.json"; filename*=UTF-8''${'a'.repeat(59)}%F0%A0%80%80.inkbridge.json`,
  ])
})
