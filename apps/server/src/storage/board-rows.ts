import { type BoardId, limits, newBoardId, type PrincipalId } from '@inkbridge/types'
import type { Kysely } from 'kysely'
import type { NewLink } from './link-rows.ts'
import type { Tables } from './tables.ts'

export interface BoardRow {
  readonly id: BoardId
  readonly title: string
  readonly createdAt: number
  /** False until somebody edits, renames or shares it, or opens it a second time. */
  readonly used: boolean
}

/** The existing boards. */
export interface BoardRows {
  /** Creates a board with a link for each of three roles. */
  create(
    title: string,
    owner: PrincipalId | null,
  ): Promise<{ id: BoardId; tokens: { owner: string; editor: string; viewer: string } }>
  board(id: BoardId): Promise<BoardRow | null>
  /** All of them, oldest first. */
  boards(): Promise<readonly BoardRow[]>
  rename(id: BoardId, title: string): Promise<void>
  /** Records a visit; one that is some time after the first marks the board as used. */
  opened(id: BoardId): Promise<void>
  /** Marks the board as used, after an edit or a share. */
  edited(id: BoardId): Promise<void>
}

/** A reload within this time after the first visit is the same visit, ms. */
const visitMs = 600_000

export function createBoardRows(db: Kysely<Tables>, newLink: NewLink, now: () => number): BoardRows {
  return {
    async create(title, owner) {
      const id = newBoardId()
      const links = {
        owner: newLink(id, 'owner', null),
        editor: newLink(id, 'editor', null),
        viewer: newLink(id, 'viewer', null),
      }
      await addBoard(
        db,
        { id, title, owner, createdAt: now() },
        Object.values(links).map(({ row }) => row),
      )
      const { owner: owning, editor, viewer } = links
      return { id, tokens: { owner: owning.secret, editor: editor.secret, viewer: viewer.secret } }
    },

    async board(id) {
      const row = await db
        .selectFrom('boards')
        .select(boardColumns)
        .where('id', '=', id)
        .where('deletedAt', 'is', null)
        .executeTakeFirst()
      return row ? boardRow(row) : null
    },

    boards: () => allBoards(db),

    async rename(id, title) {
      await db
        .updateTable('boards')
        .set({ title: title.slice(0, limits.maxTitleLength), used: 1 })
        .where('id', '=', id)
        .execute()
    },

    async opened(id) {
      await db
        .updateTable('boards')
        .set((columns) => ({
          used: columns
            .case()
            .when('openedAt', '<', now() - visitMs)
            .then(1)
            .else(columns.ref('used'))
            .end(),
          openedAt: columns.fn.coalesce('openedAt', columns.val(now())),
        }))
        .where('id', '=', id)
        .where('used', '=', 0)
        .execute()
    },

    async edited(id) {
      await db.updateTable('boards').set({ used: 1 }).where('id', '=', id).where('used', '=', 0).execute()
    },
  }
}

async function addBoard(
  db: Kysely<Tables>,
  {
    id,
    title,
    owner,
    createdAt,
  }: Pick<BoardRow, 'id' | 'title' | 'createdAt'> & { readonly owner: PrincipalId | null },
  links: readonly Tables['links'][],
): Promise<void> {
  const cut = title.slice(0, limits.maxTitleLength)
  const unused = { deletedAt: null, used: 0, openedAt: null, passable: 1, lockedAt: null }
  await db.transaction().execute(async (transaction) => {
    await transaction
      .insertInto('boards')
      .values({ id, title: cut, createdAt, ...unused })
      .execute()
    await transaction.insertInto('links').values(links).execute()
    if (owner === null) return
    const grant = { board: id, principal: owner, link: '', role: 'owner', createdAt, endedAt: null } as const
    await transaction.insertInto('grants').values(grant).execute()
  })
}

async function allBoards(db: Kysely<Tables>): Promise<readonly BoardRow[]> {
  const existing = db.selectFrom('boards').select(boardColumns).where('deletedAt', 'is', null)
  return (await existing.orderBy('createdAt').orderBy('id').execute()).map(boardRow)
}

export const boardColumns = ['boards.id', 'boards.title', 'boards.createdAt', 'boards.used'] as const

export function boardRow({ used, ...row }: Pick<Tables['boards'], 'id' | 'title' | 'createdAt' | 'used'>): BoardRow {
  return { ...row, used: used === 1 }
}
