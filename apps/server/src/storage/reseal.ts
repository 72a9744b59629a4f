import { Kysely } from 'kysely'
import type { Secrets } from '../admission/secrets.ts'
import { type Sqlite, sqliteDialect } from './sqlite.ts'

interface Tables {
  links: { id: string; sealed: string }
}

/** Links that are sealed again in one transaction. */
const atOnce = 200

/** Seals every link's secret with the newest key. Resolves with how many; one that no key opens is left as it is. */
export async function resealLinks(sqlite: Sqlite, secrets: Secrets): Promise<number> {
  const db = new Kysely<Tables>({ dialect: sqliteDialect(sqlite) })
  let count = 0
  for (let after = ''; ; ) {
    const rows = await db
      .selectFrom('links')
      .select(['id', 'sealed'])
      .where('id', '>', after)
      .orderBy('id')
      .limit(atOnce)
      .execute()
    const statements = rows.flatMap(({ id, sealed }) => {
      const plain = secrets.unseal(sealed)
      if (plain === null) return []
      const { sql, parameters } = db
        .updateTable('links')
        .set({ sealed: secrets.seal(plain) })
        .where('id', '=', id)
        .compile()
      return [{ sql, parameters }]
    })
    await sqlite.ask({ type: 'transaction', statements })
    count += statements.length
    const last = rows.at(-1)
    if (!last) return count
    after = last.id
  }
}
