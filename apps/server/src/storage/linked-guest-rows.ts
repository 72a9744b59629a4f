import { type DeviceId, type PrincipalId, type Role, roles } from '@inkbridge/types'
import { type Kysely, sql } from 'kysely'
import type { Tables } from './tables.ts'

/** A guest that is part of an account. */
export interface LinkedGuest {
  readonly guest: PrincipalId
  readonly account: PrincipalId
  /** The browser in which it signed in. */
  readonly device: DeviceId
}

/** Guests who signed in: their rights are those of an account. */
export interface LinkedGuestRows {
  /**
   * Moves the rights of a guest to an account; of two roles on a board by the same link the stronger one stays. The
   * account gets the guest's name and colour if it has none. Rejects when the guest is linked already.
   */
  linkGuest(linked: LinkedGuest): Promise<void>
  /** Gives a guest back what it brought and the account still has. */
  unlinkGuest(guest: PrincipalId): Promise<void>
  linkedGuests(): Promise<readonly LinkedGuest[]>
  /** Whether a guest has a board or a name. */
  hasRights(guest: PrincipalId): Promise<boolean>
}

const rank = (column: string) =>
  sql.raw(`CASE ${column} ${roles.map((role, index) => `WHEN '${role}' THEN ${index}`).join(' ')} END`)

export function createLinkedGuestRows(db: Kysely<Tables>, now: () => number): LinkedGuestRows {
  return {
    linkGuest: (linked) => link(db, linked, now()),
    unlinkGuest: (guest) => unlink(db, guest),
    linkedGuests: () => db.selectFrom('linkedGuests').select(['guest', 'account', 'device']).execute(),

    async hasRights(guest) {
      const grant = await db.selectFrom('grants').select('board').where('principal', '=', guest).executeTakeFirst()
      const person = await db.selectFrom('people').select('name').where('principal', '=', guest).executeTakeFirst()
      return grant !== undefined || person !== undefined
    },
  }
}

async function link(db: Kysely<Tables>, { guest, account, device }: LinkedGuest, linkedAt: number): Promise<void> {
  const here = sql`board = grants.board AND link = grants.link`
  const linked = sql`SELECT guest FROM linkedGuests WHERE account = ${account}`
  const earlier = sql`SELECT own FROM movedGrants WHERE guest IN (${linked}) AND ${here}`
  const own = sql`SELECT role FROM grants AS mine WHERE principal = ${account} AND mine.board = grants.board AND mine.link = grants.link`
  // The role that an owner set for the guest is that of what it brings.
  const given = sql`coalesce((SELECT role FROM boardPeople AS set_role
    WHERE set_role.board = grants.board AND set_role.principal = grants.principal), role)`
  await db.transaction().execute(async (transaction) => {
    await transaction.insertInto('linkedGuests').values({ guest, account, device, linkedAt }).execute()
    await sql`INSERT INTO movedGrants (guest, board, link, role, createdAt, own)
      SELECT principal, board, link, ${given}, createdAt, CASE WHEN EXISTS (${earlier}) THEN (${earlier} LIMIT 1) ELSE (${own}) END
      FROM grants WHERE principal = ${guest} AND endedAt IS NULL`.execute(transaction)
    await sql`INSERT INTO grants (board, principal, link, role, createdAt)
      SELECT board, ${account}, link, ${given}, createdAt FROM grants WHERE principal = ${guest} AND endedAt IS NULL
      ON CONFLICT (board, principal, link) DO UPDATE SET role = excluded.role
      WHERE ${rank('excluded.role')} > ${rank('grants.role')}`.execute(transaction)
    // Somebody who is blocked from a board as a guest stays so as an account, unless they own it.
    await sql`INSERT INTO boardPeople (board, principal, blockedAt)
      SELECT board, ${account}, blockedAt FROM boardPeople AS blocked
      WHERE principal = ${guest} AND blockedAt IS NOT NULL AND NOT EXISTS (SELECT 1 FROM grants
        WHERE grants.board = blocked.board AND grants.principal = ${account} AND grants.role = 'owner' AND endedAt IS NULL)
      ON CONFLICT (board, principal) DO UPDATE SET blockedAt = coalesce(boardPeople.blockedAt, excluded.blockedAt)`.execute(
      transaction,
    )
    await transaction.deleteFrom('grants').where('principal', '=', guest).execute()
    await moveMarks(transaction, guest, account)
    await sql`INSERT INTO people (principal, name, color)
      SELECT ${account}, name, color FROM people WHERE principal = ${guest}
      ON CONFLICT DO NOTHING`.execute(transaction)
  })
}

/** Gives folders, stars and visits of a guest to an account, whose own come first. */
async function moveMarks(transaction: Kysely<Tables>, guest: PrincipalId, account: PrincipalId): Promise<void> {
  await transaction.updateTable('folders').set({ principal: account }).where('principal', '=', guest).execute()
  await sql`INSERT INTO marks (principal, board, starred, folder, openedAt)
    SELECT ${account}, board, starred, folder, openedAt FROM marks WHERE principal = ${guest}
    ON CONFLICT (principal, board) DO UPDATE SET starred = max(marks.starred, excluded.starred),
      folder = coalesce(marks.folder, excluded.folder),
      openedAt = max(coalesce(marks.openedAt, 0), coalesce(excluded.openedAt, 0))`.execute(transaction)
  await transaction.deleteFrom('marks').where('principal', '=', guest).execute()
}

async function unlink(db: Kysely<Tables>, guest: PrincipalId): Promise<void> {
  const moved = await db
    .selectFrom('movedGrants')
    .innerJoin('linkedGuests', 'linkedGuests.guest', 'movedGrants.guest')
    .innerJoin('grants', (join) =>
      join
        .onRef('grants.board', '=', 'movedGrants.board')
        .onRef('grants.link', '=', 'movedGrants.link')
        .onRef('grants.principal', '=', 'linkedGuests.account'),
    )
    .selectAll('movedGrants')
    .select(['grants.role as current', 'linkedGuests.account'])
    .where('movedGrants.guest', '=', guest)
    .where('grants.endedAt', 'is', null)
    .execute()
  const others = await db.selectFrom('movedGrants').selectAll().where('guest', '<>', guest).execute()
  const links = await db.selectFrom('linkedGuests').selectAll().execute()
  await db.transaction().execute(async (transaction) => {
    for (const { account, board, link, role, createdAt, own, current } of moved) {
      const rest = others.filter((other) => other.board === board && other.link === link)
      const brought = rest.filter((other) => links.some((row) => row.guest === other.guest && row.account === account))
      const kept = strongest([...brought.map((other) => other.role), ...(own ? [own] : [])])
      const grants = transaction.deleteFrom('grants').where('board', '=', board).where('link', '=', link)
      await grants.where('principal', '=', account).execute()
      if (kept)
        await transaction
          .insertInto('grants')
          .values({ board, link, principal: account, role: weaker(kept, current), createdAt })
          .execute()
      await transaction
        .insertInto('grants')
        .values({ board, link, principal: guest, role: weaker(role, current), createdAt })
        .execute()
    }
    // What owners decided about the account holds for the guest.
    await sql`INSERT INTO boardPeople (board, principal, role, blockedAt)
      SELECT board, ${guest}, role, blockedAt FROM boardPeople
      WHERE principal = (SELECT account FROM linkedGuests WHERE guest = ${guest})
        AND board IN (SELECT board FROM movedGrants WHERE guest = ${guest})
      ON CONFLICT (board, principal) DO UPDATE SET
        role = coalesce(excluded.role, boardPeople.role), blockedAt = coalesce(boardPeople.blockedAt, excluded.blockedAt)`.execute(
      transaction,
    )
    await transaction.deleteFrom('movedGrants').where('guest', '=', guest).execute()
    await transaction.deleteFrom('linkedGuests').where('guest', '=', guest).execute()
  })
}

function strongest(all: readonly Role[]): Role | null {
  return all.reduce<Role | null>(
    (best, role) => (best && roles.indexOf(best) > roles.indexOf(role) ? best : role),
    null,
  )
}

function weaker(one: Role, other: Role): Role {
  return roles.indexOf(one) < roles.indexOf(other) ? one : other
}
