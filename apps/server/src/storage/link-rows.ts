import { type BoardId, type LinkId, newLinkId, type Role } from '@inkbridge/types'
import type { Kysely } from 'kysely'
import { hashSecret, newLinkSecret, type Secrets } from './secrets.ts'
import type { Tables } from './tables.ts'

export interface LinkRow extends LinkTerms {
  readonly id: LinkId
  readonly role: Role
  readonly createdAt: number
  readonly revokedAt: number | null
  /** How many people have joined by it. */
  readonly uses: number
  readonly secret: string | null
}

/** Properties of a link that its owner chooses, besides its role. */
export interface LinkTerms {
  /** For the owners; empty: none. */
  readonly name: string
  readonly expiresAt: number | null
  /** The password's hash; null: it needs none. */
  readonly password: string | null
  /** How many people may join by it; null: any number. */
  readonly maxUses: number | null
}

export interface Right {
  readonly role: Role
  /** When the right expires with its link, ms since 1970; null: never. */
  readonly until: number | null
  /** The board is locked, so that everybody except owners is a viewer. */
  readonly locked?: true
}

/** The right of a link that a secret opens. */
interface LinkRight extends Right, Pick<LinkTerms, 'password' | 'maxUses'> {
  readonly id: LinkId
}

/** Links to boards. */
export interface LinkRows {
  links(board: BoardId): Promise<LinkRow[]>
  /** The number of links, including revoked ones. */
  countLinks(board: BoardId): Promise<number>
  addLink(board: BoardId, role: Role, expiresAt: number | null, terms?: Partial<LinkTerms>): Promise<LinkRow>
  /** Changes a link, and the role of those who joined by it; null when the board has no such link that is not revoked. */
  changeLink(board: BoardId, id: string, change: LinkChange): Promise<LinkRow | null>
  /** Revokes a link and the grants it gave; null when the board has no such link. */
  revokeLink(board: BoardId, id: string): Promise<LinkRow | null>
  /**
   * The right of a program with a link's secret, while it is valid.
   *
   * @param password the hash of the password that it sent: its right ends when the link gets another one
   */
  rightOfLink(board: BoardId, id: LinkId, password?: string | null): Promise<Right | null>
  /** The link of a secret, if it is of this board and still valid. */
  linkOf(board: BoardId, secret: string): Promise<LinkRight | null>
}

export type NewLink = (
  board: BoardId,
  role: Role,
  expiresAt: number | null,
  terms?: Partial<LinkTerms>,
) => { readonly secret: string; readonly row: Tables['links'] }

const noTerms = { name: '', password: null, maxUses: null } as const

export function createNewLink(secrets: Secrets, now: () => number): NewLink {
  return (board, role, expiresAt, terms = {}) => {
    const secret = newLinkSecret()
    const [hash, sealed] = [hashSecret(secret), secrets.seal(secret)]
    const row = { id: newLinkId(), board, role, hash, sealed, createdAt: now(), revokedAt: null }
    return { secret, row: { ...row, ...noTerms, ...terms, expiresAt } }
  }
}

export function createLinkRows(db: Kysely<Tables>, newLink: NewLink, secrets: Secrets, now: () => number): LinkRows {
  const links = (board: BoardId) => linksOf(db, secrets, board)
  const link = async (board: BoardId, id: string) => (await links(board)).find((each) => each.id === id) ?? null

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

    async addLink(board, role, expiresAt, terms) {
      const { secret, row } = newLink(board, role, expiresAt, terms)
      await db.insertInto('links').values(row).execute()
      const { board: _, hash: __, sealed: ___, ...shown } = row
      return { ...shown, uses: 0, secret }
    },

    async changeLink(board, id, change) {
      const found = await link(board, id)
      if (!found || found.revokedAt !== null) return null
      await changeLink(db, board, found.id, change)
      return link(board, id)
    },

    async revokeLink(board, id) {
      await db
        .updateTable('links')
        .set({ revokedAt: now() })
        .where('board', '=', board)
        .where('id', '=', id as LinkId)
        .where('revokedAt', 'is', null)
        .execute()
      return link(board, id)
    },

    async rightOfLink(board, id, password = null) {
      const found = await goodLinks(db, board, now())
        .where('links.id', '=', id)
        .where('links.password', 'is', password)
        .where('links.maxUses', 'is', null)
        .executeTakeFirst()
      return found ? whileLocked(found, found.lockedAt) : null
    },

    async linkOf(board, secret) {
      const found = await goodLinks(db, board, now()).where('links.hash', '=', hashSecret(secret)).executeTakeFirst()
      if (!found) return null
      const { id, password, maxUses, lockedAt } = found
      return { id, password, maxUses, ...whileLocked(found, lockedAt) }
    },
  }
}

async function linksOf(db: Kysely<Tables>, secrets: Secrets, board: BoardId): Promise<LinkRow[]> {
  const rows = await db
    .selectFrom('links')
    .selectAll()
    .where('board', '=', board)
    .orderBy('createdAt')
    .orderBy('id')
    .execute()
  const uses = await usesOf(db, board)
  return rows.map(({ sealed, board: _, hash: __, ...row }) => ({
    ...row,
    uses: uses.get(row.id) ?? 0,
    secret: secrets.unseal(sealed),
  }))
}

type LinkChange = Partial<LinkTerms & { role: Role }>

async function changeLink(db: Kysely<Tables>, board: BoardId, id: LinkId, change: LinkChange): Promise<void> {
  const { role } = change
  await db.transaction().execute(async (transaction) => {
    if (Object.keys(change).length > 0)
      await transaction.updateTable('links').set(change).where('board', '=', board).where('id', '=', id).execute()
    if (role === undefined) return
    const given = transaction.updateTable('grants').set({ role }).where('board', '=', board)
    await given.where('link', '=', id).execute()
  })
}

/** The right that remains of one while its board is locked, if it is. */
export function whileLocked({ role, until }: Right, lockedAt: number | null): Right {
  if (lockedAt === null) return { role, until }
  return { role: role === 'owner' ? role : 'viewer', until, locked: true }
}

/** How many people have joined by each link of a board. */
async function usesOf(db: Kysely<Tables>, board: BoardId): Promise<ReadonlyMap<string, number>> {
  const rows = await db
    .selectFrom('grants')
    .select(['link', (select) => select.fn.countAll<number>().as('uses')])
    .where('board', '=', board)
    .groupBy('link')
    .execute()
  return new Map(rows.map(({ link, uses }) => [link, uses]))
}

/** Links of a board that are valid at a time, ms since 1970. */
function goodLinks(db: Kysely<Tables>, board: BoardId, now: number) {
  return db
    .selectFrom('links')
    .innerJoin('boards', 'boards.id', 'links.board')
    .select([
      'links.id',
      'links.role',
      'links.expiresAt as until',
      'links.password',
      'links.maxUses',
      'boards.lockedAt',
    ])
    .where('links.board', '=', board)
    .where('boards.deletedAt', 'is', null)
    .where('links.revokedAt', 'is', null)
    .where((where) => where.or([where('links.expiresAt', 'is', null), where('links.expiresAt', '>', now)]))
}
