import { type IncomingMessage, type ServerResponse, STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'
import { pollingKeyHeader } from '@inkbridge/types'
import type { Logger } from 'pino'
import type { AddressOf } from '../admission/address.ts'
import { provenanceOf } from '../admission/origin.ts'
import type { RateLimit } from '../admission/rate.ts'
import type { Turnstile } from '../admission/turnstile.ts'
import { guarded } from '../boundary.ts'
import type { Config } from '../config.ts'
import { retryAfterSeconds } from '../http/body.ts'
import { abandon } from '../http/failure.ts'
import { securityHeaders } from '../http/headers.ts'
import { createPipelining } from './pipelining.ts'
import type { SocketIoDoor } from './socketio-door.ts'
import type { YjsDoor } from './yjs-door.ts'

/** What answers requests that are not for a door. */
export interface Pages {
  handle(request: IncomingMessage, response: ServerResponse): void
  /** Hot reload, in development only. */
  upgrade: ((request: IncomingMessage, socket: Duplex, head: Buffer) => void) | null
}

export interface Gateway {
  handle(request: IncomingMessage, response: ServerResponse): void
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void
}

/** The one place where a request or an upgrade is given to whom it is for; what is for nobody is answered and ended. */
export function createGateway(
  doors: { socketIo: SocketIoDoor; yjs: YjsDoor; pages: Pages },
  turnstile: Turnstile,
  requests: RateLimit,
  addressOf: AddressOf,
  config: Config,
  logger: Logger,
): Gateway {
  const headers = securityHeaders(config)
  const isTaken = createPipelining()

  function handle(request: IncomingMessage, response: ServerResponse): Promise<void> | void {
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value)
    const path = pathOf(request)
    if (path === null) return refuse(response, 400)
    if (allowEmbedding(request, response, config)) return
    if (!isSocketIo(path)) return counted(request, response)
    if (sessionIds(request).length > 1) return refuse(response, 400)
    if (!isFromUs(request, config)) return refuse(response, 403)
    if (isFirst(request) && !turnstile.knock(addressOf(request))) return refuse(response, 429)
    doors.socketIo.handle(request, response)
  }

  async function counted(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const waitMs = await requests.take(addressOf(request))
    if (waitMs > 0) refuse(response, 429, waitMs)
    else doors.pages.handle(request, response)
  }

  function upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const path = pathOf(request)
    if (path === null) return end(socket, 400)
    const board = /^\/yjs\/([^/]{1,64})$/.exec(path)?.[1]
    if (path === '/_next/hmr' && doors.pages.upgrade) return doors.pages.upgrade(request, socket, head)
    if (!isSocketIo(path) && board === undefined) return end(socket, 404)
    if (request.headers.upgrade?.toLowerCase() !== 'websocket') return end(socket, 426)
    if (request.headers['sec-websocket-version'] !== '13') return end(socket, 426)
    // No session moves from long-polling to a WebSocket: the `sid` in an address is no secret.
    if (board === undefined && !isFirst(request)) return end(socket, 400)
    if (!isFromUs(request, config)) return end(socket, 403)
    if (!turnstile.knock(addressOf(request))) return end(socket, 429)
    if (board === undefined) doors.socketIo.upgrade(request, socket, head)
    else doors.yjs.upgrade(request, socket, head, board)
  }

  return {
    handle(request, response) {
      if (!isTaken(request, response)) return
      // Without a listener, the error of a connection that breaks, or of a second answer, would end the process.
      for (const stream of [request, response])
        stream.on('error', (error) => logger.debug({ error: error.message }, 'a request broke'))
      const bytes = Number(request.headers['content-length'] ?? 0)
      guarded(
        logger,
        { entry: 'request', bytes },
        () => handle(request, response),
        () => abandon(response),
      )
    },

    upgrade(request, socket, head) {
      socket.on('error', (error) => logger.debug({ error: error.message }, 'a connection broke during its upgrade'))
      guarded(
        logger,
        { entry: 'upgrade' },
        () => upgrade(request, socket, head),
        () => end(socket, 500),
      )
    },
  }
}

/** The raw path; null for anything but an origin-form target with one leading slash (RFC 9112, section 3.2.1). */
function pathOf({ url }: IncomingMessage): string | null {
  if (!url?.startsWith('/') || url.startsWith('//')) return null
  return url.split('?', 1)[0] ?? null
}

function isSocketIo(path: string): boolean {
  return path === '/socket.io' || path === '/socket.io/'
}

/** The first request of a long-polling session. */
function isFirst(request: IncomingMessage): boolean {
  return sessionIds(request).every((id) => id === '')
}

function sessionIds({ url }: IncomingMessage): readonly string[] {
  return new URL(url ?? '/', 'http://server').searchParams.getAll('sid')
}

/** A page of another origin gets no connection, whatever it carries; a long-polling write must say where it is from. */
function isFromUs(request: IncomingMessage, config: Config): boolean {
  const provenance = provenanceOf(request, config)
  if (provenance === 'foreign') return false
  return provenance === 'own' || provenance === 'allowed' || request.headers.cookie === undefined || isRead(request)
}

/**
 * Lets pages of the origins in `ALLOWED_ORIGINS` read our answers: by a link's secret, never by the cookie, which is
 * ours. True when that was all that was asked (a preflight; fetch.spec.whatwg.org, section 3.2).
 */
function allowEmbedding(request: IncomingMessage, response: ServerResponse, config: Config): boolean {
  const { origin } = request.headers
  if (origin === undefined || !config.allowedOrigins.includes(origin)) return false
  response.setHeader('Access-Control-Allow-Origin', origin)
  response.setHeader('Vary', 'Origin')
  if (request.method !== 'OPTIONS') return false
  response.setHeader('Access-Control-Allow-Methods', 'GET, POST, PATCH, DELETE')
  response.setHeader('Access-Control-Allow-Headers', `Authorization, Content-Type, ${pollingKeyHeader}`)
  response.setHeader('Access-Control-Max-Age', '600')
  response.writeHead(204).end()
  return true
}

function isRead(request: IncomingMessage): boolean {
  return request.method === 'GET' && request.headers.upgrade === undefined
}

function refuse(response: ServerResponse, status: number, waitMs: number = defaultWaitMs): void {
  if (status === 429) response.setHeader('Retry-After', retryAfterSeconds(waitMs))
  response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8', Connection: 'close' })
  response.end(`${STATUS_CODES[status]}\n`)
}

/** The rates of the doors are by the second. */
const defaultWaitMs = 1_000

/** The connection is closed when the answer is sent, whether or not its other end closes. */
function end(socket: Duplex, status: number): void {
  const body = `${STATUS_CODES[status]}\n`
  const version = status === 426 ? 'Sec-WebSocket-Version: 13\r\nUpgrade: websocket\r\n' : ''
  const wait = status === 429 ? `Retry-After: ${retryAfterSeconds(defaultWaitMs)}\r\n` : ''
  socket.once('finish', () => socket.destroy())
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${version}${wait}Connection: close\r\nContent-Type: text/plain; charset=utf-8\r\nX-Content-Type-Options: nosniff\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  )
}
