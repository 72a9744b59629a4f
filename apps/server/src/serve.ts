import { createServer, get, type IncomingMessage, type Server, type ServerOptions } from 'node:http'
import { networkInterfaces } from 'node:os'
import { createWeb } from '@inkbridge/web/handler'
import { type Logger, pino } from 'pino'
import {
  type Admission,
  Backlogs,
  createAddressOf,
  createAdmission,
  createHttpRates,
  createIdentity,
  createPeerOf,
  Memory,
  Turnstile,
} from './admission/admission.ts'
import { announcement } from './announcement.ts'
import { describeError } from './boundary.ts'
import { type Config, parseConfig } from './config.ts'
import { listenForCommands } from './control/control.ts'
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
import { createApi, createHttpLimits, createSite, openIncoming } from './http.ts'
import type { UpdateLog } from './log.ts'
import { Pictures } from './pictures/pictures.ts'
import { type Connection, createGuard, createSlicer, Registry, type RegistryOptions, type Standing } from './rooms.ts'
import { createTrash, keepingRoom, openStorage, watchDisk } from './storage/storage.ts'

/**
 * Connections that the system keeps while the server is busy; it takes the smaller of this and `net.core.somaxconn`.
 * With Node's 511, a class that opens a board in one moment meets resets and waits of seconds.
 */
const maxWaitingConnections = 4_096
/** How long a stop may take before it is forced, ms. */
const stopMs = 10_000
/** Bytes of log that wait while it cannot be written; what comes then is dropped. */
const maxLogBytes = 1_048_576

/** How a test takes one defence out of a server: each part is changed before it is handed on. */
export interface Seams {
  readonly log?: (log: UpdateLog) => UpdateLog
  /** The account of what waits in memory. */
  readonly memory?: Memory
  /** For everybody who asks who may enter. */
  readonly admission?: (admission: Admission) => Admission
  /** For the boards in memory only. */
  readonly roomAdmission?: (admission: Admission) => Standing
  readonly turnstile?: (turnstile: Turnstile) => Turnstile
  readonly rooms?: Pick<RegistryOptions, 'guard' | 'spreadMs'>
  /** Before a connection enters a board. */
  readonly connection?: (connection: Connection) => Connection
  /** Before a request or an upgrade reaches the gateway. */
  readonly request?: (request: IncomingMessage) => void
}

/** Runs the server until it is asked to stop; when it cannot start it says why, and the process ends. */
export function serve(seams: Seams = {}): void {
  run(seams).catch((error: unknown) => fail(error instanceof Error ? error.message : String(error)))
}

async function run(seams: Seams): Promise<void> {
  // What it writes is for this account alone.
  process.umask(0o077)
  const parsed = parseConfig(process.env, process.env.INIT_CWD ?? process.cwd())
  if (!parsed.ok) return fail(parsed.problem)
  const config = parsed.value
  const logger = openLog(config)
  exitOnFatalError(process, logger, (code) => process.exit(code))

  const kinds = await openHostKinds(config.kinds)
  const storage = await openStorage(config)
  const { directory, devices, secrets, damagedCommits } = storage
  if (damagedCommits) logger.error({ damagedCommits }, 'damaged commits were put apart, in the table quarantine')
  const disk = watchDisk(config.dataDir)
  const log = (seams.log ?? same<UpdateLog>)(keepingRoom(storage.log, disk))
  const identity = createIdentity(secrets, config, devices)
  const turnstile = (seams.turnstile ?? same)(new Turnstile(config.limited))
  const addressOf = createAddressOf(config, logger)
  const rates = createHttpRates(config.limited)
  const memory = seams.memory ?? new Memory(config.limited)
  const handshakes = createHandshakes(turnstile, new Backlogs(memory), addressOf)
  const limits = createHttpLimits(rates, memory, disk, openIncoming(config.dataDir))
  const admission = (seams.admission ?? same)(
    createAdmission(directory, identity, turnstile, addressOf, config, devices),
  )
  const slicer = createSlicer()
  const registry = new Registry(log, (seams.roomAdmission ?? same)(admission), turnstile, logger, config, {
    slicer,
    written: rates.written,
    use: directory,
    guard: createGuard({ kinds: kinds.records }),
    ...seams.rooms,
  })
  const rooms: Pick<Registry, 'enter'> = {
    enter: (admitted, connection) => registry.enter(admitted, (seams.connection ?? same)(connection)),
  }

  const web = await createWeb({ dev: config.dev, hostname: config.host, port: config.port })
  exitOnFatalError(process, logger, (code) => process.exit(code))
  const pictures = new Pictures({ kinds: kinds.url, locale: config.locale ?? 'en' })
  const files = new Files(kinds.url)
  const api = createApi({
    directory,
    admission,
    identity,
    devices,
    log,
    registry,
    pictures,
    limits,
    files,
    addressOf,
    config,
    logger,
  })
  const site = createSite(web, identity, addressOf, config, logger)
  const socketIo = createSocketIoDoor(admission, rooms, handshakes, logger)
  const yjs = createYjsDoor(admission, rooms, handshakes, logger)
  const gateway = createGateway(
    {
      socketIo,
      yjs,
      pages: {
        handle(request, response) {
          if (request.url === '/healthz') return void response.end('ok\n')
          if (request.url?.startsWith('/api/')) return api(request, response)
          site(request, response)
        },
        upgrade: config.dev ? web.upgrade : null,
      },
    },
    turnstile,
    rates.requests,
    addressOf,
    config,
    logger,
  )

  const server = createHttpServer(gateway, seams)
  if (config.limited) limitOpenConnections(server, createPeerOf(config))
  await listen(server, config)
  // As when the system has no file descriptor for one more connection.
  server.on('error', (error) => logger.error(describeError(error), 'the server could not take a connection'))
  const commands = listenForCommands(config.dataDir, { directory, secrets }, logger)
  announce(server, config)
  renderPages(server, config)
  const trash = createTrash(directory, log, logger, config)
  trash.start()

  stopWhenAsked(logger, [
    () => server.close(),
    () => trash.stop(),
    () => commands.close(),
    () => registry.stop(),
    () => socketIo.close(),
    () => yjs.close(),
    () => pictures.end(),
    () => files.end(),
    () => slicer.end(),
    () => web.close(),
    () => server.closeAllConnections(),
    () => storage.close(),
  ])
}

function createHttpServer(gateway: Gateway, seams: Seams): Server {
  const server = createServer({
    // The largest import over a line of 1 Mbit/s; what is slower than that is refused sooner.
    requestTimeout: 300_000,
    headersTimeout: 20_000,
    // Longer than common proxies and clients keep an idle connection: they end it, and no request meets its end.
    keepAliveTimeout: 65_000,
    // What offers another protocol gets what it asked for in this one (RFC 9110, section 7.8).
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
 * The log goes to stderr at once, so that the last line before an exit is in it. When it cannot be written (a full disk,
 * a closed terminal) the server goes on: pino's buffered way would try for ever at the exit.
 */
function openLog({ logLevel, limited }: Config): Logger {
  const destination = pino.destination({ dest: 2, sync: true, maxLength: maxLogBytes, retryEAGAIN: () => false })
  const streams: readonly NodeJS.EventEmitter[] = [destination, process.stdout, process.stderr]
  for (const stream of streams) stream.on('error', () => {})
  const logger = pino({ level: logLevel, base: null }, destination)
  if (!limited) logger.warn('LIMITS=off: anybody who can reach this server may use all of it')
  return logger
}

/**
 * Stops in these steps, once, at SIGTERM, at Ctrl-C, when the terminal is closed, and when the process that started this
 * one with a channel (`tools/run.mjs`) has ended. A step that fails does not keep the others from being taken.
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
        logger.error(describeError(error), 'a step of the stop failed')
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
        reject(new Error(`HOST=${host} cannot be used: it is no address or name of this machine.`))
      else reject(error)
    })
    server.listen({ port, host, backlog: maxWaitingConnections }, resolve)
  })
}

/** Says where to open it, on this machine and on the network. */
function announce(server: Server, config: Config): void {
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : config.port
  process.stdout.write(announcement(config, port, networkAddresses(), process.env.INIT_CWD ?? process.cwd()))
}

/** The first time a page is rendered it holds everybody up for a third of a second: now nobody is there yet. */
function renderPages(server: Server, config: Config): void {
  const address = server.address()
  if (config.dev || typeof address !== 'object' || !address) return
  const host = config.host === '0.0.0.0' ? '127.0.0.1' : config.host === '::' ? '::1' : config.host
  for (const path of ['/', '/b/none'])
    get({ host, port: address.port, path }, (response) => response.resume()).on('error', () => {})
}

/** None where the system does not tell, as under the systemd unit, which allows no netlink sockets. */
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
