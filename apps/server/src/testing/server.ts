import { createServer, type IncomingMessage, type ServerOptions } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { createOpenId } from '../accounts/open-id.ts'
import { createGateway } from '../gateway/gateway.ts'
import { createSocketIoDoor } from '../gateway/socketio-door.ts'
import { createYjsDoor } from '../gateway/yjs-door.ts'
import { createApi } from '../http/api.ts'
import { createOpenIdPages } from '../http/open-id-pages.ts'
import { createProxySignIn } from '../http/proxy-sign-in.ts'
import { createSite, type Web } from '../http/site.ts'
import { DescribedAnswers } from './described-answers.ts'
import { openParts, type PartsOptions, type TestParts } from './parts.ts'
import { openDiskStorage } from './test-storage.ts'

/**
 * A complete server on a free port of 127.0.0.1, except that pages answer "a page", and files "a file". When it is
 * disposed it throws if an answer of the API differed from the description.
 */
export interface TestServer extends TestParts {
  readonly port: number
  /** The origin of its own pages. */
  readonly origin: string
  /** The number of open WebSockets. */
  webSockets(): number
}

/** Replaces Next: files are public; a page has the language of its header. */
const web: Web = {
  async handle(request, response) {
    const page = request.url === '/' || request.url?.startsWith('/b/')
    response.setHeader('Cache-Control', page ? 'no-cache' : 'public, max-age=3600')
    const locale = request.headers['x-inkbridge-locale']
    if (locale) response.setHeader('Content-Language', locale)
    response.end(page ? 'a page' : 'a file')
  },
}

function openIdPagesOf(parts: TestParts): ReturnType<typeof createOpenIdPages> {
  const openId = parts.config.openId && createOpenId(parts.config.openId)
  return createOpenIdPages(parts, openId && (parts.removal.openId?.(openId) ?? openId))
}

/** Starts a server with storage on disk: in the given folder, or in one that is removed at the end. */
export async function startServerOnDisk({
  dataDir,
  ...options
}: Omit<PartsOptions, 'storage'> & { readonly dataDir?: string } = {}): Promise<TestServer> {
  return startServer({ ...options, storage: await openDiskStorage(dataDir) })
}

export async function startServer(options: PartsOptions = {}): Promise<TestServer> {
  const parts = openParts(options)
  const { admission, registry, config, logger, identity, removal, limiter, addressOf, handshakes, requests } = parts
  const openIdPages = openIdPagesOf(parts)
  const api = createApi({ ...parts, admission: removal.apiAdmission?.(admission) ?? admission })
  const site = createProxySignIn(parts, createSite(web, identity, addressOf, config, logger))
  const socketIo = createSocketIoDoor(admission, registry, handshakes, logger)
  const yjs = createYjsDoor(admission, registry, handshakes, logger)
  const gateway = createGateway(
    {
      socketIo,
      yjs,
      pages: {
        handle(request, response) {
          if (request.url === '/healthz') return void response.end('ok\n')
          if (openIdPages(request, response)) return
          if (!request.url?.startsWith('/api/')) return site(request, response)
          removal.apiCall?.(request, response, origin)
          api(request, response)
        },
        upgrade: null,
      },
    },
    limiter,
    requests,
    addressOf,
    config,
    logger,
  )
  const server = createServer({
    shouldUpgradeCallback: ({ headers }: IncomingMessage) => headers.upgrade?.toLowerCase() === 'websocket',
  } as ServerOptions)
  const answers = new DescribedAnswers()
  server.on('request', (request, response) => {
    answers.watch(request, response)
    removal.request?.(request, origin)
    gateway.handle(request, response)
  })
  const upgraded = new Set<Duplex>()
  server.on('upgrade', (request, socket, head) => {
    keepWhileOpen(upgraded, socket)
    removal.request?.(request, origin)
    gateway.upgrade(request, socket, head)
  })
  const sockets = new Set<Socket>()
  server.on('connection', (socket) => keepWhileOpen(sockets, socket))
  await new Promise<void>((resolve) => server.listen(options.port ?? 0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const origin = config.publicUrl ?? `http://127.0.0.1:${port}`
  return {
    ...parts,
    port,
    origin,
    webSockets: () => upgraded.size,
    async dispose() {
      await parts.registry.stop()
      socketIo.close()
      yjs.close()
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
      await parts.dispose()
      if (answers.differences.length > 0) throw new Error(answers.differences.join('\n'))
    },
  }
}

function keepWhileOpen<Socket extends Duplex>(open: Set<Socket>, socket: Socket): void {
  open.add(socket)
  socket.once('close', () => open.delete(socket))
}
