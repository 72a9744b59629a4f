import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openSecrets, type Secrets } from '../admission/secrets.ts'
import { createMemoryLog } from '../log/memory-log.ts'
import { createSqliteLog } from '../log/sqlite-log.ts'
import type { UpdateLog } from '../log/update-log.ts'
import { createDevices, type Devices, openDevices } from '../storage/devices.ts'
import { openSqlite, type Sqlite } from '../storage/sqlite.ts'
import { openMemorySqlite } from '../storage/testing/memory-sqlite.ts'

/** What a test server keeps, and where. */
export interface TestStorage {
  /** Where uploads wait, and all the rest of a server on the disk. */
  readonly dataDir: string
  readonly sqlite: Sqlite
  readonly secrets: Secrets
  readonly devices: Devices
  readonly log: UpdateLog
  close(): Promise<void>
}

/** A database, a log and secrets in memory; nothing of them stays on the disk. */
export function openMemoryStorage(): TestStorage {
  const dataDir = temporaryFolder()
  const sqlite = openMemorySqlite()
  return {
    dataDir,
    sqlite,
    secrets: freshSecrets(),
    devices: createDevices(sqlite),
    log: createMemoryLog(),
    async close() {
      await sqlite.close()
      rmSync(dataDir, { recursive: true })
    },
  }
}

/** What a real server keeps, in a folder of the test's or in one that is removed at the end. */
export async function openDiskStorage(dataDir?: string): Promise<TestStorage> {
  const folder = dataDir ?? temporaryFolder()
  const sqlite = await openSqlite(folder)
  const log = createSqliteLog(sqlite)
  return {
    dataDir: folder,
    sqlite,
    secrets: openSecrets(folder),
    devices: await openDevices(sqlite),
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

function freshSecrets(): Secrets {
  const folder = temporaryFolder()
  try {
    return openSecrets(folder)
  } finally {
    rmSync(folder, { recursive: true })
  }
}
