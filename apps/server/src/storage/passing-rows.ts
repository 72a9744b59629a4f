import type { BoardId, PrincipalId, Role } from '@inkbridge/types'
import type { Kysely } from 'kysely'
import type { LinkRow, LinkRows } from './link-rows.ts'
import type { Tables } from './tables.ts'

/** Links passed on by people who did not create them. */
export interface PassingRows {
  /** Whether editors of a board may pass on the link they joined with. */
  isPassable(board: BoardId): Promise<boolean>
  allowPassing(board: BoardId, allowed: boolean): Promise<void>
  /** The link that gave a person this role, if it is valid and has no expiry. */
  passableLink(board: BoardId, principal: PrincipalId, role: Role): Promise<LinkRow | null>
}

export function createPassingRows(db: Kysely<Tables>, { links }: Pick<LinkRows, 'links'>): PassingRows {
  return {
    async isPassable(board) {
      const row = await db.selectFrom('boards').select('passable').where('id', '=', board).executeTakeFirst()
      return row?.passable === 1
    },

    async allowPassing(board, allowed) {
      await db
        .updateTable('boards')
        .set({ passable: allowed ? 1 : 0 })
        .where('id', '=', board)
        .execute()
    },

    async passableLink(board, principal, role) {
      const granted = await db
        .selectFrom('grants')
        .select('link')
        .where('board', '=', board)
        .where('principal', '=', principal)
        .execute()
      const known = new Set(granted.map(({ link }) => link))
      return (await links(board)).find((link) => known.has(link.id) && isForGood(link, role)) ?? null
    },
  }
}

function isForGood({ role, revokedAt, expiresAt, secret }: LinkRow, needed: Role): boolean {
  return role === needed && revokedAt === null && expiresAt === null && secret !== null
}
