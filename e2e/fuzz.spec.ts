import { openBoard } from '@inkbridge/board'
import { connect } from '@inkbridge/sync'
import type { NewShape, ShapeId } from '@inkbridge/types'
import { seeded } from '@inkbridge/types/testing'
import { expect } from '@playwright/test'
import * as Y from 'yjs'
import { createBoard, type TestBoard } from './board.ts'
import { Attacker, doors, type Gate } from './fuzz/attacker.ts'
import { fuzzer } from './fuzz/frames.ts'
import { full, test } from './journey.ts'
import { TestServer } from './server.ts'
import { stalls } from './stalls.ts'

/** `FUZZ_FRAMES` sets how many, `FUZZ_SEED` which. */
const frames = Number(process.env.FUZZ_FRAMES ?? (full ? 1_000_000 : 5_000))
const seed = Number(process.env.FUZZ_SEED ?? 1)
const lanes = 22
/** Messages by each transport. */
const sent = { websocket: 0, polling: 0 }
/** The attack moves to another board after this many messages. */
const framesABoard = 5_000
const rounds = Math.ceil(frames / framesABoard)
/** Edits of the witness on each board. */
const edits = Math.ceil(1_000 / rounds)

/** A client that keeps drawing on its own document. */
function witness(server: TestServer, board: TestBoard, prefix: string) {
  const doc = new Y.Doc()
  const drawing = openBoard(doc)
  const sync = connect({ doc, board: board.id, url: server.url, token: board.tokens.editor })
  return {
    doc,
    sync,
    draw(index: number): void {
      const id = `${prefix}${index}` as ShapeId
      const at = { x: index, y: 0, w: 5, h: 5, rotation: 0 }
      drawing.apply([
        { type: 'create', shape: { id, kind: 'rect', at, style: { color: 'ink', width: 2 } } as NewShape },
      ])
    },
  }
}

async function exported(server: TestServer, board: TestBoard): Promise<string> {
  const response = await fetch(`${server.url}/api/boards/${board.id}/export?format=json`, {
    headers: { Authorization: `Bearer ${board.tokens.viewer}` },
  })
  return response.text()
}

/** Attacks a board on which another client draws; that client and a new one have everything afterwards. */
async function attackBoard(
  server: TestServer,
  watched: TestBoard,
  watcher: Y.Doc,
  gates: Map<Gate, number>,
  round: number,
  most: number,
): Promise<void> {
  const { pid } = server
  const board = await createBoard(server)
  const there = witness(server, board, 'w')
  let drawn = 0
  const draw = () => {
    if (drawn < edits) there.draw(drawn++)
  }
  draw()
  await there.sync.settled()
  const drawing = setInterval(draw, 5)
  let left = Math.min(framesABoard, most)
  const attack = async (lane: number) => {
    const random = seeded(seed * 1_000_000 + round * lanes + lane)
    const allDoors = doors(server, board, watched, lane)
    const door = allDoors[lane % allDoors.length]
    if (!door) throw new Error('there is no such door')
    const attacker = new Attacker(door)
    const source = fuzzer({ random, victims: [there.doc, watcher] })
    while (left > 0) {
      const frames = Array.from({ length: Math.min(left, door.atOnce) }, () => {
        const bytes = source.next()
        return door.name.startsWith('Socket.IO') && random() < 0.2 ? Buffer.from(bytes).toString('latin1') : bytes
      })
      left -= frames.length
      const ends = await attacker.send(frames)
      left += frames.length - ends.length
      for (const gate of ends) gates.set(gate, (gates.get(gate) ?? 0) + 1)
      sent[door.by] += ends.length
    }
    attacker.leave()
  }
  await Promise.all(Array.from({ length: lanes }, (_, lane) => attack(lane)))
  clearInterval(drawing)
  while (drawn < edits) draw()
  await there.sync.settled()
  const fresh = new Y.Doc()
  const reading = connect({ doc: fresh, board: board.id, url: server.url, token: board.tokens.viewer })
  await reading.settled()
  // The attackers' last messages may not have reached both yet.
  const held = [there.doc, fresh].map((doc) => () => normalised(doc))
  await expect.poll(() => new Set(held.map((state) => state())).size, { message: `round ${round}` }).toBe(1)
  expect({
    pid: server.pid,
    pending: [fresh.store.pendingStructs, fresh.store.pendingDs],
    own: written(fresh),
  }).toEqual({
    pid,
    pending: [null, null],
    own: edits,
  })
  for (const each of [there.sync, reading]) each.dispose()
}

/** How many edits of the witness exist; an editor is allowed to delete those of others. */
function written(doc: Y.Doc): number {
  return [...doc.getMap('shapes')._map.keys()].filter((key) => key.startsWith('w')).length
}

/** Equal bytes for equal documents. */
function normalised(doc: Y.Doc): string {
  const fresh = new Y.Doc()
  Y.applyUpdate(fresh, Y.encodeStateAsUpdate(doc))
  return Buffer.from(Y.encodeStateAsUpdate(fresh)).toString('base64')
}

test(`${frames.toLocaleString('en')} malformed messages by both doors, before and after joining, in every role, affect nobody else`, async () => {
  // Timeout for a busy machine; otherwise a thousand messages take about two seconds.
  test.setTimeout(60_000 + frames * 20)
  const server = await TestServer.start({ preload: './probes/stalls.ts', without: 'offences are counted' })
  try {
    const watched = await createBoard(server)
    const elsewhere = witness(server, watched, 's')
    for (let index = 0; index < 1_000; index += 1) elsewhere.draw(index)
    await elsewhere.sync.settled()
    const before = await exported(server, watched)
    const started = await stalls(server)
    const gates = new Map<Gate, number>()
    for (let round = 0; round < rounds; round += 1) {
      await attackBoard(server, watched, elsewhere.doc, gates, round, frames - round * framesABoard)
      if (round % 20 === 19) process.stdout.write(`${(round + 1) * framesABoard} frames\n`)
    }
    await elsewhere.sync.settled()
    const ended = await stalls(server)
    const share = (count: number) => `${((count / frames) * 100).toFixed(1)} %`
    const ends = [...gates].sort((a, b) => b[1] - a[1]).map(([gate, count]) => `${gate} ${share(count)}`)
    process.stdout.write(
      `seed ${seed}, where ${sent.websocket} frames by WebSocket and ${sent.polling} by long-polling ended: ${ends.join(', ')}; longest stall ${ended.longestMs.toFixed(0)} ms, of which at work ${ended.busyMs.toFixed(0)} ms; ` +
        `memory ${(started.memory / 1e6).toFixed(0)} to ${(ended.memory / 1e6).toFixed(0)} MB\n`,
    )
    expect(ended.uncaught).toEqual([])
    expect(ended.busyMs).toBeLessThan(100)
    expect(ended.memory - started.memory).toBeLessThan(100e6)
    expect(await exported(server, watched)).toBe(before)
    expect(sent.polling).toBeGreaterThan(frames / 10)
    // Every outcome occurred: a fuzz test that fails at the first length check proves nothing.
    for (const gate of [
      'before joining',
      'packet',
      'frame',
      'decoding',
      'structure',
      'owner',
      'role',
      'through',
    ] as const)
      expect(gates.get(gate) ?? 0, gate).toBeGreaterThan(frames / 2_000)
    elsewhere.sync.dispose()
  } finally {
    await server.dispose()
  }
})

test('the same messages harm a server without the guard', async () => {
  test.setTimeout(120_000)
  const server = await TestServer.start({ without: 'updates are checked by the guard', env: { LIMITS: 'off' } })
  try {
    const watched = await createBoard(server)
    await expect(attackBoard(server, watched, new Y.Doc(), new Map(), 0, 500)).rejects.toThrow()
  } finally {
    await server.dispose()
  }
})
