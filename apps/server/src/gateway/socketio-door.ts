import { timingSafeEqual } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import {
  type BoardId,
  closeEvent,
  frameEvent,
  limits,
  maxPacketLength,
  packetParser,
  pollingKeyHeader,
  type Rejection,
} from '@inkbridge/types'
import { Server as Engine, type Socket as EngineSocket } from 'engine.io'
import type { Logger } from 'pino'
import { Server, type Socket } from 'socket.io'
import { type Admission, type Admitted, parseKey } from '../admission/admission.ts'
import { guarded } from '../boundary.ts'
import { type Connection, type Registry, Throttle, unavailable, type WireMessage } from '../rooms.ts'
import { EngineLine } from './engine-line.ts'
import type { Handshakes } from './handshakes.ts'
import { end, otherSession, tooLarge } from './refusal.ts'
import { HandshakeServer } from './web-socket.ts'

/** The Socket.IO door: `/socket.io`, WebSocket and HTTP long-polling, for our own client. */
export interface SocketIoDoor {
  handle(request: IncomingMessage, response: ServerResponse): void
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void
  close(): void
}

export function createSocketIoDoor(
  admission: Admission,
  registry: Pick<Registry, 'enter'>,
  handshakes: Handshakes,
  logger: Logger,
): SocketIoDoor {
  const engine = new Engine({
    wsEngine: HandshakeServer,
    // For long-polling; before admission its requests are limited to less.
    maxHttpBufferSize: limits.maxFrameBytes * 4,
    perMessageDeflate: false,
    httpCompression: false,
    pingInterval: 25_000,
    pingTimeout: 20_000,
    allowUpgrades: false,
  })
  const pollingKeys = bindPolling(engine)
  const io = new Server({ parser: packetParser, connectTimeout: limits.joinMs, serveClient: false })
  const lines = new WeakMap<object, EngineLine>()
  const polling = new Map<string, EngineLine>()
  // Before Socket.IO's listener, so that all reads are counted.
  engine.on('connection', (conn: EngineSocket) => {
    const { id } = conn as unknown as EngineId
    const line = new EngineLine(conn, handshakes)
    lines.set(conn, line)
    polling.set(id, line)
    conn.once('close', () => polling.delete(id))
  })
  io.bind(engine)
  const admitted = new WeakMap<Socket, Admitted>()
  async function admit(socket: Socket, next: (error?: Error) => void): Promise<void> {
    const { board, token, key } = socket.handshake.auth as { board?: unknown; token?: unknown; key?: unknown }
    const shown = { token: typeof token === 'string' ? token : null, key: parseKey(key) }
    const result = await admission.admit(board, socket.request, shown)
    const line = lines.get(socket.conn)
    if (!result.ok) {
      line?.endSoon()
      return next(rejected(result.problem))
    }
    admitted.set(socket, result.value)
    line?.admitted()
    next()
  }
  io.use((socket, next) => {
    const failed = () => next(rejected(unavailable))
    guarded(logger, { entry: 'join' }, () => admit(socket, next), failed)
  })
  io.on('connection', (socket) => {
    const who = admitted.get(socket)
    const line = lines.get(socket.conn)
    if (!who || !line) return
    const connection = socketIoConnection(socket, line, who.board.id, logger)
    const failed = () => connection.close(unavailable)
    guarded(
      logger,
      { entry: 'join', board: who.board.id },
      () => enter(socket, connection, who, registry, logger),
      failed,
    )
  })
  return {
    handle(request, response) {
      const line = polling.get(new URL(request.url ?? '/', 'http://server').searchParams.get('sid') ?? '')
      if (isTooMuch(request, line)) return end(response, tooLarge)
      if (!pollingKeys.fits(request)) return end(response, otherSession)
      engine.handleRequest(engineRequest(request), response)
      line?.polled(request, response)
    },
    upgrade: (request, socket, head) => engine.handleUpgrade(engineRequest(request), socket, head),
    close: () => engine.close(),
  }
}

/** Whether a long-polling write is too large: before admission at most one packet, with its length. */
function isTooMuch(request: IncomingMessage, line: EngineLine | undefined): boolean {
  if (request.method !== 'POST' || line?.isAdmitted) return false
  return !(Number(request.headers['content-length'] ?? Number.NaN) <= maxPacketLength)
}

async function enter(
  socket: Socket,
  connection: Connection,
  who: Admitted,
  registry: Pick<Registry, 'enter'>,
  logger: Logger,
): Promise<void> {
  const board = who.board.id
  const early: Uint8Array[] = []
  let earlyBytes = 0
  let receive = (frame: Uint8Array): void => {
    early.push(frame)
    earlyBytes += frame.byteLength
    if (earlyBytes > maxEarlyBytes || early.length > maxEarlyFrames) socket.disconnect(true)
  }
  let leave = () => {}
  socket.on(frameEvent, (frame: Uint8Array) => {
    const failed = () => connection.close(unavailable)
    guarded(logger, { entry: 'frame', board, bytes: frame.byteLength }, () => receive(frame), failed)
  })
  socket.on('disconnect', () => guarded(logger, { entry: 'leave', board }, leave))
  const forget = connection.backlog?.watch(() => earlyBytes)
  const entry = await registry.enter(who, connection)
  if (!entry) return
  leave = entry.left
  if (!socket.connected) return entry.left()
  receive = entry.receive
  for (const frame of early) entry.receive(frame)
  forget?.()
}

/** The keys of long-polling sessions: every request must have the key with which its session began. */
function bindPolling(engine: Engine): { fits(request: IncomingMessage): boolean } {
  const keys = new Map<string, string | null>()
  engine.on('connection', (conn: EngineSocket) => {
    if (conn.transport.name !== 'polling') return
    const { id } = conn as unknown as EngineId
    keys.set(id, pollingKeyOf(conn.request))
    conn.once('close', () => keys.delete(id))
  })
  return {
    fits(request) {
      const expected = keys.get(sessionIdOf(request))
      // The first request of a session, or an id that engine.io will refuse.
      if (expected === undefined) return true
      const given = pollingKeyOf(request)
      return expected !== null && given !== null && isSame(expected, given)
    },
  }
}

function pollingKeyOf({ headers }: IncomingMessage): string | null {
  return parseKey(headers[pollingKeyHeader.toLowerCase()])
}

function sessionIdOf({ url }: IncomingMessage): string {
  return new URL(url ?? '/', 'http://server').searchParams.get('sid') ?? ''
}

function isSame(expected: string, given: string): boolean {
  const [one, other] = [Buffer.from(expected), Buffer.from(given)]
  return one.length === other.length && timingSafeEqual(one, other)
}

/** Frames that a client may send while its board is being loaded. */
const maxEarlyFrames = 64
const maxEarlyBytes = 2 * limits.maxFrameBytes

/**
 * Writes frames directly to engine.io, already encoded as WebSocket messages: one frame is one message,
 * encoded once for everybody. On long-polling engine.io uses only the payload.
 */
function socketIoConnection(socket: Socket, line: EngineLine, board: BoardId, logger: Logger): Connection {
  const conn = socket.conn as EngineSocket
  const gathered: WireMessage[] = []
  const write = ({ bytes, webSocket }: WireMessage) => {
    const options = { compress: false, wsPreEncodedFrame: [webSocket] }
    const send = () => conn.write(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), options)
    if (socket.connected) guarded(logger, { entry: 'send', board }, send, () => conn.close(true))
  }
  const flush = () => {
    for (const message of gathered.splice(0)) write(message)
  }
  const polls = new Throttle(flush, () => pollMs)
  socket.once('disconnect', () => polls.dispose())
  return {
    backlog: line.backlog,
    dialect: 'inkbridge',
    send: (message) => {
      if (gathered.length === 0 && conn.transport.name !== 'polling') return write(message)
      gathered.push(message)
      polls.schedule()
    },
    close: (reason) => {
      flush()
      socket.emit(closeEvent, reason)
      socket.disconnect(true)
      line.endSoon()
    },
    unsentBytes: () => line.unsentBytes() + gathered.reduce((sum, { bytes }) => sum + bytes.byteLength, 0),
  }
}

/** Each answer to a poll costs a request: messages within this time share one; after a pause it is immediate; ms. */
const pollMs = 80

/** The `sid` of a session: private in engine.io's types. */
interface EngineId {
  readonly id: string
}

/** Returns the error whose `data` the client receives in its connect_error. */
function rejected(problem: Rejection): Error {
  return Object.assign(new Error(problem.message), { data: problem })
}

function engineRequest(request: IncomingMessage): Parameters<Engine['handleRequest']>[0] {
  return request as Parameters<Engine['handleRequest']>[0]
}
