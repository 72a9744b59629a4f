import type { Config } from '../config.ts'
import { createSqliteLog, type UpdateLog } from '../log.ts'
import { type Devices, openDevices } from './devices.ts'
import { createDirectory, type Directory } from './directory.ts'
import { openSecrets, type Secrets } from './secrets.ts'
import { openSqlite } from './sqlite.ts'
import { openTables } from './sqlite-dialect.ts'

export type { BoardRow } from './board-rows.ts'
export { type Devices, deviceLabel, type Visit } from './devices.ts'
export type { Directory } from './directory.ts'
export { type Disk, keepingRoom, watchDisk } from './disk.ts'
export type { LinkRow, Right } from './link-rows.ts'
export { hashSecret, isSecret, type Secrets } from './secrets.ts'
export { FolderInUse } from './sqlite.ts'
export { createTrash } from './trash.ts'

/** What a server keeps, by its ports: what stands on them does not know what they are made of. */
export interface Storage {
  /** What is on the boards. */
  readonly log: UpdateLog
  /** Which boards there are, and who may enter them. */
  readonly directory: Directory
  readonly devices: Devices
  readonly secrets: Secrets
  /** Commits that were damaged and are kept apart; whose they were is not known. */
  readonly damagedCommits: number
  /** Waits for what was asked before, and gives the folder free. */
  close(): Promise<void>
}

/** Opens what the settings name: a data folder that nobody else has open. Rejects with a line fit to be shown. */
export async function openStorage({ dataDir }: Pick<Config, 'dataDir'>): Promise<Storage> {
  const sqlite = await openSqlite(dataDir)
  try {
    const secrets = openSecrets(dataDir)
    const tables = openTables(sqlite)
    const log = createSqliteLog(sqlite)
    return {
      log,
      directory: createDirectory(tables, secrets),
      devices: await openDevices(tables),
      secrets,
      damagedCommits: Number(await sqlite.ask({ type: 'damaged-commits' })),
      async close() {
        await log.close()
        await sqlite.close()
      },
    }
  } catch (error) {
    await sqlite.close()
    throw error
  }
}
