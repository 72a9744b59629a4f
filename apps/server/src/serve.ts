import {
  createServer,
  get,
  type IncomingMessage,
  type Server,
  type ServerOptions,
  type ServerResponse,
} from 'node:http'
import { isIPv6 } from 'node:net'
import { networkInterfaces } from 'node:os'
import { assetsIn } from '@inkbridge/board'
import { createWeb } from '@inkbridge/web/handler'
import { type Logger, pino } from 'pino'
import { Accounts, Attempts, createOpenId } from './accounts/accounts.ts'
import {
  type Admission,
  Backlogs,
  ConnectionLimiter,
  createAddressOf,
  createAdmission,
  createHttpRates,
  createIdentity,
  createPeerOf,
  Memory,
} from './admission/admission.ts'
import { announcement } from './announcement.ts'
import { AssetSweep, Assets, Converter, openDiskStore } from './assets/assets.ts'
import { describeError } from './boundary.ts'
import { type Config, parseConfig } from './config.ts'
import { listenForCommands } from './control/control.ts'
import { watchChanges } from './events/events.ts'
import { exitOnFatalError } from './fatal.ts'
import { Files } from './files/files.ts'
import {
  createGateway,
  createHandshakes,
  createSocketIoDoor,
  createYjsDoor,
  endStalledReaders,
  type Gateway,
  limitOpenConnections,
} from './gateway/gateway.ts'
import { openHostKinds } from './host-kinds.ts'
import {
  createApi,
  createHttpLimits,
  createOpenIdPages,
  createProxySignIn,
  createSite,
  endSessions,
  openIncoming,
} from './http.ts'
import type { UpdateLog } from './log.ts'
import { Pictures } from './pictures/pictures.ts'
import {
  type Connection,
  type CurrentRights,
  createGuard,
  createInRoom,
  createSlicer,
  type InRoom,
  Registry,
  type RegistryOptions,
  textOf,
} from './rooms.ts'
import { createTrash, type Directory, keepingRoom, openStorage, type Storage, watchDisk } from './storage/storage.ts'

/**
 * The listen backlog: pending connections while the server is busy, at most `net.core.somaxconn`.
 * With Node's default of 511, a class that opens a board at once gets resets and delays of seconds.
 */
const maxWaitingConnections = 4_096
/** How long a stop may take before it is forced, ms. */
const stopMs = 10_000
/** Log that is buffered while it cannot be written, bytes; further lines are dropped. */
const maxLogBytes = 1_048_576

/** Replacements of parts, by which a test removes one defence from a server. */
export interface Seams {
  readonly log?: (log: UpdateLog) => UpdateLog
  /** Accounts for waiting memory. */
  readonly memory?: Memory
  /** For all users of admission. */
  readonly admission?: (admission: Admission) => Admission
  /** For the boards in memory only. */
  readonly roomAdmission?: (admission: Admission) => CurrentRights
  readonly limiter?: (limiter: ConnectionLimiter) => ConnectionLimiter
  readonly rooms?: Pick<RegistryOptions, 'guard' | 'spreadMs'>
  /** Called before a connection enters a board. */
  readonly connection?: (connection: Connection) => Connection
  /** Called before a request or an upgrade reaches the gateway. */
  readonly request?: (request: IncomingMessage) => void
}

/** Runs the server until it is stopped. If it cannot start, prints the reason and ends the process. */
export function serve(seams: Seams = {}): void {
  run(seams).catch((error: unknown) => fail(error instanceof Error ? error.message : String(error)))
}

async function run(seams: Seams): Promise<void> {
  // Created files are readable only by this account.
  process.umask(0o077)
  const parsed = parseConfig(process.env, process.env.INIT_CWD ?? process.cwd())
  if (!parsed.ok) return fail(parsed.problem)
  const config = parsed.value
  const logger = openLog(config)
  exitOnFatalError(process, logger, (code) => process.exit(code))

  const kinds = await openHostKinds(config.kinds)
  const storage = await openStorage(config)
  const { devices, known, secrets, damagedCommits } = storage
  if (damagedCommits) logger.error({ damagedCommits }, 'damaged commits were moved to the table quarantine')
  const disk = watchDisk(config.dataDir)
  const { directory, log, ...changes } = watchChanges(
    storage.directory,
    (seams.log ?? same<UpdateLog>)(keepingRoom(storage.log, disk)),
    config,
    logger,
  )
  const identity = createIdentity(secrets, config, devices, known)
  const limiter = (seams.limiter ?? same)(new ConnectionLimiter(config.limited))
  const addressOf = createAddressOf(config, logger)
  const rates = createHttpRates(config.limited)
  const memory = seams.memory ?? new Memory(config.limited)
  const handshakes = createHandshakes(limiter, new Backlogs(memory), addressOf)
  const limits = createHttpLimits(rates, memory, disk, openIncoming(config.dataDir))
  const admission = (seams.admission ?? same)(
    createAdmission(directory, identity, limiter, addressOf, config, devices, known),
  )
  const slicer = createSlicer()
  const registry = new Registry(log, (seams.roomAdmission ?? same)(admission), limiter, logger, config, {
    slicer,
    written: rates.written,
    use: directory,
    ownerOf: (principal) => known.ownerOf(principal),
    guard: createGuard({ kinds: kinds.records }),
    ...seams.rooms,
  })
  const accounts = openAccounts(storage, config, { admission, registry })
  const rooms: Pick<Registry, 'enter'> = {
    enter: (admitted, connection) => registry.enter(admitted, (seams.connection ?? same)(connection)),
  }

  const web = await createWeb({ dev: config.dev, hostname: config.host, port: config.port })
  exitOnFatalError(process, logger, (code) => process.exit(code))
  const pictures = new Pictures({ kinds: kinds.url, locale: config.locale ?? 'en' })
  const files = new Files(kinds.url)
  const inRoom = createInRoom(directory, registry)
  const { assets, converter, assetSweep } = openAssets(config, directory, inRoom, logger)
  const trash = createTrash(directory, log, assets, logger, config)
  const indexer = changes.openIndexer((board) => inRoom(board, textOf, null))
  const parts = {
    directory,
    admission,
    identity,
    devices,
    accounts,
    known,
    secrets,
    log,
    registry,
    pictures,
    limits,
    files,
    assets,
    streams: changes.streams,
    trash,
    addressOf,
    config,
    logger,
  }
  const api = createApi(parts)
  const openIdPages = createOpenIdPages(parts, config.openId && createOpenId(config.openId))
  const site = createProxySignIn(parts, createSite(web, identity, addressOf, config, logger))
  const socketIo = createSocketIoDoor(admission, rooms, handshakes, logger)
  const yjs = createYjsDoor(admission, rooms, handshakes, logger)
  const gateway = createGateway(
    {
      socketIo,
      yjs,
      pages: { handle: byPath(api, openIdPages, site), upgrade: config.dev ? web.upgrade : null },
    },
    limiter,
    rates.requests,
    addressOf,
    config,
    logger,
  )

  const server = createHttpServer(gateway, seams)
  if (config.limited) limitOpenConnections(server, createPeerOf(config))
  await listen(server, config)
  // Such as when the system is out of file descriptors.
  server.on('error', (error) => logger.error(describeError(error), 'the server could not accept a connection'))
  const commands = listenForCommands(
    config.dataDir,
    { directory, secrets, accounts, config, ...addressesOf(server, config) },
    logger,
  )
  announce(server, config)
  renderPages(server, config)
  trash.start()
  void indexer.addStale().catch((error: unknown) => logger.error(describeError(error), 'boards could not be indexed'))
  assetSweep.start()

  stopWhenAsked(logger, [
    () => server.close(),
    () => changes.streams.close(),
    () => trash.stop(),
    () => changes.pauses.stop(),
    () => indexer.stop(),
    () => assetSweep.stop(),
    () => commands.close(),
    () => registry.stop(),
    () => socketIo.close(),
    () => yjs.close(),
    () => pictures.end(),
    () => files.end(),
    () => converter.end(),
    () => slicer.end(),
    () => web.close(),
    () => server.closeAllConnections(),
    () => storage.close(),
  ])
}

type Handle = (request: IncomingMessage, response: ServerResponse) => void

/** Separates requests to the API from those of pages. */
function byPath(api: Handle, openIdPages: ReturnType<typeof createOpenIdPages>, site: Handle): Handle {
  return (request, response) => {
    if (request.url === '/healthz') return void response.end('ok\n')
    if (request.url?.startsWith('/api/')) return api(request, response)
    if (!openIdPages(request, response)) site(request, response)
  }
}

/** Accounts whose sessions end on all boards. */
function openAccounts(storage: Storage, config: Config, sessions: Parameters<typeof endSessions>[1]): Accounts {
  const attempts = new Attempts(config.limited)
  return new Accounts({ ...storage, attempts, signOut: (visits) => endSessions(visits, sessions) })
}

/** Opens the pictures of boards, and creates the sweep that removes unused ones. */
function openAssets(config: Config, directory: Directory, inRoom: InRoom, logger: Logger) {
  const converter = new Converter()
  const assets = new Assets(openDiskStore(config.dataDir), directory, converter, {
    ...config,
    documentBytes: (board) => inRoom(board, ({ bytes }) => bytes, 0),
  })
  const assetSweep = new AssetSweep({
    assets,
    rows: directory,
    referencesOf: (board) => inRoom(board, (room) => (room.damage ? null : room.read(assetsIn)), null),
    logger,
  })
  return { assets, converter, assetSweep }
}

function createHttpServer(gateway: Gateway, seams: Seams): Server {
  const server = createServer({
    // The largest import at 1 Mbit/s; slower bodies are refused earlier.
    requestTimeout: 1_200_000,
    headersTimeout: 20_000,
    // Longer than common proxies and clients keep idle connections: they close them, so no request meets a close.
    keepAliveTimeout: 65_000,
    // Upgrades to other protocols are answered as plain HTTP requests (RFC 9110, section 7.8).
    shouldUpgradeCallback: ({ headers }: IncomingMessage) => headers.upgrade?.toLowerCase() === 'websocket',
  } as ServerOptions)
  endStalledReaders(server)
  server.on('request', (request, response) => {
    seams.request?.(request)
    gateway.handle(request, response)
  })
  server.on('upgrade', (request, socket, head) => {
    seams.request?.(request)
    gateway.upgrade(request, socket, head)
  })
  server.on('clientError', (_error, socket) => socket.destroy())
  return server
}

/**
 * Logs to stderr synchronously, so that the last line before an exit is included. If that fails (a full disk,
 * a closed terminal) the server continues: pino's buffered destination would retry forever at exit.
 */
function openLog({ logLevel, limited }: Config): Logger {
  const destination = pino.destination({ dest: 2, sync: true, maxLength: maxLogBytes, retryEAGAIN: () => false })
  const streams: readonly NodeJS.EventEmitter[] = [destination, process.stdout, process.stderr]
  for (const stream of streams) stream.on('error', () => {})
  const logger = pino({ level: logLevel, base: null }, destination)
  if (!limited) logger.warn('LIMITS=off: anybody who can reach this server can use all its resources')
  return logger
}

/**
 * Runs these steps once, at SIGTERM, at Ctrl-C, when the terminal is closed, and when the process that started this
 * one with an IPC channel (`tools/run.mjs`) has ended. A failing step does not prevent the others.
 */
function stopWhenAsked(logger: Logger, steps: readonly (() => unknown)[]): void {
  let stopping = false
  const stop = async () => {
    if (stopping) return
    stopping = true
    setTimeout(() => process.exit(1), stopMs).unref()
    let code = 0
    for (const step of steps) {
      try {
        await step()
      } catch (error) {
        code = 1
        logger.error(describeError(error), 'a shutdown step failed')
      }
    }
    process.exit(code)
  }
  for (const event of ['SIGTERM', 'SIGINT', 'SIGHUP', 'disconnect']) process.on(event, () => void stop())
}

function listen(server: Server, { host, port }: Config): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE')
        reject(new Error(`Port ${port} is already in use. Stop what uses it, or choose another with PORT.`))
      else if (error.code === 'EACCES')
        reject(new Error(`Port ${port} may not be used by this account. Choose one above 1023 with PORT.`))
      else if (error.code === 'EADDRNOTAVAIL')
        reject(new Error(`This machine has no address ${host}. Choose another with HOST.`))
      else if (error.code === 'ENOTFOUND' || error.code === 'EAI_AGAIN' || error.code === 'EINVAL')
        reject(new Error(`HOST=${host} cannot be used: it is not an address or name of this machine.`))
      else reject(error)
    })
    server.listen({ port, host, backlog: maxWaitingConnections }, resolve)
  })
}

/** Prints the URLs on this machine and the network. */
function announce(server: Server, config: Config): void {
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : config.port
  process.stdout.write(announcement(config, port, networkAddresses(), process.env.INIT_CWD ?? process.cwd()))
}

/** Renders pages once at startup, since the first rendering blocks the thread for a third of a second. */
function renderPages(server: Server, config: Config): void {
  if (config.dev) return
  for (const path of ['/', '/b/none'])
    get(`${originOf(server, config)}${path}`, (response) => response.resume()).on('error', () => {})
}

/** The addresses of the server on this machine and for people. */
function addressesOf(server: Server, config: Config): { readonly origin: string; readonly address: string } {
  const origin = originOf(server, config)
  return { origin, address: config.publicUrl ?? origin }
}

/** The address of the server on this machine. */
function originOf(server: Server, config: Config): string {
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : config.port
  const host = config.host === '0.0.0.0' ? '127.0.0.1' : config.host === '::' ? '::1' : config.host
  return `http://${isIPv6(host) ? `[${host}]` : host}:${port}`
}

/** Empty if the system does not allow the query, as under the systemd unit, which blocks netlink sockets. */
function networkAddresses(): readonly string[] {
  try {
    return Object.values(networkInterfaces())
      .flatMap((list) => list ?? [])
      .filter(({ family, internal }) => family === 'IPv4' && !internal)
      .map(({ address }) => address)
  } catch {
    return []
  }
}

function same<Part>(part: Part): Part {
  return part
}

function fail(problem: string): void {
  process.stderr.write(`Inkbridge did not start. ${problem}\n`)
  process.exit(1)
}
