import type { Kysely } from 'kysely'
import { type Logger, pino } from 'pino'
import { createAddressOf } from '../admission/address.ts'
import { createAdmission } from '../admission/admission.ts'
import { Backlogs } from '../admission/backlog.ts'
import { createIdentity } from '../admission/identity.ts'
import { Memory, type MemoryBounds } from '../admission/memory.ts'
import { createHttpRates, type HttpAllowances, type RateLimit } from '../admission/rate.ts'
import { Turnstile } from '../admission/turnstile.ts'
import { type Config, parseConfig } from '../config.ts'
import { Files } from '../files/files.ts'
import { createHandshakes, type Handshakes } from '../gateway/handshakes.ts'
import { createHttpLimits } from '../http/gate.ts'
import { openIncoming } from '../http/incoming.ts'
import type { ApiParts } from '../http/route.ts'
import type { UpdateLog } from '../log/update-log.ts'
import { Thumbnails } from '../pictures/thumbnails.ts'
import { Registry } from '../rooms/registry.ts'
import { createDirectory } from '../storage/directory.ts'
import type { Disk } from '../storage/disk.ts'
import type { Secrets } from '../storage/secrets.ts'
import type { Tables } from '../storage/tables.ts'
import { type Removal, removalOfThisRun } from './defences.ts'
import { openMemoryStorage, type TestStorage } from './test-storage.ts'

export interface PartsOptions {
  /** Settings, as the environment gives them. */
  readonly env?: Readonly<Record<string, string>>
  /** The log the boards are read from. Default: that of the storage. */
  readonly log?: UpdateLog
  readonly pictures?: ApiParts['pictures']
  /** The clock of rates and of what waits for connections; ms. */
  readonly clock?: () => number
  /** Rates of HTTP in place of those of every server. */
  readonly rates?: HttpAllowances
  /** What may wait in memory, in place of what may in every server. */
  readonly waiting?: MemoryBounds
  /** Default: in memory. */
  readonly storage?: TestStorage
  /** Default: one with room. */
  readonly disk?: Disk
}

export interface TestParts extends ApiParts {
  readonly turnstile: Turnstile
  readonly handshakes: Handshakes
  readonly requests: RateLimit
  readonly secrets: Secrets
  readonly tables: Kysely<Tables>
  readonly log: UpdateLog
  readonly memory: Memory
  readonly disk: Disk
  readonly removal: Removal
  /** Where large bodies of requests wait. */
  readonly dataDir: string
  /** Lines that were logged as warnings or worse. */
  readonly logged: readonly string[]
  dispose(): Promise<void>
}

/** The parts of a server as `main.ts` connects them, with a storage of its own and drawn pictures made up. */
export function openParts({
  env = {},
  pictures = picturesMadeUp(),
  clock,
  rates: allowances,
  waiting,
  disk = diskWithRoom(),
  storage = openMemoryStorage(),
  log = storage.log,
}: PartsOptions = {}): TestParts {
  const removal = removalOfThisRun()
  const { dataDir, tables, devices } = storage
  const config = (removal.config ?? same)(configOf({ DATA_DIR: dataDir, ...env }))
  const { logger, logged } = openLogger()
  const secrets = (removal.secrets ?? same)(storage.secrets)
  const directory = (removal.directory ?? same)(createDirectory(tables, secrets), tables)
  const identity = createIdentity(secrets, config, devices)
  const turnstile = (removal.turnstile ?? same)(new Turnstile(config.limited, clock))
  const addressOf = createAddressOf(config, logger)
  const admission = (removal.admission ?? same)(
    createAdmission(directory, identity, turnstile, addressOf, config, devices),
  )
  const [rates, memory] = [createHttpRates(config.limited, allowances), new Memory(config.limited, waiting)]
  const registry = new Registry(log, (removal.roomAdmission ?? same)(admission), turnstile, logger, config, {
    written: rates.written,
  })
  const backlogs = new Backlogs(memory, clock)
  const handshakes = createHandshakes(turnstile, backlogs, addressOf)
  const files = new Files()
  return {
    directory,
    admission,
    identity,
    devices,
    registry,
    pictures,
    files,
    config,
    logger,
    turnstile,
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
      await registry.stop()
      files.end()
      await storage.close()
    },
  }
}

function diskWithRoom(): Disk {
  return { isLow: async () => false }
}

function picturesMadeUp(): ApiParts['pictures'] {
  return { draw: async () => Buffer.from('a picture'), thumbnails: new Thumbnails(), forget() {} }
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
