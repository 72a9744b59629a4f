import type { LinkId } from '@inkbridge/types'
import type { Kysely } from 'kysely'
import type { Secrets } from './secrets.ts'
import type { Tables } from './tables.ts'

/** Links resealed in one transaction. */
const atOnce = 200

/** Seals the secrets of all links with the newest key. Resolves with their number; skips those no key can open. */
export async function resealLinks(db: Kysely<Tables>, secrets: Secrets): Promise<number> {
  let count = 0
  for (let after = ''; ; ) {
    const rows = await db
      .selectFrom('links')
      .select(['id', 'sealed'])
      .where('id', '>', after as LinkId)
      .orderBy('id')
      .limit(atOnce)
      .execute()
    await db.transaction().execute(async (transaction) => {
      for (const { id, sealed } of rows) {
        const plain = secrets.unseal(sealed)
        if (plain === null) continue
        count += 1
        await transaction
          .updateTable('links')
          .set({ sealed: secrets.seal(plain) })
          .where('id', '=', id)
          .execute()
      }
    })
    const last = rows.at(-1)
    if (!last) return count
    after = last.id
  }
}
