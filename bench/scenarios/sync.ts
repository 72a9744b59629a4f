import { createBoard } from '@inkbridge/e2e/board'
import { TestServer } from '@inkbridge/e2e/server'
import type { LoadOrder } from '../lib/load.ts'
import { startYWebsocketServer } from '../lib/peers.ts'
import { median, prove, table } from '../lib/report.ts'
import { type LoadResult, runLoad } from '../lib/run-load.ts'

const rounds = 3
const times = { warmMs: 2_000, runMs: 6_000 }

type Crowd = Pick<LoadOrder, 'clients' | 'drawers' | 'hz'> & { readonly boards: number }
type Subject = readonly [name: string, run: (crowd: Crowd) => Promise<LoadResult>]

const peer: Subject = ['@y/websocket-server 0.1.1, in memory', againstPeer]
const yjsDoor: Subject = ['Inkbridge, y-websocket door, saved', (crowd) => againstOurs('yjs', crowd)]
const socketIoDoor: Subject = ['Inkbridge, Socket.IO door, saved', (crowd) => againstOurs('websocket', crowd)]
const polling: Subject = ['Inkbridge, long-polling, saved', (crowd) => againstOurs('polling', crowd)]

/** People on boards, some of whom draw: what each server uses, and how long until everybody has it. */
export async function sync(): Promise<string> {
  const doors = [peer, yjsDoor, socketIoDoor]
  return [
    await compare('2 people, 1 draws', { boards: 1, clients: 2, drawers: 1, hz: 60 }, doors),
    await compare('10 people, 3 draw', { boards: 1, clients: 10, drawers: 3, hz: 60 }, doors),
    await compare('50 people, 10 draw', { boards: 1, clients: 50, drawers: 10, hz: 60 }, [...doors, polling]),
    await compare('300 people, 10 draw', { boards: 1, clients: 300, drawers: 10, hz: 60 }, doors),
    await compare('500 boards of 2 people, 1 draws', { boards: 500, clients: 2, drawers: 1, hz: 10 }, doors),
  ].join('\n\n')
}

async function compare(title: string, crowd: Crowd, subjects: readonly Subject[]): Promise<string> {
  const results = new Map<string, LoadResult[]>()
  for (let round = 0; round < rounds; round += 1) {
    for (const [name, run] of subjects) {
      const result = await run(crowd)
      const { delivered, expected, equal } = result
      // A peer that cannot do it has figures all the same: they say so.
      if (name !== peer[0]) prove(delivered === expected && equal, `${name} delivered ${delivered} of ${expected}`)
      results.set(name, [...(results.get(name) ?? []), result])
    }
  }
  const of = (name: string, value: (result: LoadResult) => number) => median((results.get(name) ?? []).map(value))
  const rows = subjects.map(([name]) => [
    name,
    of(name, ({ p50 }) => p50),
    of(name, ({ p99 }) => p99),
    of(name, ({ cores }) => cores),
    of(name, ({ cores }) => cores) / of(peer[0], ({ cores }) => cores),
    of(name, ({ bytesADelivery }) => bytesADelivery),
    of(name, ({ messagesADelivery }) => messagesADelivery),
    of(name, ({ delivered, expected }) => (delivered / expected) * 100),
    of(name, ({ loadCores }) => loadCores),
  ])
  const head = [
    'server',
    'p50, ms',
    'p99, ms',
    'CPU, cores',
    'CPU ratio',
    'bytes a delivery',
    'messages a delivery',
    'delivered, %',
    'load, cores',
  ]
  return `### ${title} at ${crowd.hz} Hz (median of ${rounds} rounds)\n\n${table(head, rows)}`
}

async function againstPeer({ boards, ...crowd }: Crowd): Promise<LoadResult> {
  const server = await startYWebsocketServer()
  try {
    const places = Array.from({ length: boards }, (_, index) => ({ id: `bench${index}`, token: null }))
    return await runLoad({ door: 'yjs', url: server.url, path: '', boards: places, ...crowd, ...times }, server.pid)
  } finally {
    await server.end()
  }
}

async function againstOurs(door: LoadOrder['door'], { boards, ...crowd }: Crowd): Promise<LoadResult> {
  const server = await TestServer.start()
  try {
    const places: { readonly id: string; readonly token: string }[] = []
    for (let index = 0; index < boards; index += 1) {
      const { id, tokens } = await createBoard(server)
      places.push({ id, token: tokens.editor })
    }
    return await runLoad({ door, url: server.url, path: '/yjs', boards: places, ...crowd, ...times }, server.pid)
  } finally {
    await server.dispose()
  }
}
