import type { Kysely } from 'kysely'
import { type Logger, pino } from 'pino'
import { type AccountParts, Accounts, Attempts } from '../accounts/accounts.ts'
import { createAddressOf } from '../admission/address.ts'
import { createAdmission } from '../admission/admission.ts'
import { Backlogs } from '../admission/backlog.ts'
import { ConnectionLimiter } from '../admission/connection-limiter.ts'
import { createIdentity } from '../admission/identity.ts'
import { Memory, type MemoryBounds } from '../admission/memory.ts'
import { createHttpRates, type HttpAllowances, type RateLimit } from '../admission/rate.ts'
import { Assets } from '../assets/assets.ts'
import { Converter } from '../assets/converter.ts'
import { openDiskStore } from '../assets/disk-store.ts'
import { type Config, parseConfig } from '../config.ts'
import { watchChanges } from '../events/events.ts'
import { Files } from '../files/files.ts'
import { createHandshakes, type Handshakes } from '../gateway/handshakes.ts'
import { createHttpLimits } from '../http/gate.ts'
import { openIncoming } from '../http/incoming.ts'
import type { ApiParts } from '../http/route.ts'
import { endSessions } from '../http/visit.ts'
import type { UpdateLog } from '../log/update-log.ts'
import { Thumbnails } from '../pictures/thumbnails.ts'
import { createInRoom, type InRoom, textOf } from '../rooms/in-room.ts'
import { Registry } from '../rooms/registry.ts'
import type { Indexer } from '../search/search.ts'
import { createDirectory } from '../storage/directory.ts'
import type { Disk } from '../storage/disk.ts'
import type { Secrets } from '../storage/secrets.ts'
import type { Tables } from '../storage/tables.ts'
import { createTrash, type Trash } from '../storage/trash.ts'
import { type Removal, removalOfThisRun } from './defences.ts'
import { openMemoryStorage, type TestStorage } from './test-storage.ts'

export interface PartsOptions {
  /** Default: any free one. */
  readonly port?: number
  /** Settings, as environment variables. */
  readonly env?: Readonly<Record<string, string>>
  /** The log of boards. Default: that of the storage. */
  readonly log?: UpdateLog
  readonly pictures?: ApiParts['pictures']
  /** The clock of rate limits and backlogs; ms. */
  readonly clock?: () => number
  /** HTTP rate limits instead of the default ones. */
  readonly rates?: HttpAllowances
  /** Limits of waiting memory instead of the default ones. */
  readonly waiting?: MemoryBounds
  /** Default: in memory. */
  readonly storage?: TestStorage
  /** Default: one with free space. */
  readonly disk?: Disk
}

export interface TestParts extends ApiParts {
  readonly assets: Assets
  readonly converter: Converter
  readonly indexer: Indexer
  readonly trash: Trash
  readonly limiter: ConnectionLimiter
  readonly handshakes: Handshakes
  readonly requests: RateLimit
  readonly secrets: Secrets
  readonly tables: Kysely<Tables>
  readonly log: UpdateLog
  readonly memory: Memory
  readonly disk: Disk
  readonly removal: Removal
  /** Where large request bodies are stored. */
  readonly dataDir: string
  /** Lines that were logged as warnings or worse. */
  readonly logged: readonly string[]
  dispose(): Promise<void>
}

/** The parts of a server, connected like in `serve.ts`, with their own storage and fake pictures. */
export function openParts({
  env = {},
  pictures = picturesMadeUp(),
  clock,
  rates: allowances,
  waiting,
  disk = diskWithRoom(),
  storage = openMemoryStorage(),
  log: givenLog = storage.log,
}: PartsOptions = {}): TestParts {
  const removal = removalOfThisRun()
  const { dataDir, tables, devices } = storage
  const known = (removal.known ?? same)(storage.known)
  const config = (removal.config ?? same)(configOf({ DATA_DIR: dataDir, ...env }))
  const { logger, logged } = openLogger()
  const secrets = (removal.secrets ?? same)(storage.secrets)
  const {
    directory: watched,
    log,
    ...changes
  } = watchChanges(createDirectory(tables, secrets), givenLog, config, logger)
  const directory = (removal.directory ?? same)(watched, tables)
  const identity = createIdentity(secrets, config, devices, known)
  const limiter = (removal.limiter ?? same)(new ConnectionLimiter(config.limited, clock))
  const addressOf = createAddressOf(config, logger)
  const admission = (removal.admission ?? same)(
    createAdmission(directory, identity, limiter, addressOf, config, devices, known),
  )
  const [rates, memory] = [createHttpRates(config.limited, allowances), new Memory(config.limited, waiting)]
  const used = { written: rates.written, use: directory, ownerOf: known.ownerOf.bind(known) }
  const registry = new Registry(log, (removal.roomAdmission ?? same)(admission), limiter, logger, config, used)
  const attempts = (removal.attempts ?? same)(new Attempts(config.limited, clock))
  const signOut: AccountParts['signOut'] = (visits) => endSessions(visits, { admission, registry })
  const accounts = (removal.accounts ?? same)(new Accounts({ directory, known, devices, attempts, signOut }))
  const backlogs = new Backlogs(memory, clock)
  const handshakes = createHandshakes(limiter, backlogs, addressOf)
  const inRoom = createInRoom(directory, registry)
  const processes = openProcesses(config, directory, inRoom, removal)
  const trash = createTrash(directory, log, processes.assets, logger, config)
  const indexer = changes.openIndexer((board) => inRoom(board, textOf, null))
  return {
    directory,
    admission,
    identity,
    devices,
    accounts,
    known,
    registry,
    pictures,
    ...processes,
    streams: changes.streams,
    trash,
    indexer,
    config,
    logger,
    limiter,
    handshakes,
    limits: createHttpLimits(rates, memory, disk, openIncoming(dataDir)),
    dataDir,
    requests: rates.requests,
    addressOf,
    secrets,
    tables,
    log,
    memory,
    disk,
    removal,
    logged,
    async dispose() {
      backlogs.dispose()
      changes.streams.close()
      changes.pauses.stop()
      await trash.stop()
      await indexer.stop()
      await registry.stop()
      processes.end()
      await storage.close()
    },
  }
}

/** The parts that work in processes of their own. */
function openProcesses(
  config: Config,
  directory: TestParts['directory'],
  inRoom: InRoom,
  { convert }: Pick<Removal, 'convert'>,
) {
  const converter = new Converter()
  if (convert) Object.assign(converter, { convert: convert(converter.convert.bind(converter)) })
  const assets = new Assets(openDiskStore(config.dataDir), directory, converter, {
    ...config,
    documentBytes: (board) => inRoom(board, ({ bytes }) => bytes, 0),
  })
  const files = new Files()
  const end = () => {
    files.end()
    converter.end()
  }
  return { files, assets, converter, end }
}

function diskWithRoom(): Disk {
  return { isLow: async () => false }
}

function picturesMadeUp(): ApiParts['pictures'] {
  const draw = async () => Buffer.from('a picture')
  return { draw, write: async () => ({ file: await draw() }), thumbnails: new Thumbnails(), forget() {} }
}

function same<Part>(part: Part): Part {
  return part
}

function configOf(env: Readonly<Record<string, string>>): Config {
  const parsed = parseConfig(env, '/')
  if (!parsed.ok) throw new Error(parsed.problem)
  return parsed.value
}

function openLogger(): { readonly logger: Logger; readonly logged: readonly string[] } {
  const logged: string[] = []
  return { logger: pino({ level: 'warn' }, { write: (line) => logged.push(line) }), logged }
}
