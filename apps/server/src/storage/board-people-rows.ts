import { atLeast, type BoardId, type LinkId, type PrincipalId, type Role } from '@inkbridge/types'
import { type Kysely, sql, type Transaction } from 'kysely'
import { givenRole, goodGrants } from './grant-rows.ts'
import type { Tables } from './tables.ts'

/** A person who may enter a board, or is blocked from it. */
export interface BoardPersonRow {
  readonly principal: PrincipalId
  /** Null: blocked. */
  readonly role: Role | null
  /** The link they joined by; null: they depend on none. */
  readonly link: LinkId | null
  readonly seenAt: number | null
}

/** Decisions of an owner about the people on a board. */
export interface BoardPeopleRows {
  /** Everybody with a right to the board, and everybody who is blocked. */
  peopleOf(board: BoardId): Promise<readonly BoardPersonRow[]>
  /** Sets the role of a person by any link they join by; ownership depends on no link. */
  setRole(board: BoardId, principal: PrincipalId, role: Role): Promise<void>
  /** Grants a person a role that depends on no link. */
  letIn(board: BoardId, principal: PrincipalId, role: Role): Promise<void>
  /** Ends all grants of a person, who can join again by a link. */
  removePerson(board: BoardId, principal: PrincipalId): Promise<void>
  isBlocked(board: BoardId, principal: PrincipalId): Promise<boolean>
  /** Ends the right of a person to the board by any link they open; or restores it. */
  blockPerson(board: BoardId, principal: PrincipalId, blocked: boolean): Promise<void>
  /** Makes a person the owner, and the previous one an editor; null: a program, whose link stays as it is. */
  handOver(board: BoardId, from: PrincipalId | null, to: PrincipalId): Promise<void>
  /** Records that a person with a right to the board has opened it. */
  seen(board: BoardId, principal: PrincipalId): Promise<void>
}

/** Visits within this time are recorded once, ms. */
const seenEachMs = 60_000

export function createBoardPeopleRows(db: Kysely<Tables>, now: () => number): BoardPeopleRows {
  return {
    peopleOf: (board) => peopleOf(db, board, now()),

    async setRole(board, principal, role) {
      await db.transaction().execute(async (transaction) => {
        await put(transaction, { board, principal, role })
        if (role === 'owner') await grantForGood(transaction, board, principal, role, now())
      })
    },

    async letIn(board, principal, role) {
      await db.transaction().execute(async (transaction) => {
        await put(transaction, { board, principal, role: null })
        await grantForGood(transaction, board, principal, role, now())
      })
    },

    async removePerson(board, principal) {
      await db.transaction().execute(async (transaction) => {
        const grants = transaction.updateTable('grants').set({ endedAt: now() }).where('board', '=', board)
        await grants.where('principal', '=', principal).where('endedAt', 'is', null).execute()
        await put(transaction, { board, principal, role: null })
      })
    },

    async isBlocked(board, principal) {
      const people = db.selectFrom('boardPeople').select('blockedAt').where('board', '=', board)
      const row = await people.where('principal', '=', principal).executeTakeFirst()
      return row ? row.blockedAt !== null : false
    },

    async blockPerson(board, principal, blocked) {
      await db
        .transaction()
        .execute((transaction) => put(transaction, { board, principal, blockedAt: blocked ? now() : null }))
    },

    async handOver(board, from, to) {
      await db.transaction().execute(async (transaction) => {
        await put(transaction, { board, principal: to, role: 'owner' })
        await grantForGood(transaction, board, to, 'owner', now())
        if (from === null) return
        await put(transaction, { board, principal: from, role: 'editor' })
        await grantForGood(transaction, board, from, 'editor', now())
      })
    },

    async seen(board, principal) {
      await sql`
        INSERT INTO boardPeople (board, principal, seenAt)
        SELECT DISTINCT board, principal, ${now()} FROM grants WHERE board = ${board} AND principal = ${principal}
        ON CONFLICT DO UPDATE SET seenAt = excluded.seenAt
        WHERE seenAt IS NULL OR seenAt < ${now() - seenEachMs}`.execute(db)
    },
  }
}

async function peopleOf(db: Kysely<Tables>, board: BoardId, now: number): Promise<readonly BoardPersonRow[]> {
  const rows = await goodGrants(db, now)
    .select((column) => [
      'grants.principal',
      givenRole(column).as('role'),
      'grants.link',
      'boardPeople.seenAt',
      'grants.createdAt',
    ])
    .where('grants.board', '=', board)
    .orderBy('grants.createdAt')
    .execute()
  const blocked = await db
    .selectFrom('boardPeople')
    .select(['principal', 'seenAt'])
    .where('board', '=', board)
    .where('blockedAt', 'is not', null)
    .orderBy('blockedAt')
    .execute()
  const people = new Map<PrincipalId, BoardPersonRow>()
  for (const { principal, role, link, seenAt, createdAt } of rows) {
    const known = people.get(principal)
    if (known?.role && atLeast(known.role, role)) continue
    people.set(principal, { principal, role, link: link === '' ? null : (link as LinkId), seenAt: seenAt ?? createdAt })
  }
  for (const row of blocked) people.set(row.principal, { ...row, role: null, link: null })
  return [...people.values()]
}

type Decision = Pick<Tables['boardPeople'], 'board' | 'principal'> &
  Partial<Pick<Tables['boardPeople'], 'role' | 'blockedAt'>>

async function put(db: Transaction<Tables>, { board, principal, ...change }: Decision): Promise<void> {
  await db
    .insertInto('boardPeople')
    .values({ board, principal, role: null, blockedAt: null, seenAt: null, ...change })
    .onConflict((conflict) => conflict.columns(['board', 'principal']).doUpdateSet(change))
    .execute()
}

async function grantForGood(
  db: Transaction<Tables>,
  board: BoardId,
  principal: PrincipalId,
  role: Role,
  createdAt: number,
): Promise<void> {
  await db
    .insertInto('grants')
    .values({ board, principal, link: '', role, createdAt, endedAt: null })
    .onConflict((conflict) => conflict.columns(['board', 'principal', 'link']).doUpdateSet({ role, endedAt: null }))
    .execute()
}
