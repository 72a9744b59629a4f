import { join } from 'node:path'
import Database from 'better-sqlite3'
import { Thread } from '../threads.ts'
import { makePrivateFolder } from './private-folder.ts'
import type { Request } from './sqlite-messages.ts'

/** The database thread, as the main thread uses it. */
export interface Sqlite {
  /** The path of the database, for threads that read it. */
  readonly file: string
  /** Rejects with the error of the database. Buffers in `transfer` must not be used afterwards. */
  ask(request: Request, transfer?: readonly ArrayBuffer[]): Promise<unknown>
  /** Waits for pending requests, then ends the thread and unlocks the folder. */
  close(): Promise<void>
}

/** Another process has locked the folder. */
export class FolderInUse extends Error {}

/** Opens `inkbridge.db` in a folder and locks the folder. Throws with a message that can be shown. */
export async function openSqlite(dataDir: string): Promise<Sqlite> {
  const release = lockFolder(dataDir)
  const file = join(dataDir, 'inkbridge.db')
  const thread = new Thread<Request, unknown>(new URL('./sqlite-thread.ts', import.meta.url), {
    workerData: { file },
    resourceLimits: { maxYoungGenerationSizeMb: 4 },
  })
  const close = async () => {
    await thread.end()
    release()
  }
  try {
    await thread.ask({ type: 'probe' })
  } catch (error) {
    await close()
    throw error
  }
  return {
    file,
    ask: (request, transfer) => thread.ask(request, transfer),
    async close() {
      await thread.ask({ type: 'close' })
      await close()
    },
  }
}

/**
 * Locks the folder until the process ends, in any way.
 * Uses SQLite's file lock, which the system releases even after `kill -9`.
 */
function lockFolder(dataDir: string): () => void {
  try {
    makePrivateFolder(dataDir)
    const lock = new Database(join(dataDir, 'lock.db'), { timeout: 0 })
    lock.pragma('locking_mode = EXCLUSIVE')
    lock.exec('BEGIN EXCLUSIVE')
    return () => lock.close()
  } catch (error) {
    if (error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY')) {
      throw new FolderInUse(
        `Another Inkbridge already uses ${dataDir}. Stop it, or give this one its own folder with DATA_DIR.`,
      )
    }
    const reason = error instanceof Error ? error.message : String(error)
    throw new Error(
      `The data folder ${dataDir} cannot be written (${reason}). Choose another with DATA_DIR, or change its owner.`,
    )
  }
}
