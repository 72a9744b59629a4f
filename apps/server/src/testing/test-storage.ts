import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Kysely } from 'kysely'
import { createMemoryLog } from '../log/memory-log.ts'
import { createSqliteLog } from '../log/sqlite-log.ts'
import type { UpdateLog } from '../log/update-log.ts'
import { createDevices, type Devices, openDevices } from '../storage/devices.ts'
import { createDirectory } from '../storage/directory.ts'
import { KnownAccounts, openKnownAccounts } from '../storage/known-accounts.ts'
import { openSecrets, type Secrets } from '../storage/secrets.ts'
import { openSqlite } from '../storage/sqlite.ts'
import { openTables } from '../storage/sqlite-dialect.ts'
import type { Tables } from '../storage/tables.ts'
import { openMemorySqlite } from '../storage/testing/memory-sqlite.ts'

/** The storage of a test server. */
export interface TestStorage {
  /** The folder of uploads, and of everything else of a server on disk. */
  readonly dataDir: string
  readonly tables: Kysely<Tables>
  readonly secrets: Secrets
  readonly devices: Devices
  readonly known: KnownAccounts
  readonly log: UpdateLog
  close(): Promise<void>
}

/** A database, a log and secrets in memory. */
export function openMemoryStorage(): TestStorage {
  const dataDir = temporaryFolder()
  const sqlite = openMemorySqlite()
  const tables = openTables(sqlite)
  return {
    dataDir,
    tables,
    secrets: freshSecrets(),
    devices: createDevices(tables),
    known: new KnownAccounts(),
    log: createMemoryLog(),
    async close() {
      await sqlite.close()
      rmSync(dataDir, { recursive: true })
    },
  }
}

/** The storage of a real server, in the given folder or in one that is removed at the end. */
export async function openDiskStorage(dataDir?: string): Promise<TestStorage> {
  const folder = dataDir ?? temporaryFolder()
  const sqlite = await openSqlite(folder)
  const log = createSqliteLog(sqlite)
  const tables = openTables(sqlite)
  const secrets = openSecrets(folder)
  return {
    dataDir: folder,
    tables,
    secrets,
    devices: await openDevices(tables),
    known: await openKnownAccounts(createDirectory(tables, secrets)),
    log,
    async close() {
      await log.close()
      await sqlite.close()
      if (dataDir === undefined) rmSync(folder, { recursive: true })
    },
  }
}

function temporaryFolder(): string {
  return mkdtempSync(join(tmpdir(), 'inkbridge-'))
}

export function freshSecrets(): Secrets {
  const folder = temporaryFolder()
  try {
    return openSecrets(folder)
  } finally {
    rmSync(folder, { recursive: true })
  }
}
