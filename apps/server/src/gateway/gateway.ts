import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import { pollingKeyHeader } from '@inkbridge/types'
import type { Logger } from 'pino'
import { type AddressOf, type ConnectionLimiter, provenanceOf, type RateLimit } from '../admission/admission.ts'
import { guarded } from '../boundary.ts'
import type { Config } from '../config.ts'
import { abandon, badAddress, failed, foreign, securityHeaders } from '../http.ts'
import { createPipelining } from './pipelining.ts'
import { end, endUpgrade, notWebSocket, tooManyConnections, tooManyRequests, unknown } from './refusal.ts'
import type { SocketIoDoor } from './socketio-door.ts'
import type { YjsDoor } from './yjs-door.ts'

export { createHandshakes } from './handshakes.ts'
export { limitOpenConnections } from './open-connections.ts'
export { createSocketIoDoor } from './socketio-door.ts'
export { endStalledReaders } from './stalled.ts'
export { createYjsDoor } from './yjs-door.ts'

/** Answers requests that are not for a door. */
export interface Pages {
  handle(request: IncomingMessage, response: ServerResponse): void
  /** Hot reload, in development only. */
  upgrade: ((request: IncomingMessage, socket: Duplex, head: Buffer) => void) | null
}

export interface Gateway {
  handle(request: IncomingMessage, response: ServerResponse): void
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void
}

/** Routes every request and upgrade; what nobody handles is answered and ended. */
export function createGateway(
  doors: { socketIo: SocketIoDoor; yjs: YjsDoor; pages: Pages },
  limiter: ConnectionLimiter,
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
    if (path === null) return end(response, badAddress)
    if (allowEmbedding(request, response, config)) return
    if (!isSocketIo(path)) return counted(request, response)
    if (sessionIds(request).length > 1) return end(response, badAddress)
    if (!isFromUs(request, config)) return end(response, foreign)
    if (isFirst(request) && !limiter.attempt(addressOf(request))) return end(response, tooManyConnections)
    doors.socketIo.handle(request, response)
  }

  async function counted(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const waitMs = await requests.take(addressOf(request))
    if (waitMs > 0) end(response, tooManyRequests(waitMs))
    else doors.pages.handle(request, response)
  }

  function upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const path = pathOf(request)
    if (path === null) return endUpgrade(socket, badAddress)
    const board = /^\/yjs\/([^/]{1,64})$/.exec(path)?.[1]
    if (path === '/_next/hmr' && doors.pages.upgrade) return doors.pages.upgrade(request, socket, head)
    if (!isSocketIo(path) && board === undefined) return endUpgrade(socket, unknown)
    if (request.headers.upgrade?.toLowerCase() !== 'websocket') return endUpgrade(socket, notWebSocket)
    if (request.headers['sec-websocket-version'] !== '13') return endUpgrade(socket, notWebSocket)
    // No session moves from long-polling to a WebSocket: the `sid` in an address is no secret.
    if (board === undefined && !isFirst(request)) return endUpgrade(socket, badAddress)
    if (!isFromUs(request, config)) return endUpgrade(socket, foreign)
    if (!limiter.attempt(addressOf(request))) return endUpgrade(socket, tooManyConnections)
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
        () => endUpgrade(socket, failed),
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

/** Whether a connection is not from a page of another origin, with any credentials; a long-polling write must name its origin. */
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
  response.setHeader('Access-Control-Expose-Headers', 'Export-Report, Upload-Complete, Upload-Offset')
  if (request.method !== 'OPTIONS') return false
  response.setHeader('Access-Control-Allow-Methods', 'GET, HEAD, POST, PUT, PATCH, DELETE')
  response.setHeader(
    'Access-Control-Allow-Headers',
    `Authorization, Content-Type, Upload-Length, Upload-Offset, ${pollingKeyHeader}`,
  )
  response.setHeader('Access-Control-Max-Age', '600')
  response.writeHead(204).end()
  return true
}

function isRead(request: IncomingMessage): boolean {
  return request.method === 'GET' && request.headers.upgrade === undefined
}
