import type { BoardId } from '@inkbridge/types'
import type { Kysely } from 'kysely'
import type { Tables } from './tables.ts'

/** Locked boards: everybody except owners is a viewer, until the lock is lifted. */
export interface LockRows {
  isLocked(board: BoardId): Promise<boolean>
  setLocked(board: BoardId, locked: boolean): Promise<void>
}

export function createLockRows(db: Kysely<Tables>, now: () => number): LockRows {
  return {
    async isLocked(board) {
      const row = await db.selectFrom('boards').select('lockedAt').where('id', '=', board).executeTakeFirst()
      return row ? row.lockedAt !== null : false
    },

    async setLocked(board, locked) {
      await db
        .updateTable('boards')
        .set({ lockedAt: locked ? now() : null })
        .where('id', '=', board)
        .execute()
    },
  }
}
