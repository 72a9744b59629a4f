import type { BoardId, FolderId, PrincipalId, Role } from '@inkbridge/types'
import type { Kysely } from 'kysely'
import { givenRole, goodGrants, stronger } from './grant-rows.ts'
import type { Tables } from './tables.ts'

/** How a person has sorted a board. */
interface BoardMarks {
  readonly starred: boolean
  /** Null: in no folder. */
  readonly folder: FolderId | null
}

/** A board in the lists of a person. */
export interface ListedBoard extends BoardMarks {
  readonly id: BoardId
  readonly title: string
  readonly role: Role
  readonly createdAt: number
  /** When the person last opened it, ms since 1970; null: not yet. */
  readonly openedAt: number | null
  /** When it was moved to the trash, ms since 1970; null: it was not. */
  readonly deletedAt: number | null
}

/** Stars, folders and visits of boards, for each person. */
export interface MarkRows {
  /** Changes the given marks only. A folder must be the person's own: another is ignored. Resolves with the marks. */
  mark(principal: PrincipalId, board: BoardId, change: Partial<BoardMarks>): Promise<BoardMarks>
  /** Records that a person has opened a board. */
  visited(board: BoardId, principal: PrincipalId): Promise<void>
  /** The boards that a person may see, and those in the trash that they may restore; in no order. */
  listed(principal: PrincipalId): Promise<readonly ListedBoard[]>
}

export function createMarkRows(db: Kysely<Tables>, now: () => number): MarkRows {
  return {
    async mark(principal, board, { starred, folder }) {
      const own = folder ? await ownFolder(db, principal, folder) : folder
      const change = {
        ...(starred === undefined ? {} : { starred: Number(starred) }),
        ...(own === undefined ? {} : { folder: own }),
      }
      await db
        .insertInto('marks')
        .values({ principal, board, starred: 0, folder: null, openedAt: null, ...change })
        .onConflict((conflict) => {
          const target = conflict.columns(['principal', 'board'])
          return Object.keys(change).length > 0 ? target.doUpdateSet(change) : target.doNothing()
        })
        .execute()
      const row = await db
        .selectFrom('marks')
        .select(['starred', 'folder'])
        .where('principal', '=', principal)
        .where('board', '=', board)
        .executeTakeFirst()
      return { starred: row?.starred === 1, folder: row?.folder ?? null }
    },

    async visited(board, principal) {
      const openedAt = now()
      await db
        .insertInto('marks')
        .values({ principal, board, starred: 0, folder: null, openedAt })
        .onConflict((conflict) => conflict.columns(['principal', 'board']).doUpdateSet({ openedAt }))
        .execute()
    },

    async listed(principal) {
      const rows = await goodGrants(db, now())
        .leftJoin('marks', (join) => join.onRef('marks.board', '=', 'boards.id').on('marks.principal', '=', principal))
        .select((column) => givenRole(column).as('role'))
        .select(['boards.id', 'boards.title', 'boards.createdAt', 'boards.deletedAt'])
        .select(['marks.starred', 'marks.folder', 'marks.openedAt'])
        .where('grants.principal', '=', principal)
        .where((where) => where.or([where('boards.deletedAt', 'is', null), where('boards.deletedAt', '>', 0)]))
        .execute()
      const boards = new Map<BoardId, ListedBoard>()
      for (const row of rows) {
        const role = stronger(row.role, boards.get(row.id)?.role)
        boards.set(row.id, { ...row, role, starred: row.starred === 1 })
      }
      return [...boards.values()].filter(({ deletedAt, role }) => deletedAt === null || role === 'owner')
    },
  }
}

/** The folder if it is the person's; undefined: it is not. */
async function ownFolder(db: Kysely<Tables>, principal: PrincipalId, folder: FolderId): Promise<FolderId | undefined> {
  const own = db.selectFrom('folders').select('id').where('id', '=', folder).where('principal', '=', principal)
  return (await own.executeTakeFirst())?.id
}
