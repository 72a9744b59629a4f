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
 * The tables of a database in SQLite. The thread has no transaction of several messages: the statements of one are
 * gathered and run as one when it ends, so that in it nothing can be read and no count of rows is known.
 */
export function openTables(sqlite: Sqlite): Kysely<Tables> {
  return new Kysely<Tables>({ dialect: sqliteDialect(sqlite) })
}

interface Connection extends DatabaseConnection {
  /** What a transaction has gathered; null outside of one. */
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

/** Every statement is a message of its own: none waits for the answer to another. */
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
