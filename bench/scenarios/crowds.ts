import { createBoard } from '@inkbridge/e2e/board'
import { TestServer } from '@inkbridge/e2e/server'
import type { Door, Place } from '../lib/doors.ts'
import type { LoadOrder } from '../lib/load.ts'
import { type PeerServer, startHocuspocus, startRelay, startYWebsocketServer } from '../lib/peers.ts'
import { median, prove, table } from '../lib/report.ts'
import { type LoadResult, runLoad } from '../lib/run-load.ts'

const rounds = 3
const times = { warmMs: 2_000, runMs: 6_000 }

type Crowd = Pick<LoadOrder, 'clients' | 'drawers' | 'hz'> & { readonly boards: number }

interface Subject {
  readonly name: string
  /** A peer that fails still has figures: they show it. */
  readonly peer: boolean
  run(crowd: Crowd): Promise<LoadResult>
}

const yWebsocket = peer('@y/websocket-server 0.1.1, in memory', 'yjs', startYWebsocketServer)
const hocuspocus = peer('Hocuspocus 4.7.0 with SQLite, saved later', 'hocuspocus', startHocuspocus)
const relay = peer('Socket.IO 4.8.4 relay, keeps nothing', 'relay', startRelay)
const pollingRelay = peer('Socket.IO 4.8.4 relay, long-polling', 'relay-polling', startRelay)
const yjsDoor = ours('Inkbridge, y-websocket door, saved', 'yjs')
/** A checkout of an earlier commit, installed and built, to be measured beside this one. */
const before = process.env.BENCH_BEFORE
/** Which crowds to measure, by their titles. Default: all. */
const chosen = new RegExp(process.env.BENCH_CROWDS ?? '')
const socketIoDoor = ours('Inkbridge, Socket.IO door, saved', 'websocket')
const polling = ours('Inkbridge, long-polling, saved', 'polling')

/** People on boards, some of whom draw: what each server uses, and how long edits take to reach everybody. */
export async function crowds(): Promise<string> {
  const earlier = before
    ? [
        ours('Inkbridge before, y-websocket door', 'yjs', before),
        ours('Inkbridge before, Socket.IO door', 'websocket', before),
      ]
    : []
  const all = [yWebsocket, hocuspocus, relay, ...earlier, yjsDoor, socketIoDoor]
  const tables = [
    await compare('2 people, 1 draws', { boards: 1, clients: 2, drawers: 1, hz: 60 }, all),
    await compare('10 people, 3 draw', { boards: 1, clients: 10, drawers: 3, hz: 60 }, all),
    await compare('50 people, 10 draw', { boards: 1, clients: 50, drawers: 10, hz: 60 }, all),
    await compare('50 people, 10 draw, without WebSocket', { boards: 1, clients: 50, drawers: 10, hz: 60 }, [
      pollingRelay,
      polling,
    ]),
    await compare('300 people, 10 draw', { boards: 1, clients: 300, drawers: 10, hz: 60 }, all),
    await compare('500 boards of 2 people, 1 draws', { boards: 500, clients: 2, drawers: 1, hz: 10 }, all),
  ]
  return tables.filter((each) => each !== '').join('\n\n')
}

const sizes = [100, 150, 200, 250, 300, 400, 500, 700, 1_000, 1_400, 2_000]
const patienceMs = 100

/**
 * How many people fit on one board while ten of them draw at 60 Hz and everybody sees it within a tenth of a second.
 */
export async function most(): Promise<string> {
  const rows: (readonly (string | number)[])[] = []
  for (const { name, run } of [yWebsocket, hocuspocus, relay, yjsDoor, socketIoDoor]) {
    let [clients, best, next]: [number, LoadResult | null, LoadResult | null] = [0, null, null]
    for (const size of sizes) {
      next = await run({ boards: 1, clients: size, drawers: 10, hz: 60 })
      if (next.p99 >= patienceMs || next.delivered < next.expected || !next.equal) break
      clients = size
      best = next
    }
    const failed = clients !== sizes.at(-1)
    rows.push([
      name,
      clients,
      best?.p99 ?? Number.NaN,
      best?.cores ?? Number.NaN,
      best?.memory ?? Number.NaN,
      failed ? (next?.p99 ?? Number.NaN) : 'not tried',
      failed ? (next?.loadCores ?? Number.NaN) : 'not tried',
    ])
  }
  const head = ['server', 'people', 'p99, ms', 'CPU, cores', 'memory, MB', 'p99 of the next, ms', 'load then, cores']
  return `### The most people on one board, 10 draw at 60 Hz, p99 under ${patienceMs} ms (of ${sizes.join(', ')})\n\n${table(head, rows)}`
}

async function compare(title: string, crowd: Crowd, subjects: readonly Subject[]): Promise<string> {
  if (!chosen.test(title)) return ''
  const results = new Map<string, LoadResult[]>()
  for (let round = 0; round < rounds; round += 1) {
    for (const { name, peer: isPeer, run } of subjects) {
      const result = await run(crowd)
      const { delivered, expected, equal } = result
      if (!isPeer) prove(delivered === expected && equal, `${name} delivered ${delivered} of ${expected}`)
      results.set(name, [...(results.get(name) ?? []), result])
    }
  }
  const of = (name: string, value: (result: LoadResult) => number) => median((results.get(name) ?? []).map(value))
  const first = subjects[0]?.name ?? ''
  const rows = subjects.map(({ name }) => [
    name,
    of(name, ({ p50 }) => p50),
    of(name, ({ p99 }) => p99),
    of(name, ({ cores }) => cores),
    of(name, ({ cores }) => cores) / of(first, ({ cores }) => cores),
    of(name, ({ memory }) => memory),
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
    'memory, MB',
    'bytes a delivery',
    'messages a delivery',
    'delivered, %',
    'load, cores',
  ]
  return `### ${title} at ${crowd.hz} Hz (median of ${rounds} rounds)\n\n${table(head, rows)}`
}

function peer(name: string, door: Door, start: () => Promise<PeerServer>): Subject {
  return {
    name,
    peer: true,
    async run({ boards, ...crowd }) {
      const server = await start()
      try {
        const places = Array.from({ length: boards }, (_, index) => ({ id: `bench${index}`, token: null }))
        return await runLoad({ door, url: server.url, boards: places, ...crowd, ...times }, server.pid)
      } finally {
        await server.end()
      }
    },
  }
}

function ours(name: string, door: Door, checkout?: string): Subject {
  return {
    name,
    peer: false,
    async run({ boards, ...crowd }) {
      const server = await TestServer.start({ env: { LIMITS: 'off' }, ...(checkout ? { checkout } : {}) })
      try {
        const places: Place[] = []
        for (let index = 0; index < boards; index += 1) {
          const { id, tokens } = await createBoard(server)
          places.push({ id, token: tokens.editor })
        }
        return await runLoad({ door, url: server.url, boards: places, ...crowd, ...times }, server.pid)
      } finally {
        await server.dispose()
      }
    },
  }
}
