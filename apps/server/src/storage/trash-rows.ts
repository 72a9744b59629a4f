import type { BoardId, PrincipalId } from '@inkbridge/types'
import { type Kysely, sql } from 'kysely'
import { givenRole, goodGrants } from './grant-rows.ts'
import type { Tables } from './tables.ts'

/** Deleted boards. */
export interface TrashRows {
  /** Moves a board to the trash; its content is kept until it is purged. */
  remove(id: BoardId): Promise<void>
  /** Restores a board for its owner; false when they have no such board in the trash. */
  restore(id: string, owner: PrincipalId): Promise<boolean>
  /** Deletes a board in the trash for good, for its owner: only `purge` is left. False when they have no such board there. */
  discard(id: string, owner: PrincipalId): Promise<boolean>
  /** Moves boards to the trash that were created before a time and never used; resolves with their number. */
  retire(before: number): Promise<number>
  /** Boards that were moved to the trash before a time. */
  expired(before: number): Promise<readonly BoardId[]>
  /**
   * Deletes a board in the trash, with its links, people, activity, marks, assets and indexed text, but neither its log nor
   * the files of its assets.
   */
  purge(board: BoardId): Promise<void>
}

export function createTrashRows(db: Kysely<Tables>, now: () => number): TrashRows {
  /** Changes a board in the trash that a person owns; false when they have no such board there. */
  async function change(
    id: string,
    owner: PrincipalId,
    values: Partial<Pick<Tables['boards'], 'deletedAt' | 'used'>>,
  ): Promise<boolean> {
    const grant = await goodGrants(db, now())
      .select('boards.id')
      .where('boards.id', '=', id as BoardId)
      .where('grants.principal', '=', owner)
      .where(givenRole, '=', 'owner')
      .where('boards.deletedAt', '>', 0)
      .executeTakeFirst()
    if (!grant) return false
    await db.updateTable('boards').set(values).where('id', '=', grant.id).where('deletedAt', '>', 0).execute()
    return true
  }

  return {
    async remove(id) {
      await db
        .updateTable('boards')
        .set({ deletedAt: now() })
        .where('id', '=', id)
        .where('deletedAt', 'is', null)
        .execute()
    },

    restore: (id, owner) => change(id, owner, { deletedAt: null, used: 1 }),
    discard: (id, owner) => change(id, owner, { deletedAt: 0 }),

    async retire(before) {
      const { numUpdatedRows } = await db
        .updateTable('boards')
        .set({ deletedAt: now() })
        .where('used', '=', 0)
        .where('deletedAt', 'is', null)
        .where('createdAt', '<', before)
        .executeTakeFirst()
      return Number(numUpdatedRows)
    },

    async expired(before) {
      const rows = await db.selectFrom('boards').select('id').where('deletedAt', '<', before).limit(10_000).execute()
      return rows.map(({ id }) => id)
    },

    async purge(board) {
      const trashed = db.selectFrom('boards').select('id').where('id', '=', board).where('deletedAt', 'is not', null)
      await db.transaction().execute(async (transaction) => {
        const indexed = transaction.selectFrom('indexedBoards').select('id').where('board', 'in', trashed)
        await sql`DELETE FROM boardTexts WHERE rowid IN (${indexed})`.execute(transaction)
        await transaction.deleteFrom('indexedBoards').where('board', 'in', trashed).execute()
        await transaction.deleteFrom('marks').where('board', 'in', trashed).execute()
        await transaction.deleteFrom('grants').where('board', 'in', trashed).execute()
        await transaction.deleteFrom('movedGrants').where('board', 'in', trashed).execute()
        await transaction.deleteFrom('boardPeople').where('board', 'in', trashed).execute()
        await transaction.deleteFrom('audit').where('board', 'in', trashed).execute()
        await transaction.deleteFrom('assets').where('board', 'in', trashed).execute()
        await transaction.deleteFrom('links').where('board', 'in', trashed).execute()
        await transaction.deleteFrom('boards').where('id', '=', board).where('deletedAt', 'is not', null).execute()
      })
    },
  }
}
