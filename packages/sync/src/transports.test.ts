import { once } from 'node:events'
import { createServer, type Server as HttpServer } from 'node:http'
import type { AddressInfo, Socket as NetSocket } from 'node:net'
import { closeEvent, frameEvent, packetParser, type Rejection } from '@inkbridge/types'
import { Server } from 'socket.io'
import { type WebSocket, WebSocketServer } from 'ws'
import { type MemoryClient, memoryTransport } from './memory-transport.ts'
import { socketIoTransport } from './socketio-transport.ts'
import { describeTransport, type PeerUnderTest } from './testing/transport-suite.ts'
import { webSocketTransport } from './websocket-transport.ts'

describeTransport('Socket.IO by WebSocket', () => startSocketIo('websocket'), { network: true })
describeTransport('Socket.IO by long polling', () => startSocketIo('polling'), { network: true })
describeTransport('plain WebSocket', startWebSocket, { network: true })
describeTransport('memory', startMemory, { network: false })

async function listening() {
  const server = createServer()
  const sockets = new Set<NetSocket>()
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const cut = () => {
    for (const socket of sockets) socket.destroy()
  }
  return { server, url: `http://127.0.0.1:${port}`, cut }
}

function closed(server: HttpServer): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
}

async function startSocketIo(name: 'websocket' | 'polling'): Promise<PeerUnderTest> {
  const { server, url, cut } = await listening()
  const io = new Server(server, { parser: packetParser, serveClient: false })
  const frames: Uint8Array[] = []
  let [ended, refusal] = [0, null as Rejection | null]
  io.use((_socket, next) => {
    const reason = refusal
    refusal = null
    next(reason ? Object.assign(new Error(reason.message), { data: reason }) : undefined)
  })
  io.on('connection', (socket) => {
    socket.on(frameEvent, (frame: Uint8Array) => frames.push(new Uint8Array(frame)))
    socket.on('disconnect', (why) => {
      if (why !== 'server namespace disconnect') ended += 1
    })
  })
  return {
    transport: socketIoTransport(name, { url, board: 'b' }),
    name,
    frames,
    ended: () => ended,
    send: (frame) => io.emit(frameEvent, frame),
    close: (reason) => {
      io.emit(closeEvent, reason)
      io.disconnectSockets(true)
    },
    cut: () => {
      // With long polling a failed request is followed by another: the session has to be removed, too.
      for (const socket of io.sockets.sockets.values()) socket.conn.close(true)
      cut()
    },
    refuse: (reason) => {
      refusal = reason
    },
    dispose: async () => {
      await io.close()
      await closed(server)
    },
  }
}

async function startWebSocket(): Promise<PeerUnderTest> {
  const { server, url, cut } = await listening()
  const sockets = new WebSocketServer({
    server,
    handleProtocols: (offered) => offered.has('inkbridge.1') && 'inkbridge.1',
  })
  const frames: Uint8Array[] = []
  let [ended, refusal] = [0, null as Rejection | null]
  sockets.on('connection', (socket: WebSocket) => {
    if (refusal) socket.close(refusal.code, refusal.message)
    refusal = null
    socket.on('message', (data: Buffer) => frames.push(new Uint8Array(data)))
    socket.on('close', (code) => {
      if (code === 1000) ended += 1
    })
  })
  const all = (run: (socket: WebSocket) => void) => {
    for (const socket of sockets.clients) run(socket)
  }
  return {
    transport: webSocketTransport({ url, board: 'b', token: 'x'.repeat(32) }),
    name: 'websocket',
    frames,
    ended: () => ended,
    send: (frame) => all((socket) => socket.send(frame)),
    close: ({ code, message }) => all((socket) => socket.close(code, message)),
    cut,
    refuse: (reason) => {
      refusal = reason
    },
    dispose: async () => {
      sockets.close()
      await closed(server)
    },
  }
}

async function startMemory(): Promise<PeerUnderTest> {
  const frames: Uint8Array[] = []
  let [ended, client] = [0, null as MemoryClient | null]
  return {
    transport: memoryTransport({
      accept(accepted) {
        client = accepted
        return {
          received: (frame) => frames.push(frame),
          closed: () => {
            ended += 1
          },
        }
      },
    }),
    name: 'memory',
    frames,
    ended: () => ended,
    send: (frame) => client?.send(frame),
    close: (reason) => client?.close(reason),
    cut: () => {},
    refuse: () => {},
    dispose: async () => {},
  }
}
