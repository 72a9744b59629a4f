import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, request as httpRequest, type IncomingHttpHeaders, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { createAddressOf } from '../../admission/address.ts'
import { createAdmission } from '../../admission/admission.ts'
import { Backlogs } from '../../admission/backlog.ts'
import { createIdentity } from '../../admission/identity.ts'
import { Memory } from '../../admission/memory.ts'
import { createHttpRates } from '../../admission/rate.ts'
import { openSecrets } from '../../admission/secrets.ts'
import { Turnstile } from '../../admission/turnstile.ts'
import { parseConfig } from '../../config.ts'
import { Files } from '../../files/files.ts'
import { createGateway } from '../../gateway/gateway.ts'
import { createHandshakes } from '../../gateway/handshakes.ts'
import { createSocketIoDoor } from '../../gateway/socketio-door.ts'
import { createYjsDoor } from '../../gateway/yjs-door.ts'
import { createSqliteLog } from '../../log/sqlite-log.ts'
import { Thumbnails } from '../../pictures/thumbnails.ts'
import { Registry } from '../../rooms/registry.ts'
import { openDevices } from '../../store/devices.ts'
import { createDirectory } from '../../store/directory.ts'
import { openSqlite } from '../../store/sqlite.ts'
import { createApi } from '../api.ts'
import { createHttpLimits } from '../gate.ts'
import { openIncoming } from '../incoming.ts'
import type { ApiParts } from '../route.ts'
import { createSite, type Web } from '../site.ts'

export interface ServedOptions {
  readonly env?: Record<string, string>
  readonly pictures?: ApiParts['pictures']
  readonly dataDir?: string
}

export interface Asked {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly text: string
}

/** The server's parts behind a real port of this machine, without Next, on a folder of their own. */
export class Served {
  readonly port: number
  readonly parts: Awaited<ReturnType<typeof assemble>>
  readonly #server: Server
  readonly #end: () => Promise<void>

  private constructor(server: Server, parts: Awaited<ReturnType<typeof assemble>>, end: () => Promise<void>) {
    this.#server = server
    this.parts = parts
    this.#end = end
    const address = server.address()
    if (typeof address !== 'object' || !address) throw new Error('the server got no port')
    this.port = address.port
  }

  static async start({ env = {}, pictures = fakePictures, dataDir }: ServedOptions = {}): Promise<Served> {
    const folder = dataDir ?? mkdtempSync(join(tmpdir(), 'inkbridge-served-'))
    const parts = await assemble(folder, env, pictures)
    const server = createServer()
    server.on('request', parts.gateway.handle)
    server.on('upgrade', parts.gateway.upgrade)
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    return new Served(server, parts, async () => {
      await parts.end()
      if (dataDir === undefined) rmSync(folder, { recursive: true, force: true })
    })
  }

  /** One request with exactly these headers, beside `Host`. */
  ask(
    method: string,
    path: string,
    { headers = {}, body }: { headers?: Record<string, string>; body?: unknown } = {},
  ): Promise<Asked> {
    return new Promise((resolve, reject) => {
      const content = body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body)
      const request = httpRequest(
        {
          host: '127.0.0.1',
          port: this.port,
          method,
          path,
          agent: false,
          headers: { ...(content === undefined ? {} : { 'Content-Type': 'application/json' }), ...headers },
        },
        (response) => {
          let text = ''
          response.setEncoding('utf8')
          response.on('data', (part: string) => {
            text += part
          })
          response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }))
          response.on('error', reject)
        },
      )
      request.on('error', reject)
      request.end(content)
    })
  }

  /** The status of the answer to an upgrade: 101 when it was accepted. */
  upgrade(path: string, headers: Record<string, string>): Promise<number> {
    return new Promise((resolve, reject) => {
      const request = httpRequest({
        host: '127.0.0.1',
        port: this.port,
        path,
        agent: false,
        headers: {
          Connection: 'Upgrade',
          Upgrade: 'websocket',
          'Sec-WebSocket-Version': '13',
          'Sec-WebSocket-Key': 'AAAAAAAAAAAAAAAAAAAAAA==',
          ...headers,
        },
      })
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

  /** A guest's browser: what it sends with a request of one of our own pages. */
  async guest(): Promise<Record<string, string>> {
    const own = { Origin: `http://127.0.0.1:${this.port}`, 'User-Agent': 'Mozilla/5.0 (X11; Linux) Firefox/140.0' }
    const { headers } = await this.ask('GET', '/api/me', { headers: own })
    return { ...own, Cookie: cookieOf(headers) }
  }

  async stop(): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve))
    await this.parts.registry.stop()
    this.#server.closeAllConnections()
    await closed
    await this.#end()
  }
}

/** What a browser sends back of the cookie that an answer sets. */
export function cookieOf(headers: IncomingHttpHeaders): string {
  return headers['set-cookie']?.[0]?.split(';')[0] ?? ''
}

const fakePictures: ApiParts['pictures'] = {
  draw: async () => new Uint8Array(8),
  thumbnails: new Thumbnails(),
  forget() {},
}

/** In place of Next: files are public, as Next's are. */
const web: Web = {
  async handle(request, response) {
    const page = request.url === '/' || request.url?.startsWith('/b/')
    response.setHeader('Cache-Control', page ? 'no-cache' : 'public, max-age=3600')
    response.end(page ? 'a page' : 'a file')
  },
}

async function assemble(folder: string, env: Record<string, string>, pictures: ApiParts['pictures']) {
  const parsed = parseConfig({ DATA_DIR: folder, ...env }, '/')
  if (!parsed.ok) throw new Error(parsed.problem)
  const config = parsed.value
  const logger = pino({ level: 'silent' })
  const sqlite = await openSqlite(config.dataDir)
  const secrets = openSecrets(config.dataDir)
  const directory = createDirectory(sqlite, secrets)
  const log = createSqliteLog(sqlite)
  const devices = await openDevices(sqlite)
  const identity = createIdentity(secrets, config, devices)
  const turnstile = new Turnstile(config.limited)
  const addressOf = createAddressOf(config, logger)
  const admission = createAdmission(directory, identity, turnstile, addressOf, config, devices)
  const rates = createHttpRates(config.limited)
  const memory = new Memory(config.limited)
  const limits = createHttpLimits(rates, memory, { isLow: async () => false }, openIncoming(config.dataDir))
  const backlogs = new Backlogs(memory)
  const handshakes = createHandshakes(turnstile, backlogs, addressOf)
  const registry = new Registry(log, admission, turnstile, logger, config)
  const files = new Files()
  const api = createApi({
    directory,
    admission,
    identity,
    devices,
    registry,
    pictures,
    limits,
    files,
    addressOf,
    config,
    logger,
  })
  const site = createSite(web, identity, config, logger)
  const socketIo = createSocketIoDoor(admission, registry, handshakes, logger)
  const yjs = createYjsDoor(admission, registry, handshakes, logger)
  const pages = {
    handle: (request: Parameters<typeof api>[0], response: Parameters<typeof api>[1]) => {
      if (request.url === '/healthz') response.end('ok\n')
      else if (request.url?.startsWith('/api/')) api(request, response)
      else site(request, response)
    },
    upgrade: null,
  }
  const gateway = createGateway({ socketIo, yjs, pages }, turnstile, rates.requests, addressOf, config, logger)
  const end = async () => {
    backlogs.dispose()
    socketIo.close()
    yjs.close()
    files.end()
    await log.close()
    await sqlite.close()
  }
  return { config, sqlite, secrets, directory, log, admission, identity, devices, registry, gateway, end }
}
