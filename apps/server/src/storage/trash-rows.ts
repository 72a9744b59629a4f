import type { BoardId, PrincipalId } from '@inkbridge/types'
import type { Kysely } from 'kysely'
import { givenRole, goodGrants } from './grant-rows.ts'
import type { Tables } from './tables.ts'

/** Deleted boards. */
export interface TrashRows {
  /** Moves a board to the trash; its content is kept until it is purged. */
  remove(id: BoardId): Promise<void>
  /** Restores a board for its owner; false when they have no such board in the trash. */
  restore(id: string, owner: PrincipalId): Promise<boolean>
  /** Moves boards to the trash that were created before a time and never used; resolves with their number. */
  retire(before: number): Promise<number>
  /** Boards that were moved to the trash before a time. */
  expired(before: number): Promise<readonly BoardId[]>
  /** Deletes a board in the trash, with its links, people, activity and assets, but neither its log nor the files of its assets. */
  purge(board: BoardId): Promise<void>
}

export function createTrashRows(db: Kysely<Tables>, now: () => number): TrashRows {
  return {
    async remove(id) {
      await db.updateTable('boards').set({ deletedAt: now() }).where('id', '=', id).execute()
    },

    async restore(id, owner) {
      const grant = await goodGrants(db, now())
        .select('boards.id')
        .where('boards.id', '=', id as BoardId)
        .where('grants.principal', '=', owner)
        .where(givenRole, '=', 'owner')
        .where('boards.deletedAt', 'is not', null)
        .executeTakeFirst()
      if (!grant) return false
      await db.updateTable('boards').set({ deletedAt: null, used: 1 }).where('id', '=', grant.id).execute()
      return true
    },

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
