import { createBoard } from '@inkbridge/e2e/board'
import { TestServer } from '@inkbridge/e2e/server'
import type { LoadOrder } from '../lib/load.ts'
import { startYWebsocketServer } from '../lib/peers.ts'
import { median, prove, table } from '../lib/report.ts'
import { type LoadResult, runLoad } from '../lib/run-load.ts'

const rounds = 3
const people = { clients: 50, drawers: 10 }
const times = { warmMs: 2_000, runMs: 6_000 }

/** Fifty people on one board, ten of whom draw: what each server uses, and how long until everybody has it. */
export async function wire(): Promise<string> {
  const subjects: readonly (readonly [string, () => Promise<LoadResult>])[] = [
    ['@y/websocket-server 0.1.1, in memory', againstPeer],
    ['Inkbridge, y-websocket door, saved', () => againstOurs('yjs')],
    ['Inkbridge, Socket.IO door, saved', () => againstOurs('socketio')],
  ]
  const results = new Map<string, LoadResult[]>()
  for (let round = 0; round < rounds; round += 1) {
    for (const [name, run] of subjects) {
      const result = await run()
      prove(
        result.delivered === result.expected && result.equal,
        `${name} delivered ${result.delivered} of ${result.expected}`,
      )
      results.set(name, [...(results.get(name) ?? []), result])
    }
  }
  const of = (name: string, value: (result: LoadResult) => number) => median((results.get(name) ?? []).map(value))
  const [peer] = subjects[0] ?? ['']
  const rows = subjects.map(([name]) => [
    name,
    of(name, ({ p50 }) => p50),
    of(name, ({ p99 }) => p99),
    of(name, ({ cores }) => cores),
    of(name, ({ cores }) => cores) / of(peer, ({ cores }) => cores),
    of(name, ({ bytesADelivery }) => bytesADelivery),
    of(name, ({ messagesADelivery }) => messagesADelivery),
  ])
  const sent = Math.round(of(peer, ({ updateBytes }) => updateBytes))
  return `### ${people.clients} people, ${people.drawers} draw at 60 Hz (updates of ${sent} bytes; median of ${rounds} rounds, everything delivered)

${table(['server', 'p50, ms', 'p99, ms', 'CPU, cores', 'CPU ratio', 'bytes a delivery', 'messages a delivery'], rows)}`
}

async function againstPeer(): Promise<LoadResult> {
  const server = await startYWebsocketServer()
  try {
    const order: LoadOrder = {
      door: 'yjs',
      url: server.url,
      path: '',
      board: 'bench',
      token: null,
      ...people,
      ...times,
    }
    return await runLoad(order, server.pid)
  } finally {
    await server.end()
  }
}

async function againstOurs(door: 'yjs' | 'socketio'): Promise<LoadResult> {
  const server = await TestServer.start()
  try {
    const board = await createBoard(server)
    const where = { door, url: server.url, path: '/yjs', board: board.id, token: board.tokens.editor } as const
    return await runLoad({ ...where, ...people, ...times }, server.pid)
  } finally {
    await server.dispose()
  }
}
