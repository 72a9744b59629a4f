import type { Config } from '../config.ts'
import { createSqliteLog, type UpdateLog } from '../log.ts'
import { type Devices, openDevices } from './devices.ts'
import { createDirectory, type Directory } from './directory.ts'
import { type KnownAccounts, openKnownAccounts } from './known-accounts.ts'
import { openSecrets, type Secrets } from './secrets.ts'
import { openSqlite } from './sqlite.ts'
import { openTables } from './sqlite-dialect.ts'

export type { AccountRow } from './account-rows.ts'
export type { AssetRow } from './asset-rows.ts'
export type { AuditEvent } from './audit-rows.ts'
export type { BoardPersonRow } from './board-people-rows.ts'
export type { BoardRow } from './board-rows.ts'
export { type Devices, deviceLabel, type Visit } from './devices.ts'
export type { Directory } from './directory.ts'
export { type Disk, keepingRoom, watchDisk } from './disk.ts'
export type { FolderRefusal } from './folder-rows.ts'
export type { KnownAccounts } from './known-accounts.ts'
export type { LinkRow, LinkTerms, Right } from './link-rows.ts'
export type { LinkedGuest } from './linked-guest-rows.ts'
export type { ListedBoard } from './mark-rows.ts'
export { hashSecret, isSecret, newLinkSecret, type Secrets } from './secrets.ts'
export { type ExternalIdentity, proxyIssuer } from './sign-in-rows.ts'
export { FolderInUse } from './sqlite.ts'
export type { FoundBoard } from './text-rows.ts'
export { createTrash, type Trash } from './trash.ts'

/** The storage of a server, as ports that hide their implementations. */
export interface Storage {
  /** The content of boards. */
  readonly log: UpdateLog
  /** The boards and their rights. */
  readonly directory: Directory
  readonly devices: Devices
  readonly known: KnownAccounts
  readonly secrets: Secrets
  /** The number of damaged commits, which are quarantined; their boards are unknown. */
  readonly damagedCommits: number
  /** Waits for pending requests and unlocks the folder. */
  close(): Promise<void>
}

/** Opens and locks the data folder. Rejects with a message that can be shown. */
export async function openStorage({ dataDir }: Pick<Config, 'dataDir'>): Promise<Storage> {
  const sqlite = await openSqlite(dataDir)
  try {
    const secrets = openSecrets(dataDir)
    const tables = openTables(sqlite)
    const log = createSqliteLog(sqlite)
    const directory = createDirectory(tables, secrets)
    return {
      log,
      directory,
      devices: await openDevices(tables),
      known: await openKnownAccounts(directory),
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
