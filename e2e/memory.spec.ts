import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { openBoard } from '@inkbridge/board'
import { DocSync, type Sync, socketIoTransport } from '@inkbridge/sync'
import { newShapeId } from '@inkbridge/types'
import { expect } from '@playwright/test'
import * as Y from 'yjs'
import { createBoard, type TestBoard } from './board.ts'
import { inFull, test } from './journey.ts'
import type { Vitals } from './probes/vitals.ts'
import { TestServer } from './server.ts'

/**
 * An hour's work of twenty people, repeated in a tenth of the time, and the memory left in the server each time after
 * they have gone. An hour is a hundred thousand points drawn, and six boards opened by each.
 */

const people = 20
const boards = 4
const parts = 10
const pointsAPart = 250
/** Between two points of one person. */
const everyMs = 50
const pointsAStroke = 40

test('an hour’s work of twenty people in five minutes leaks no memory in the server', inFull, async () => {
  test.setTimeout(600_000)
  const server = await TestServer.start({ preload: './probes/vitals.ts' })
  const old = await createBoard(server)
  const samples: Vitals[] = []
  try {
    for (let part = 0; part < parts; part += 1) {
      const fresh = await Promise.all(Array.from({ length: boards - 1 }, () => createBoard(server)))
      const places = [old, ...fresh]
      // Everybody works on one board, leaves, and continues on another.
      for (const half of [0, 1]) {
        await Promise.all(
          Array.from({ length: people }, (_, who) => work(server, places[(who + half) % boards] ?? old, who)),
        )
      }
      samples.push(await whenAlone(server))
    }
  } finally {
    process.stdout.write(`${samples.map((sample) => JSON.stringify(sample)).join('\n')}\n`)
    await server.dispose()
  }
  // The first part warms up: code and data loaded once stay in memory.
  const [, before, after] = [0, samples[1], samples.at(-1)]
  if (!before || !after) throw new Error('samples were taken')
  expect({ rooms: after.rooms, documents: after.documents }).toEqual({ rooms: 0, documents: 0 })
  expect(after.timers).toBeLessThanOrEqual(before.timers + 5)
  expect(after.sockets).toBeLessThanOrEqual(before.sockets + 5)
  expect(after.emitters).toBeLessThanOrEqual(before.emitters + 20)
  expect(after.listeners).toBe(before.listeners)
  expect(after.heap + after.buffers).toBeLessThanOrEqual((before.heap + before.buffers) * 1.1)
})

test('the same test detects a server that never closes a room', inFull, async () => {
  const server = await TestServer.start({ preload: './sabotage/never-forget.ts' })
  try {
    const board = await createBoard(server)
    await work(server, board, 1)
    await expect(whenAlone(server, 5_000)).rejects.toThrow()
    expect(await look(server)).toMatchObject({ rooms: 1, documents: 1 })
  } finally {
    await server.dispose()
  }
})

/** Joins, draws, shows a cursor, and leaves when everything is saved; one in five by long polling. */
async function work(server: TestServer, { id, tokens }: TestBoard, who: number): Promise<void> {
  const doc = new Y.Doc()
  const board = openBoard(doc)
  const address = { url: server.url, board: id, token: tokens.editor }
  const sync: Sync = new DocSync(doc, socketIoTransport(who % 5 === 0 ? 'polling' : 'websocket', address), {})
  await sync.settled()
  let shape = newShapeId()
  for (let point = 0; point < pointsAPart; point += 1) {
    const at = point % pointsAStroke
    const points = [{ x: point, y: who * 10 + at, pressure: null, time: at * 16 }]
    if (at === 0) {
      shape = newShapeId()
      const style = { color: 'ink', width: 4 } as const
      board.apply([{ type: 'ink-begin', id: shape, style, pressure: false, quantum: 0.25, points }])
    } else board.apply([{ type: 'ink-extend', id: shape, points }])
    if (at === pointsAStroke - 1) board.apply([{ type: 'ink-seal', id: shape }])
    sync.setPresence({ cursor: { x: point, y: at } })
    await new Promise((resolve) => setTimeout(resolve, everyMs))
  }
  await sync.settled()
  sync.dispose()
  doc.destroy()
}

/** The server's memory when everybody has gone and the rooms are closed. */
async function whenAlone(server: TestServer, timeout = 120_000): Promise<Vitals> {
  let vitals = await look(server)
  await expect
    .poll(
      async () => {
        vitals = await look(server)
        return vitals.rooms
      },
      { timeout, intervals: [500] },
    )
    .toBe(0)
  return vitals
}

async function look(server: TestServer): Promise<Vitals> {
  const file = join(server.dataDir, 'vitals.json')
  rmSync(file, { force: true })
  server.signal('SIGUSR2')
  let text = ''
  await expect
    .poll(() => {
      try {
        text = readFileSync(file, 'utf8')
      } catch {}
      return text
    })
    .not.toBe('')
  return JSON.parse(text) as Vitals
}
