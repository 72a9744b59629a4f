import type { PrincipalId } from '@inkbridge/types'
import type { Kysely } from 'kysely'
import type { AccountRow, AccountRows } from './account-rows.ts'
import { hashSecret } from './secrets.ts'
import type { Tables } from './tables.ts'

/** The name of an account in another system. */
export interface ExternalIdentity {
  readonly issuer: string
  readonly subject: string
}

/** The issuer of names in `AUTH_HEADER`. */
export const proxyIssuer = 'proxy'

/** Ways to an account besides its password. */
export interface SignInRows {
  /** Stores a link to set a password by its secret, in place of an earlier one of the account. */
  addPasswordLink(principal: PrincipalId, secret: string, expiresAt: number): Promise<void>
  /** The account of a link's secret, while that is valid. */
  accountOfPasswordLink(secret: string): Promise<AccountRow | null>
  /** Uses up a link's secret; false when it is not valid, such as when it was used meanwhile. */
  usePasswordLink(secret: string): Promise<boolean>
  accountOfIdentity(identity: ExternalIdentity): Promise<AccountRow | null>
  /** All identities of an issuer. */
  identitiesOf(issuer: string): Promise<readonly (ExternalIdentity & { readonly account: PrincipalId })[]>
  hasIdentity(principal: PrincipalId): Promise<boolean>
  addIdentity(identity: ExternalIdentity, principal: PrincipalId): Promise<void>
}

export function createSignInRows(
  db: Kysely<Tables>,
  { account }: Pick<AccountRows, 'account'>,
  now: () => number,
): SignInRows {
  return {
    async addPasswordLink(principal, secret, expiresAt) {
      await db.transaction().execute(async (transaction) => {
        await transaction.deleteFrom('passwordLinks').where('account', '=', principal).execute()
        await transaction
          .insertInto('passwordLinks')
          .values({ hash: hashSecret(secret), account: principal, expiresAt })
          .execute()
      })
    },

    async accountOfPasswordLink(secret) {
      const link = await db
        .selectFrom('passwordLinks')
        .select('account')
        .where('hash', '=', hashSecret(secret))
        .where('expiresAt', '>', now())
        .executeTakeFirst()
      return link ? account(link.account) : null
    },

    async usePasswordLink(secret) {
      const { numDeletedRows } = await db
        .deleteFrom('passwordLinks')
        .where('hash', '=', hashSecret(secret))
        .where('expiresAt', '>', now())
        .executeTakeFirstOrThrow()
      return numDeletedRows > 0n
    },

    async accountOfIdentity({ issuer, subject }) {
      const identity = await db
        .selectFrom('identities')
        .select('account')
        .where('issuer', '=', issuer)
        .where('subject', '=', subject)
        .executeTakeFirst()
      return identity ? account(identity.account) : null
    },

    identitiesOf: (issuer) => db.selectFrom('identities').selectAll().where('issuer', '=', issuer).execute(),

    async hasIdentity(principal) {
      const identities = db.selectFrom('identities').select('subject').where('account', '=', principal)
      return (await identities.executeTakeFirst()) !== undefined
    },

    async addIdentity({ issuer, subject }, principal) {
      await db.insertInto('identities').values({ issuer, subject, account: principal }).execute()
    },
  }
}
