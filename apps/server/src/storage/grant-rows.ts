import { type BoardId, type LinkId, type PrincipalId, parseRole, type Role, roles } from '@inkbridge/types'
import type { Kysely } from 'kysely'
import { type BoardRow, type BoardRows, boardColumns, boardRow } from './board-rows.ts'
import type { Right } from './link-rows.ts'
import type { Tables } from './tables.ts'

/** The grants of boards to people. */
export interface GrantRows {
  grant(board: BoardId, principal: PrincipalId, link: LinkId, role: Role): Promise<void>
  /** The strongest role of a person on a board; null: none. */
  rightOf(board: BoardId, principal: PrincipalId): Promise<Right | null>
  /** The strongest role of each person with a right to a board; none for a deleted one. */
  rolesOn(board: BoardId): Promise<ReadonlyMap<PrincipalId, Role>>
  /** The boards of a person, the newest first. */
  boardsOf(principal: PrincipalId): Promise<(BoardRow & { readonly role: Role })[]>
}

export function createGrantRows(
  db: Kysely<Tables>,
  { edited }: Pick<BoardRows, 'edited'>,
  now: () => number,
): GrantRows {
  return {
    async grant(board, principal, link, role) {
      await db
        .insertInto('grants')
        .values({ board, principal, link, role, createdAt: now() })
        .onConflict((conflict) => conflict.columns(['board', 'principal', 'link']).doUpdateSet({ role }))
        .execute()
      const people = await db
        .selectFrom('grants')
        .select('principal')
        .distinct()
        .where('board', '=', board)
        .limit(2)
        .execute()
      if (people.length > 1) await edited(board)
    },

    async rightOf(board, principal) {
      const rows = await goodGrants(db, now())
        .select(['grants.role', 'links.expiresAt'])
        .where('grants.board', '=', board)
        .where('grants.principal', '=', principal)
        .where('boards.deletedAt', 'is', null)
        .execute()
      const role = rows.reduce<Role | null>((best, row) => stronger(row.role, best ?? undefined), null)
      const ends = rows.flatMap(({ expiresAt }) => expiresAt ?? [])
      return role && { role, until: ends.length > 0 ? Math.min(...ends) : null }
    },

    async rolesOn(board) {
      const rows = await goodGrants(db, now())
        .select(['grants.principal', 'grants.role'])
        .where('grants.board', '=', board)
        .where('boards.deletedAt', 'is', null)
        .execute()
      const roles = new Map<PrincipalId, Role>()
      for (const { principal, role } of rows) roles.set(principal, stronger(role, roles.get(principal)))
      return roles
    },

    async boardsOf(principal) {
      const rows = await goodGrants(db, now())
        .select([...boardColumns, 'grants.role'])
        .where('grants.principal', '=', principal)
        .where('boards.deletedAt', 'is', null)
        .orderBy('boards.createdAt', 'desc')
        .orderBy('boards.id')
        .execute()
      const boards = new Map<BoardId, BoardRow & { readonly role: Role }>()
      for (const { role, ...row } of rows)
        boards.set(row.id, { ...boardRow(row), role: stronger(role, boards.get(row.id)?.role) })
      return [...boards.values()]
    },
  }
}

/** Grants that are valid at a time, ms since 1970, with their boards, including deleted ones. */
export function goodGrants(db: Kysely<Tables>, now: number) {
  return db
    .selectFrom('grants')
    .innerJoin('boards', 'boards.id', 'grants.board')
    .leftJoin('links', 'links.id', 'grants.link')
    .where((where) =>
      where.or([
        where('grants.link', '=', ''),
        where.and([
          where('links.revokedAt', 'is', null),
          where.or([where('links.expiresAt', 'is', null), where('links.expiresAt', '>', now)]),
        ]),
      ]),
    )
}

/** The stronger one of two roles. */
export function stronger(role: Role, other: Role | undefined): Role {
  const known = parseRole(role) ?? 'viewer'
  return other && roles.indexOf(other) > roles.indexOf(known) ? other : known
}
