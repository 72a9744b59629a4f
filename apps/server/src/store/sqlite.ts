import { existsSync, mkdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { Worker } from 'node:worker_threads'
import Database from 'better-sqlite3'
import {
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type QueryResult,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely'
import type { Answer, Request } from './sqlite-messages.ts'

/** The database's thread, seen from the main one. */
export interface Sqlite {
  /** Rejects with the database's own words. */
  ask(request: Request): Promise<unknown>
  /** Waits for what was asked before, then ends the thread and gives the folder free. */
  close(): Promise<void>
}

/** Opens `inkbridge.db` in a folder that nobody else has open. Throws with a line fit to be shown. */
export async function openSqlite(dataDir: string): Promise<Sqlite> {
  const release = lockFolder(dataDir)
  const thread = new Worker(new URL('./sqlite-thread.ts', import.meta.url), {
    workerData: { file: join(dataDir, 'inkbridge.db') },
  })
  const waiting = new Map<number, { resolve(result: unknown): void; reject(error: Error): void }>()
  let asked = 0
  let dead: Error | null = null
  const fail = (error: Error) => {
    dead = error
    for (const { reject } of waiting.values()) reject(error)
    waiting.clear()
  }
  thread.on('message', ({ id, result, error }: Answer) => {
    const asker = waiting.get(id)
    waiting.delete(id)
    if (error === undefined) asker?.resolve(result)
    else asker?.reject(new Error(error))
  })
  thread.on('error', fail)
  thread.on('exit', () => fail(dead ?? new Error('The database is closed.')))
  const ask = (request: Request) =>
    new Promise<unknown>((resolve, reject) => {
      if (dead) return reject(dead)
      asked += 1
      waiting.set(asked, { resolve, reject })
      thread.postMessage({ id: asked, request })
    })
  await ask({ type: 'probe' })
  return {
    ask,
    async close() {
      await ask({ type: 'close' })
      release()
    },
  }
}

/**
 * Holds a lock on the folder for as long as the process lives, however it ends.
 * SQLite's own file lock does it: the system gives it back even after `kill -9`.
 */
function lockFolder(dataDir: string): () => void {
  try {
    makeFolder(dataDir)
    const lock = new Database(join(dataDir, 'lock.db'), { timeout: 0 })
    lock.pragma('locking_mode = EXCLUSIVE')
    lock.exec('BEGIN EXCLUSIVE')
    return () => lock.close()
  } catch (error) {
    if (error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY')) {
      throw new Error(
        `Another Inkbridge already uses ${dataDir}. Stop it, or give this one its own folder with DATA_DIR.`,
      )
    }
    const reason = error instanceof Error ? error.message : String(error)
    throw new Error(
      `The data folder ${dataDir} cannot be written (${reason}). Choose another with DATA_DIR, or change its owner.`,
    )
  }
}

/** Node's own recursive way never returns where the system refuses folders, as in /proc. */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return
  if (!existsSync(dirname(folder))) makeFolder(dirname(folder))
  mkdirSync(folder)
}

/** Kysely over the database's thread: one statement, one transaction. */
export function sqliteDialect(sqlite: Sqlite): Dialect {
  const connection: DatabaseConnection = {
    async executeQuery<Row>({ sql, parameters }: CompiledQuery): Promise<QueryResult<Row>> {
      const { rows, changes } = (await sqlite.ask({ type: 'query', sql, parameters })) as {
        rows: Row[]
        changes?: number
      }
      return changes === undefined ? { rows } : { rows, numAffectedRows: BigInt(changes) }
    },
    streamQuery() {
      throw new Error('streaming is not supported')
    },
  }
  return {
    createAdapter: () => new SqliteAdapter(),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
    createDriver: () => ({
      init: async () => {},
      acquireConnection: async () => connection,
      beginTransaction: unsupported,
      commitTransaction: unsupported,
      rollbackTransaction: unsupported,
      releaseConnection: async () => {},
      destroy: async () => {},
    }),
  }
}

async function unsupported(): Promise<void> {
  throw new Error('a transaction is one statement here')
}
