import { randomBytes } from 'node:crypto'
import type { AccountRole, BoardId, PrincipalId } from '@inkbridge/types'
import { type Kysely, sql } from 'kysely'
import type { Tables } from './tables.ts'

/** An account. Times are milliseconds since 1970. */
export interface AccountRow {
  readonly principal: PrincipalId
  /** In lower case; null: none is known. */
  readonly email: string | null
  /** The hash of its password; null: it has none. */
  readonly password: string | null
  readonly role: AccountRole
  readonly createdAt: number
  readonly disabledAt: number | null
}

/** People who sign in; an erased account is in no answer. */
export interface AccountRows {
  /** Creates an account; the first one administers. Null when the e-mail address has an account. */
  addAccount(email: string | null): Promise<AccountRow | null>
  account(principal: PrincipalId): Promise<AccountRow | null>
  /** `email` in any case. */
  accountOfEmail(email: string): Promise<AccountRow | null>
  /** All of them, oldest first, with the names they have chosen. */
  accounts(): Promise<readonly (AccountRow & { readonly name: string | null })[]>
  setPassword(principal: PrincipalId, hash: string): Promise<void>
  /** Disables an account, or enables it again. */
  disableAccount(principal: PrincipalId, disabled: boolean): Promise<void>
  /** Erases what is known of a person: address, password, identities, grants; `name` replaces theirs. */
  eraseAccount(principal: PrincipalId, name: string): Promise<void>
  /** Principals of disabled and erased accounts. */
  closedAccounts(): Promise<readonly PrincipalId[]>
  /** Boards without an owner who can be asked: nobody, or disabled accounts only; oldest first, without the trash. */
  unownedBoards(): Promise<readonly { readonly id: BoardId; readonly title: string; readonly createdAt: number }[]>
  /** Boards, also in the trash, that this account alone owns. */
  boardsOwnedAlone(principal: PrincipalId): Promise<readonly { readonly id: BoardId; readonly title: string }[]>
}

const columns = ['principal', 'email', 'password', 'role', 'createdAt', 'disabledAt'] as const

export function createAccountRows(db: Kysely<Tables>, now: () => number): AccountRows {
  const existing = () => db.selectFrom('accounts').select(columns).where('erasedAt', 'is', null)
  const account = async (principal: PrincipalId) =>
    (await existing().where('principal', '=', principal).executeTakeFirst()) ?? null
  return {
    account,

    async addAccount(email) {
      const principal = `a:${randomBytes(16).toString('base64url')}` as PrincipalId
      await sql`
        INSERT INTO accounts (principal, email, role, createdAt)
        SELECT ${principal}, ${email?.toLowerCase() ?? null},
          CASE WHEN EXISTS (SELECT 1 FROM accounts) THEN 'member' ELSE 'admin' END, ${now()}
        WHERE true ON CONFLICT DO NOTHING`.execute(db)
      return account(principal)
    },

    accountOfEmail: async (email) =>
      (await existing().where('email', '=', email.toLowerCase()).executeTakeFirst()) ?? null,

    accounts: () => allAccounts(db),

    async setPassword(principal, password) {
      await db.updateTable('accounts').set({ password }).where('principal', '=', principal).execute()
    },

    async disableAccount(principal, disabled) {
      const disabledAt = disabled ? now() : null
      await db.updateTable('accounts').set({ disabledAt }).where('principal', '=', principal).execute()
    },

    eraseAccount: (principal, name) => erase(db, principal, name, now()),

    async closedAccounts() {
      const closed = db.selectFrom('accounts').select('principal')
      const rows = await closed
        .where((where) => where.or([where('disabledAt', 'is not', null), where('erasedAt', 'is not', null)]))
        .execute()
      return rows.map(({ principal }) => principal)
    },

    unownedBoards: () => unownedBoards(db),

    boardsOwnedAlone: (principal) => boardsOwnedAlone(db, principal),
  }
}

function allAccounts(db: Kysely<Tables>) {
  return db
    .selectFrom('accounts')
    .leftJoin('people', 'people.principal', 'accounts.principal')
    .select(['accounts.principal', 'email', 'password', 'role', 'createdAt', 'disabledAt', 'people.name'])
    .where('erasedAt', 'is', null)
    .orderBy('createdAt')
    .orderBy('accounts.principal')
    .execute()
}

async function erase(db: Kysely<Tables>, principal: PrincipalId, name: string, erasedAt: number): Promise<void> {
  await db.transaction().execute(async (transaction) => {
    const erased = { email: null, password: null, erasedAt, role: 'member' } as const
    await transaction.updateTable('accounts').set(erased).where('principal', '=', principal).execute()
    await transaction.updateTable('people').set({ name }).where('principal', '=', principal).execute()
    await transaction.deleteFrom('identities').where('account', '=', principal).execute()
    await transaction.deleteFrom('passwordLinks').where('account', '=', principal).execute()
    await transaction.deleteFrom('grants').where('principal', '=', principal).execute()
  })
}

/** Whether a grant makes somebody an owner now: it has not ended, and no owner gave the person another role. */
function owns(alias: 'grants' | 'other') {
  const grant = sql.raw(alias)
  return sql<boolean>`(${grant}.endedAt IS NULL AND coalesce((SELECT role FROM boardPeople AS given
    WHERE given.board = ${grant}.board AND given.principal = ${grant}.principal), ${grant}.role) = 'owner')`
}

function boardsOwnedAlone(db: Kysely<Tables>, principal: PrincipalId) {
  const alone = sql<boolean>`NOT EXISTS (SELECT 1 FROM grants AS other WHERE other.board = grants.board
    AND other.principal <> ${principal} AND ${owns('other')})`
  return db
    .selectFrom('grants')
    .innerJoin('boards', 'boards.id', 'grants.board')
    .select(['boards.id', 'boards.title'])
    .distinct()
    .where('grants.principal', '=', principal)
    .where(owns('grants'))
    .where(alone)
    .orderBy('boards.createdAt')
    .orderBy('boards.id')
    .execute()
}

function unownedBoards(db: Kysely<Tables>) {
  const unowned = sql<boolean>`NOT EXISTS (SELECT 1 FROM grants
    LEFT JOIN accounts ON accounts.principal = grants.principal
    WHERE grants.board = boards.id AND ${owns('grants')} AND accounts.disabledAt IS NULL)`
  return db
    .selectFrom('boards')
    .select(['id', 'title', 'createdAt'])
    .where('deletedAt', 'is', null)
    .where(unowned)
    .orderBy('createdAt')
    .orderBy('id')
    .limit(1_000)
    .execute()
}
