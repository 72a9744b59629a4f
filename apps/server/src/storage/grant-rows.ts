import { type BoardId, type LinkId, type PrincipalId, parseRole, type Role, roles } from '@inkbridge/types'
import { type ExpressionBuilder, type Kysely, sql } from 'kysely'
import { type BoardRow, type BoardRows, boardColumns, boardRow } from './board-rows.ts'
import { type Right, whileLocked } from './link-rows.ts'
import type { Tables } from './tables.ts'

/** The grants of boards to people. */
export interface GrantRows {
  /**
   * Grants a person the role of a link. Resolves with false, and grants nothing, when the person is blocked, and when
   * as many others have joined by the link as it allows: the count and the grant are one statement.
   */
  grant(board: BoardId, principal: PrincipalId, link: LinkId, role: Role): Promise<boolean>
  /** Whether a person has joined by a link, even if they were removed later. */
  hasJoined(board: BoardId, principal: PrincipalId, link: LinkId): Promise<boolean>
  /** The strongest role of a person on a board, or the one an owner set; null: none. */
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
  const hasJoined: GrantRows['hasJoined'] = async (board, principal, link) => {
    const grants = db.selectFrom('grants').select('link').where('board', '=', board).where('principal', '=', principal)
    return (await grants.where('link', '=', link).executeTakeFirst()) !== undefined
  }

  return {
    hasJoined,

    async grant(board, principal, link, role) {
      if (!(await grantOnce(db, { board, principal, link, role, createdAt: now() }))) return false
      const people = await db
        .selectFrom('grants')
        .select('principal')
        .distinct()
        .where('board', '=', board)
        .limit(2)
        .execute()
      if (people.length > 1) await edited(board)
      return true
    },

    async rightOf(board, principal) {
      const rows = await goodGrants(db, now())
        .select((column) => [givenRole(column).as('role'), 'links.expiresAt', 'boards.lockedAt'])
        .where('grants.board', '=', board)
        .where('grants.principal', '=', principal)
        .where('boards.deletedAt', 'is', null)
        .execute()
      const role = rows.reduce<Role | null>((best, row) => stronger(row.role, best ?? undefined), null)
      const ends = rows.flatMap(({ expiresAt }) => expiresAt ?? [])
      if (!role) return null
      return whileLocked({ role, until: ends.length > 0 ? Math.min(...ends) : null }, rows[0]?.lockedAt ?? null)
    },

    async rolesOn(board) {
      const rows = await goodGrants(db, now())
        .select((column) => ['grants.principal', givenRole(column).as('role')])
        .where('grants.board', '=', board)
        .where('boards.deletedAt', 'is', null)
        .execute()
      const roles = new Map<PrincipalId, Role>()
      for (const { principal, role } of rows) roles.set(principal, stronger(role, roles.get(principal)))
      return roles
    },

    async boardsOf(principal) {
      const rows = await goodGrants(db, now())
        .select((column) => [...boardColumns, givenRole(column).as('role')])
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

type NewGrant = Omit<Tables['grants'], 'endedAt'>

/** Grants the role of a link, unless the person is blocked or enough others have joined by it. Returns whether it did. */
async function grantOnce(db: Kysely<Tables>, { board, principal, link, role, createdAt }: NewGrant): Promise<boolean> {
  const { numAffectedRows = 0n } = await sql`
    INSERT INTO grants (board, principal, link, role, createdAt)
    SELECT links.board, ${principal}, links.id, ${role}, ${createdAt} FROM links
    WHERE links.id = ${link} AND links.board = ${board}
      AND NOT EXISTS (SELECT 1 FROM boardPeople
        WHERE board = ${board} AND principal = ${principal} AND blockedAt IS NOT NULL)
      AND (links.maxUses IS NULL
        OR links.maxUses > (SELECT count(*) FROM grants WHERE board = ${board} AND link = ${link})
        OR EXISTS (SELECT 1 FROM grants WHERE board = ${board} AND link = ${link} AND principal = ${principal}))
    ON CONFLICT DO UPDATE SET role = excluded.role, endedAt = NULL`.execute(db)
  return numAffectedRows > 0n
}

/** Grants that are valid at a time, ms since 1970, of people who are not blocked, with their boards, including deleted ones. */
export function goodGrants(db: Kysely<Tables>, now: number) {
  return db
    .selectFrom('grants')
    .innerJoin('boards', 'boards.id', 'grants.board')
    .leftJoin('links', 'links.id', 'grants.link')
    .leftJoin('boardPeople', (join) =>
      join.onRef('boardPeople.board', '=', 'grants.board').onRef('boardPeople.principal', '=', 'grants.principal'),
    )
    .where('grants.endedAt', 'is', null)
    .where('boardPeople.blockedAt', 'is', null)
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

/** The role that a grant gives: the one an owner set for the person, else its own. */
export function givenRole({ fn }: ExpressionBuilder<Tables, 'boardPeople' | 'grants'>) {
  return fn.coalesce('boardPeople.role', 'grants.role').$castTo<Role>()
}

/** The stronger one of two roles. */
export function stronger(role: Role, other: Role | undefined): Role {
  const known = parseRole(role) ?? 'viewer'
  return other && roles.indexOf(other) > roles.indexOf(known) ? other : known
}
