import { type BoardId, type LinkId, newLinkId, type Role } from '@inkbridge/types'
import type { Kysely } from 'kysely'
import { hashSecret, newLinkSecret, type Secrets } from './secrets.ts'
import type { Tables } from './tables.ts'

export interface LinkRow {
  readonly id: LinkId
  readonly role: Role
  readonly createdAt: number
  readonly expiresAt: number | null
  readonly revokedAt: number | null
  readonly secret: string | null
}

export interface Right {
  readonly role: Role
  /** When the right expires with its link, ms since 1970; null: never. */
  readonly until: number | null
}

/** Links to boards. */
export interface LinkRows {
  links(board: BoardId): Promise<LinkRow[]>
  /** The number of links, including revoked ones. */
  countLinks(board: BoardId): Promise<number>
  addLink(board: BoardId, role: Role, expiresAt: number | null): Promise<LinkRow>
  /** Revokes a link and the grants it gave; null when the board has no such link. */
  revokeLink(board: BoardId, id: string): Promise<LinkRow | null>
  /** The right of a link while it is valid. */
  rightOfLink(board: BoardId, id: LinkId): Promise<Right | null>
  /** The link of a secret, if it is of this board and still valid. */
  linkOf(board: BoardId, secret: string): Promise<(Right & { readonly id: LinkId }) | null>
}

export type NewLink = (
  board: BoardId,
  role: Role,
  expiresAt: number | null,
) => { readonly secret: string; readonly row: Tables['links'] }

export function createNewLink(secrets: Secrets, now: () => number): NewLink {
  return (board, role, expiresAt) => {
    const secret = newLinkSecret()
    const [hash, sealed] = [hashSecret(secret), secrets.seal(secret)]
    return {
      secret,
      row: { id: newLinkId(), board, role, hash, sealed, createdAt: now(), expiresAt, revokedAt: null },
    }
  }
}

export function createLinkRows(db: Kysely<Tables>, newLink: NewLink, secrets: Secrets, now: () => number): LinkRows {
  async function links(board: BoardId): Promise<LinkRow[]> {
    const rows = await db
      .selectFrom('links')
      .selectAll()
      .where('board', '=', board)
      .orderBy('createdAt')
      .orderBy('id')
      .execute()
    return rows.map(({ sealed, board: _, hash: __, ...row }) => ({ ...row, secret: secrets.unseal(sealed) }))
  }

  return {
    links,

    async countLinks(board) {
      const { count } = await db
        .selectFrom('links')
        .select((select) => select.fn.countAll<number>().as('count'))
        .where('board', '=', board)
        .executeTakeFirstOrThrow()
      return count
    },

    async addLink(board, role, expiresAt) {
      const { secret, row } = newLink(board, role, expiresAt)
      await db.insertInto('links').values(row).execute()
      return { id: row.id, role, createdAt: row.createdAt, expiresAt, revokedAt: null, secret }
    },

    async revokeLink(board, id) {
      await db
        .updateTable('links')
        .set({ revokedAt: now() })
        .where('board', '=', board)
        .where('id', '=', id as LinkId)
        .where('revokedAt', 'is', null)
        .execute()
      return (await links(board)).find((link) => link.id === id) ?? null
    },

    rightOfLink: async (board, id) =>
      (await goodLinks(db, board, now()).where('links.id', '=', id).executeTakeFirst()) ?? null,

    linkOf: async (board, secret) =>
      (await goodLinks(db, board, now()).where('links.hash', '=', hashSecret(secret)).executeTakeFirst()) ?? null,
  }
}

/** Links of a board that are valid at a time, ms since 1970. */
function goodLinks(db: Kysely<Tables>, board: BoardId, now: number) {
  return db
    .selectFrom('links')
    .innerJoin('boards', 'boards.id', 'links.board')
    .select(['links.id', 'links.role', 'links.expiresAt as until'])
    .where('links.board', '=', board)
    .where('boards.deletedAt', 'is', null)
    .where('links.revokedAt', 'is', null)
    .where((where) => where.or([where('links.expiresAt', 'is', null), where('links.expiresAt', '>', now)]))
}
