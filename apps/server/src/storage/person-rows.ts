import type { PrincipalId } from '@inkbridge/types'
import type { Kysely } from 'kysely'
import type { Tables } from './tables.ts'

/** The name and colour of a person. */
interface PersonLook {
  readonly name: string
  readonly color: string
}

/** People who have chosen a name or a colour. */
export interface PersonRows {
  person(principal: PrincipalId): Promise<PersonLook | null>
  /** Changes the given fields; others keep their stored value, or that in `before` if nothing is stored. */
  changePerson(principal: PrincipalId, before: PersonLook, change: Partial<PersonLook>): Promise<void>
}

export function createPersonRows(db: Kysely<Tables>): PersonRows {
  return {
    async person(principal) {
      const row = await db
        .selectFrom('people')
        .select(['name', 'color'])
        .where('principal', '=', principal)
        .executeTakeFirst()
      return row ?? null
    },

    async changePerson(principal, { name, color }, change) {
      await db
        .insertInto('people')
        .values({ principal, name, color, ...change })
        .onConflict((conflict) =>
          Object.keys(change).length > 0
            ? conflict.column('principal').doUpdateSet(change)
            : conflict.column('principal').doNothing(),
        )
        .execute()
    },
  }
}
