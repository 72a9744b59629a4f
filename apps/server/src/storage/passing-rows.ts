import type { BoardId, PrincipalId, Role } from '@inkbridge/types'
import type { Kysely } from 'kysely'
import type { LinkRow, LinkRows } from './link-rows.ts'
import type { Tables } from './tables.ts'

/** Links that are passed on by people who did not make them. */
export interface PassingRows {
  /** Whether who may edit a board may pass on the link they came by. */
  isPassable(board: BoardId): Promise<boolean>
  allowPassing(board: BoardId, allowed: boolean): Promise<void>
  /** The link that lets a person in with this role, if it is good until somebody revokes it. */
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
