import { createBoard } from '@inkbridge/e2e/board'
import { TestServer } from '@inkbridge/e2e/server'
import { encodeFrame } from '@inkbridge/types'
import { memoryMb } from '../lib/cpu.ts'
import { type Door, openPipe, openRelay, type Pipe, type Place } from '../lib/doors.ts'
import { startHocuspocus, startRelay, startYWebsocketServer } from '../lib/peers.ts'
import { prove, table } from '../lib/report.ts'

const connections = 1_000
const settleMs = 5_000
const place: Place = { id: 'bench', token: null }

/** What an idle server uses: alone, and with a thousand people who do nothing. */
export async function idle(): Promise<string> {
  const rows: (readonly (string | number)[])[] = []
  for (const [name, door, start] of [
    ['@y/websocket-server 0.1.1', 'yjs', startYWebsocketServer],
    ['Hocuspocus 4.7.0 with SQLite', 'hocuspocus', startHocuspocus],
    ['Socket.IO 4.8.4 relay', 'relay', startRelay],
  ] as const) {
    const peer = await start()
    rows.push([name, ...(await measure(peer.pid, () => openAll(door, peer.url, place)))])
    await peer.end()
  }
  for (const [name, door] of [
    ['Inkbridge: pages, API, log and both doors; by y-websocket', 'yjs'],
    ['the same, by Socket.IO', 'websocket'],
  ] as const) {
    const server = await TestServer.start({ env: { LIMITS: 'off' } })
    const open = async () => {
      const { id, tokens } = await createBoard(server)
      return openAll(door, server.url, { id, token: tokens.editor })
    }
    rows.push([name, ...(await measure(server.pid, open))])
    await server.dispose()
  }
  const head = ['server', 'alone, MB', `with ${connections} connections, MB`, 'KiB a connection']
  return `### Memory at rest (proportional set size)

${table(head, rows)}`
}

async function measure(pid: number, connect: () => Promise<readonly Pipe[]>): Promise<readonly number[]> {
  await untilQuiet()
  const alone = memoryMb(pid)
  lost = 0
  const pipes = await connect()
  await untilQuiet()
  const full = memoryMb(pid)
  prove(lost === 0, `${lost} connections were lost`)
  for (const pipe of pipes) pipe.close()
  return [alone, full, ((full - alone) * 1_024) / connections]
}

/** Connections that have ended unexpectedly. */
let lost = 0

/** Opens them one after the other. */
async function openAll(door: Door, url: string, at: Place): Promise<readonly Pipe[]> {
  const pipes: Pipe[] = []
  for (let index = 0; index < connections; index += 1) pipes.push(await openOne(door, url, at))
  return pipes
}

function openOne(door: Door, url: string, at: Place): Promise<Pipe> {
  return new Promise((resolve, reject) => {
    const failed = (error: Error) => {
      lost += 1
      reject(error)
    }
    if (door === 'relay' || door === 'relay-polling') {
      const relayed = openRelay('websocket', url, at, {
        opened: () => resolve(relayed),
        received: () => {},
        failed,
      })
      return
    }
    const pipe = openPipe(door, url, at, {
      opened: () => pipe.send(encodeFrame({ kind: 'sync-step-1', stateVector: Uint8Array.of(0) })),
      received: () => resolve(pipe),
      failed,
    })
  })
}

function untilQuiet(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, settleMs))
}
