import { createBoard, type TestBoard } from '@inkbridge/e2e/board'
import { TestServer } from '@inkbridge/e2e/server'
import { encodeFrame } from '@inkbridge/types'
import { WebSocket } from 'ws'
import { memoryMb } from '../lib/cpu.ts'
import { startYWebsocketServer } from '../lib/peers.ts'
import { prove, table } from '../lib/report.ts'

const connections = 1_000
const settleMs = 5_000

/** What a server takes that has nothing to do: alone, and with a thousand people who rest. */
export async function idle(): Promise<string> {
  const peer = await startYWebsocketServer()
  const theirs = await measure(peer.pid, () => openAll(`${peer.url.replace('http', 'ws')}/bench`, []))
  await peer.end()
  const server = await TestServer.start({ env: { LIMITS: 'off' } })
  const ours = await measure(server.pid, async () => {
    const board: TestBoard = await createBoard(server)
    return openAll(`${server.url.replace('http', 'ws')}/yjs/${board.id}`, [
      'y-websocket',
      `bearer.${board.tokens.editor}`,
    ])
  })
  await server.dispose()
  const head = ['server', 'alone, MB', `with ${connections} connections, MB`, 'KiB a connection']
  return `### Memory at rest (proportional set size)

${table(head, [
  ['@y/websocket-server 0.1.1', ...theirs],
  ['Inkbridge: pages, API, log and both doors', ...ours],
])}`
}

async function measure(pid: number, connect: () => Promise<readonly WebSocket[]>): Promise<readonly number[]> {
  await settle()
  const alone = memoryMb(pid)
  const sockets = await connect()
  await settle()
  const full = memoryMb(pid)
  prove(
    sockets.every(({ readyState }) => readyState === WebSocket.OPEN),
    'every connection is open',
  )
  for (const socket of sockets) socket.close()
  return [alone, full, ((full - alone) * 1_024) / connections]
}

async function openAll(url: string, protocols: readonly string[]): Promise<readonly WebSocket[]> {
  const sockets: WebSocket[] = []
  for (let index = 0; index < connections; index += 1) {
    sockets.push(
      await new Promise<WebSocket>((resolve, reject) => {
        const socket = new WebSocket(url, [...protocols], { perMessageDeflate: false })
        socket.on('open', () => socket.send(encodeFrame({ kind: 'sync-step-1', stateVector: Uint8Array.of(0) })))
        socket.once('message', () => resolve(socket))
        socket.on('error', reject)
      }),
    )
  }
  return sockets
}

function settle(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, settleMs))
}
