import { request as httpRequest, type IncomingHttpHeaders } from 'node:http'
import type { TestServer } from './server.ts'

/** A request; omitted fields are not sent. */
export interface Sent {
  readonly method?: string
  /** The origin of the page; null: not sent. */
  readonly origin?: string | null
  /** `Sec-Fetch-Site` */
  readonly site?: string
  readonly host?: string
  readonly cookie?: string | null
  readonly token?: string
  /** Sent as JSON. */
  readonly json?: unknown
  readonly body?: string | Uint8Array
  readonly headers?: Readonly<Record<string, string>>
}

export interface Reply {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly bytes: Buffer
  readonly text: string
  /** The body parsed as JSON; null when it is not JSON. */
  readonly json: unknown
}

/** Sends one request. */
export function send(server: Pick<TestServer, 'port'>, path: string, sent: Sent = {}): Promise<Reply> {
  const body = sent.json === undefined ? sent.body : JSON.stringify(sent.json)
  const sized = body !== undefined && sent.headers?.['Transfer-Encoding'] === undefined
  const headers = { ...headersOf(sent), ...(sized ? { 'Content-Length': Buffer.byteLength(body) } : {}) }
  return new Promise((resolve, reject) => {
    const request = httpRequest(
      { host: '127.0.0.1', port: server.port, path, method: sent.method ?? 'GET', headers },
      (response) => {
        const parts: Buffer[] = []
        response.on('data', (part: Buffer) => parts.push(part))
        response.on('end', () => {
          const bytes = Buffer.concat(parts)
          const { statusCode: status = 0, headers } = response
          resolve({ status, headers, bytes, text: bytes.toString('utf8'), json: jsonOf(bytes) })
        })
        response.on('error', reject)
      },
    )
    request.on('error', reject)
    request.end(body)
  })
}

/** Sends one request, and ends it when the answer begins: its content is empty. For answers without an end. */
export function sendForHead(server: Pick<TestServer, 'port'>, path: string, sent: Sent = {}): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(
      {
        host: '127.0.0.1',
        port: server.port,
        path,
        method: sent.method ?? 'GET',
        headers: headersOf(sent),
        agent: false,
      },
      (response) => {
        const { statusCode: status = 0, headers } = response
        const parts: Buffer[] = []
        const answer = () => {
          const bytes = Buffer.concat(parts)
          resolve({ status, headers, bytes, text: bytes.toString('utf8'), json: jsonOf(bytes) })
          request.destroy()
        }
        if (status === 200) return answer()
        response.on('data', (part: Buffer) => parts.push(part)).on('end', answer)
      },
    )
    request.on('error', reject)
    request.end()
  })
}

/** The status of the answer to an upgrade: 101 when it was accepted. */
export function upgrade(server: Pick<TestServer, 'port'>, path: string, sent: Sent = {}): Promise<number> {
  const handshake = {
    Connection: 'Upgrade',
    Upgrade: 'websocket',
    'Sec-WebSocket-Version': '13',
    'Sec-WebSocket-Key': 'AAAAAAAAAAAAAAAAAAAAAA==',
  }
  return new Promise((resolve, reject) => {
    const headers = { ...handshake, ...headersOf(sent) }
    const request = httpRequest({ host: '127.0.0.1', port: server.port, path, agent: false, headers })
    request.on('upgrade', (_response, socket) => {
      socket.destroy()
      resolve(101)
    })
    request.on('response', (response) => {
      response.resume()
      resolve(response.statusCode ?? 0)
    })
    request.on('error', reject)
    request.end()
  })
}

/** The `Cookie` header for the cookie that an answer sets. */
export function cookieOf(headers: IncomingHttpHeaders): string {
  return headers['set-cookie']?.[0]?.split(';')[0] ?? ''
}

/** The headers of a new guest's browser on one of the server's own pages. */
export async function guestHeaders(server: Pick<TestServer, 'port'>): Promise<Record<string, string>> {
  const own = { Origin: `http://127.0.0.1:${server.port}`, 'User-Agent': 'Mozilla/5.0 (X11; Linux) Firefox/140.0' }
  const { headers } = await send(server, '/api/me', { headers: own })
  return { ...own, Cookie: cookieOf(headers) }
}

export function headersOf({ origin, site, host, cookie, token, json, headers }: Sent): Record<string, string> {
  return {
    ...(origin == null ? {} : { Origin: origin }),
    ...(site === undefined ? {} : { 'Sec-Fetch-Site': site }),
    ...(host === undefined ? {} : { Host: host }),
    ...(cookie == null ? {} : { Cookie: cookie }),
    ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
    ...(json === undefined ? {} : { 'Content-Type': 'application/json' }),
    ...headers,
  }
}

function jsonOf(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'))
  } catch {
    return null
  }
}

/** A browser on one of the server's pages: keeps its cookie and sends its origin. */
export interface Browser {
  /** Null before the first answer. */
  readonly cookie: string | null
  send(path: string, sent?: Sent): Promise<Reply>
}

export function openBrowser(server: TestServer): Browser {
  let cookie: string | null = null
  return {
    get cookie() {
      return cookie
    },
    async send(path, sent = {}) {
      const reply = await send(server, path, { origin: server.origin, site: 'same-origin', cookie, ...sent })
      for (const line of reply.headers['set-cookie'] ?? []) cookie = line.split(';', 1)[0] ?? null
      return reply
    },
  }
}

/** A created board, as the API answers. */
export interface MadeBoard {
  readonly id: string
  readonly tokens: { readonly owner: string; readonly editor: string; readonly viewer: string }
}

/** Creates a board, owned by a browser, or from a program. */
export async function makeBoard(from: Pick<Browser, 'send'>, title = 'Harbour'): Promise<MadeBoard> {
  const reply = await from.send('/api/boards', { method: 'POST', json: { title } })
  if (reply.status !== 201) throw new Error(`expected a board, got ${reply.status}: ${reply.bytes.toString()}`)
  return reply.json as MadeBoard
}
