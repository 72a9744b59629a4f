import type { BoardId, PrincipalId, Role } from '@inkbridge/types'
import { Kysely } from 'kysely'
import type { Directory, LinkRow } from './directory.ts'
import { type Sqlite, sqliteDialect } from './sqlite.ts'

/** Links that people pass on who did not make them. */
export interface Passing {
  /** Whether who may edit a board may pass on the link they came by. */
  isAllowed(board: BoardId): Promise<boolean>
  allow(board: BoardId, allowed: boolean): Promise<void>
  /** The link that lets a person in with this role, if it is good for as long as it is not ended. */
  linkOf(board: BoardId, principal: PrincipalId, role: Role): Promise<LinkRow | null>
}

interface Tables {
  boards: { id: BoardId; passable: number }
  grants: { board: BoardId; principal: PrincipalId; link: string }
}

export function createPassing(sqlite: Sqlite, directory: Pick<Directory, 'links'>): Passing {
  const db = new Kysely<Tables>({ dialect: sqliteDialect(sqlite) })
  return {
    async isAllowed(board) {
      const row = await db.selectFrom('boards').select('passable').where('id', '=', board).executeTakeFirst()
      return row?.passable === 1
    },

    async allow(board, allowed) {
      await db
        .updateTable('boards')
        .set({ passable: allowed ? 1 : 0 })
        .where('id', '=', board)
        .execute()
    },

    async linkOf(board, principal, role) {
      const granted = await db
        .selectFrom('grants')
        .select('link')
        .where('board', '=', board)
        .where('principal', '=', principal)
        .execute()
      const links = await directory.links(board)
      return links.find((link) => granted.some(({ link: id }) => id === link.id) && isGood(link, role)) ?? null
    },
  }
}

function isGood({ role, revokedAt, expiresAt, secret }: LinkRow, needed: Role): boolean {
  return role === needed && revokedAt === null && expiresAt === null && secret !== null
}
