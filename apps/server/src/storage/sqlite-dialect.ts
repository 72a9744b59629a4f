import {
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  Kysely,
  type QueryResult,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely'
import type { Sqlite } from './sqlite.ts'
import type { Statement } from './sqlite-messages.ts'
import type { Tables } from './tables.ts'

/**
 * The tables of an SQLite database. The thread does not support transactions across messages: their statements are
 * gathered and run together at the end, so nothing can be read within one, and row counts are unknown.
 */
export function openTables(sqlite: Sqlite): Kysely<Tables> {
  return new Kysely<Tables>({ dialect: sqliteDialect(sqlite) })
}

interface Connection extends DatabaseConnection {
  /** The statements of the current transaction; null outside of one. */
  gathered: Statement[] | null
}

function connect(sqlite: Sqlite): Connection {
  return {
    gathered: null,
    async executeQuery<Row>({ sql, parameters, query }: CompiledQuery): Promise<QueryResult<Row>> {
      if (this.gathered) {
        if (query.kind === 'SelectQueryNode') throw new Error('a transaction only writes here')
        this.gathered.push({ sql, parameters })
        return { rows: [] }
      }
      const answer = (await sqlite.ask({ type: 'query', sql, parameters })) as { rows: Row[]; changes?: number }
      const { rows, changes } = answer
      return changes === undefined ? { rows } : { rows, numAffectedRows: BigInt(changes) }
    },
    streamQuery() {
      throw new Error('streaming is not supported')
    },
  }
}

/** Every statement is a separate message and does not wait for others. */
class Adapter extends SqliteAdapter {
  override get supportsMultipleConnections(): boolean {
    return true
  }
}

function sqliteDialect(sqlite: Sqlite): Dialect {
  return {
    createAdapter: () => new Adapter(),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
    createDriver: () => ({
      init: async () => {},
      acquireConnection: async () => connect(sqlite),
      beginTransaction: async (connection) => {
        ;(connection as Connection).gathered = []
      },
      commitTransaction: async (connection) => {
        await sqlite.ask({ type: 'transaction', statements: (connection as Connection).gathered ?? [] })
      },
      rollbackTransaction: async () => {},
      releaseConnection: async () => {},
      destroy: async () => {},
    }),
  }
}
