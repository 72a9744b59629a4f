import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { closeCodes, type Rejection } from '@inkbridge/types'
import type { Logger } from 'pino'
import type { WebSocket } from 'ws'
import { type Admission, type Backlog, bearerOf, parseKey } from '../admission/admission.ts'
import { guarded } from '../boundary.ts'
import { type Connection, type Registry, unavailable } from '../rooms.ts'
import type { Handshake, Handshakes } from './handshakes.ts'
import { admitMessages, HandshakeServer, keepsMuch, unfinishedBytes } from './web-socket.ts'

/** Below every common proxy's 60 s. */
const pingMs = 25_000
/** The longest reason a close frame can carry, bytes. */
const maxReasonBytes = 123

/** The y-websocket door: `/yjs/<boardId>`, the plain y-websocket protocol for any Yjs client. */
export interface YjsDoor {
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer, board: string): void
  close(): void
}

export function createYjsDoor(
  admission: Admission,
  registry: Pick<Registry, 'enter'>,
  handshakes: Handshakes,
  logger: Logger,
): YjsDoor {
  const server = new HandshakeServer({
    noServer: true,
    // The token is offered as a subprotocol and never echoed. Browsers fail when no offered protocol is selected.
    handleProtocols: (offered) =>
      offered.has('inkbridge.1') ? 'inkbridge.1' : offered.has('y-websocket') ? 'y-websocket' : false,
  })
  return {
    upgrade(request, socket, head, board) {
      server.handleUpgrade(request, socket, head, (webSocket) => {
        webSocket.on('error', (error) => logger.debug({ error: error.message }, 'a connection broke'))
        // Before admission nothing is read, so nothing has to be buffered.
        webSocket.pause()
        const handshake = handshakes.open(request, {
          cut: (reason) => connection.close(reason),
          drop: () => {
            if (keepsMuch(webSocket.bufferedAmount, unfinishedBytes(webSocket))) webSocket.terminate()
          },
        })
        handshake.watch(request.socket, webSocket)
        webSocket.once('close', () => handshake.end())
        const connection: Connection = yjsConnection(webSocket, handshake.backlog, logger)
        guarded(
          logger,
          { entry: 'join', board },
          () => admit(webSocket, connection, handshake, request, board, admission, registry, logger),
          () => connection.close(unavailable),
        )
      })
    },
    close: () => server.close(),
  }
}

async function admit(
  webSocket: WebSocket,
  connection: Connection,
  handshake: Handshake,
  request: IncomingMessage,
  board: string,
  admission: Admission,
  registry: Pick<Registry, 'enter'>,
  logger: Logger,
): Promise<void> {
  const admitted = await admission.admit(board, request, {
    token: offered(request, 'bearer.') ?? bearerOf(request),
    key: parseKey(offered(request, 'key.')),
  })
  if (!admitted.ok) return connection.close(admitted.problem)
  const entry = await registry.enter(admitted.value, connection)
  if (!entry) return
  if (webSocket.readyState !== webSocket.OPEN) return entry.left()
  handshake.admitted()
  admitMessages(webSocket)
  const failed = () => connection.close(unavailable)
  webSocket.on('message', (message: Buffer, isBinary) => {
    const receive = () => (isBinary ? entry.receive(message) : connection.close(textRefused))
    guarded(logger, { entry: 'frame', board, bytes: message.byteLength }, receive, failed)
  })
  const heartbeat = setInterval(
    () =>
      guarded(
        logger,
        { entry: 'timer', board },
        () => beat(webSocket),
        () => webSocket.terminate(),
      ),
    pingMs,
  )
  webSocket.on('close', () => {
    clearInterval(heartbeat)
    guarded(logger, { entry: 'leave', board }, entry.left)
  })
  webSocket.resume()
}

const unanswered = new WeakSet<WebSocket>()

/** Sends a ping, and ends the connection if the previous one was not answered. */
function beat(webSocket: WebSocket): void {
  if (unanswered.has(webSocket)) return webSocket.terminate()
  unanswered.add(webSocket)
  webSocket.once('pong', () => unanswered.delete(webSocket))
  webSocket.ping()
}

function yjsConnection(webSocket: WebSocket, backlog: Backlog, logger: Logger): Connection {
  return {
    backlog,
    dialect: webSocket.protocol === 'inkbridge.1' ? 'inkbridge' : 'plain',
    send: ({ bytes }) => {
      const send = () => webSocket.send(bytes, { binary: true, compress: false })
      if (webSocket.readyState === webSocket.OPEN) guarded(logger, { entry: 'send' }, send, () => webSocket.terminate())
    },
    close: ({ code, message }) => {
      webSocket.resume()
      webSocket.close(code, shortened(message))
    },
    unsentBytes: () => webSocket.bufferedAmount,
  }
}

function shortened(message: string): string {
  let text = message
  while (Buffer.byteLength(text) > maxReasonBytes) text = text.slice(0, -1)
  return text
}

/** The value of an offered subprotocol `<kind><value>`, such as `bearer.<token>`. */
function offered(request: IncomingMessage, kind: 'bearer.' | 'key.'): string | null {
  const names = (request.headers['sec-websocket-protocol'] ?? '').split(',').map((name) => name.trim())
  return names.find((name) => name.startsWith(kind))?.slice(kind.length) ?? null
}

const textRefused: Rejection = {
  code: closeCodes.refused,
  reason: 'not-binary',
  message: 'This door accepts only binary messages. The board was not changed.',
}
