import {
  type BoardId,
  type LinkId,
  limits,
  newBoardId,
  newLinkId,
  type PrincipalId,
  parseRole,
  type Role,
  roles,
} from '@inkbridge/types'
import { type Compilable, Kysely, sql } from 'kysely'
import { hashSecret, newLinkSecret, type Secrets } from '../admission/secrets.ts'
import { type Sqlite, sqliteDialect } from './sqlite.ts'

/** Times are milliseconds since 1970. */
interface Tables {
  boards: {
    id: BoardId
    title: string
    createdAt: number
    deletedAt: number | null
    /** 1: it was edited, renamed, shared, or opened a second time. */
    used: number
    /** When it was opened first. */
    openedAt: number | null
  }
  links: {
    id: LinkId
    board: BoardId
    role: Role
    hash: string
    sealed: string
    createdAt: number
    expiresAt: number | null
    revokedAt: number | null
  }
  /** `link` is the empty string for the person who made the board. */
  grants: { board: BoardId; principal: PrincipalId; link: string; role: Role; createdAt: number }
  /** Who has chosen a name or a colour. */
  people: { principal: PrincipalId; name: string; color: string }
  /** What is in the journal is not in them yet: `journalledAt` knows. */
  segments: { id: number; board: BoardId; last: number; changedAt: number }
  quarantine: { id: number; board: BoardId | null }
  snapshots: { id: number; board: BoardId }
  owners: { board: BoardId; client: number }
  generations: { board: BoardId }
  checks: { board: BoardId }
}

export interface BoardRow {
  readonly id: BoardId
  readonly title: string
  readonly createdAt: number
  readonly updatedAt: number
  /** False while nobody has edited, renamed or shared it, or opened it a second time. */
  readonly used: boolean
}

export interface LinkRow {
  readonly id: LinkId
  readonly role: Role
  readonly createdAt: number
  readonly expiresAt: number | null
  readonly revokedAt: number | null
  readonly secret: string | null
}

/** Which boards there are, and who may enter them. */
export interface Directory {
  create(
    title: string,
    owner: PrincipalId | null,
  ): Promise<{ id: BoardId; tokens: { owner: string; editor: string; viewer: string } }>
  board(id: BoardId): Promise<BoardRow | null>
  /** The boards a person was let into, last changed first. */
  boardsOf(principal: PrincipalId): Promise<(BoardRow & { readonly role: Role })[]>
  rename(id: BoardId, title: string): Promise<void>
  /** Hides a board from everybody; what it holds is kept until it is purged. */
  remove(id: BoardId): Promise<void>
  /** Somebody is on the board; some time after the first visit that makes it a used one. */
  opened(id: BoardId): Promise<void>
  /** The board was edited. */
  edited(id: BoardId): Promise<void>
  /** Moves boards to the trash that were made before a time and never used; how many. */
  retire(before: number): Promise<number>
  /** Boards that have been in the trash since before a time. */
  expired(before: number): Promise<readonly BoardId[]>
  /** Deletes a little of a board that is in the trash, its own row last; true while there is more of it. */
  purgeStep(board: BoardId): Promise<boolean>
  /** Gives a little of what was deleted back to the disk; true while there is more. */
  shrinkStep(): Promise<boolean>
  /** Takes `remove` back for its owner; false when there is nothing of theirs to bring back. */
  restore(id: string, owner: PrincipalId): Promise<boolean>
  person(principal: PrincipalId): Promise<PersonLook | null>
  /** Changes what is given; the rest stays as it is, or is as `before` where nothing is kept yet. */
  changePerson(principal: PrincipalId, before: PersonLook, change: Partial<PersonLook>): Promise<void>
  links(board: BoardId): Promise<LinkRow[]>
  addLink(board: BoardId, role: Role, expiresAt: number | null): Promise<LinkRow>
  /** Ends a link for good; null when the board has no such link. What it let in is not let in any more. */
  revokeLink(board: BoardId, id: string): Promise<LinkRow | null>
  /** What a link gives while it is good. */
  rightOfLink(board: BoardId, id: LinkId): Promise<Right | null>
  /** The link a secret belongs to, if it is of this board and still good. */
  linkOf(board: BoardId, secret: string): Promise<(Right & { readonly id: LinkId }) | null>
  grant(board: BoardId, principal: PrincipalId, link: LinkId, role: Role): Promise<void>
  /** The strongest role a person holds on a board; null: none. */
  rightOf(board: BoardId, principal: PrincipalId): Promise<Right | null>
}

export interface Right {
  readonly role: Role
  /** When it has to be asked for again, since something it stands on ends then; ms since 1970. */
  readonly until: number | null
}

/** How a person is shown. */
interface PersonLook {
  readonly name: string
  readonly color: string
}

export function createDirectory(sqlite: Sqlite, secrets: Secrets, now: () => number = Date.now): Directory {
  const db = new Kysely<Tables>({ dialect: sqliteDialect(sqlite) })

  async function transact(queries: readonly Compilable[]): Promise<void> {
    const statements = queries
      .map((query) => query.compile())
      .map((query) => ({ sql: query.sql, parameters: query.parameters }))
    await sqlite.ask({ type: 'transaction', statements })
  }

  async function use(id: BoardId): Promise<void> {
    await db.updateTable('boards').set({ used: 1 }).where('id', '=', id).where('used', '=', 0).execute()
  }

  function newLink(board: BoardId, role: Role, expiresAt: number | null) {
    const secret = newLinkSecret()
    const row = {
      id: newLinkId(),
      board,
      role,
      hash: hashSecret(secret),
      sealed: secrets.seal(secret),
      createdAt: now(),
      expiresAt,
      revokedAt: null,
    }
    return { secret, row }
  }

  const boards = () =>
    db
      .selectFrom('boards')
      .select((columns) => [
        'boards.id',
        'boards.title',
        'boards.createdAt',
        'boards.used',
        columns.fn
          .coalesce(
            columns.fn<number | null>('journalledAt', ['boards.id']),
            columns
              .selectFrom('segments')
              .select('segments.changedAt')
              .whereRef('segments.board', '=', 'boards.id')
              .orderBy('segments.last', 'desc')
              .limit(1),
          )
          .as('changedAt'),
      ])
      .where('boards.deletedAt', 'is', null)

  const goodLinks = (board: BoardId) =>
    db
      .selectFrom('links')
      .innerJoin('boards', 'boards.id', 'links.board')
      .select(['links.id', 'links.role', 'links.expiresAt as until'])
      .where('links.board', '=', board)
      .where('boards.deletedAt', 'is', null)
      .where('links.revokedAt', 'is', null)
      .where((where) => where.or([where('links.expiresAt', 'is', null), where('links.expiresAt', '>', now())]))

  const goodGrants = () =>
    db
      .selectFrom('grants')
      .leftJoin('links', 'links.id', 'grants.link')
      .where((where) =>
        where.or([
          where('grants.link', '=', ''),
          where.and([
            where('links.revokedAt', 'is', null),
            where.or([where('links.expiresAt', 'is', null), where('links.expiresAt', '>', now())]),
          ]),
        ]),
      )

  return {
    async create(title, owner) {
      const id = newBoardId()
      const [ownerLink, editorLink, viewerLink] = [
        newLink(id, 'owner', null),
        newLink(id, 'editor', null),
        newLink(id, 'viewer', null),
      ]
      const grants = owner
        ? [db.insertInto('grants').values({ board: id, principal: owner, link: '', role: 'owner', createdAt: now() })]
        : []
      await transact([
        db.insertInto('boards').values({
          id,
          title: title.slice(0, limits.maxTitleLength),
          createdAt: now(),
          deletedAt: null,
          used: 0,
          openedAt: null,
        }),
        db.insertInto('links').values([ownerLink.row, editorLink.row, viewerLink.row]),
        ...grants,
      ])
      return { id, tokens: { owner: ownerLink.secret, editor: editorLink.secret, viewer: viewerLink.secret } }
    },

    async board(id) {
      const row = await boards().where('boards.id', '=', id).executeTakeFirst()
      return row ? withChange(row) : null
    },

    async boardsOf(principal) {
      const grants = await goodGrants()
        .select(['grants.board', 'grants.role'])
        .where('grants.principal', '=', principal)
        .execute()
      if (grants.length === 0) return []
      const strongest = new Map<BoardId, Role>()
      for (const { board, role } of grants) strongest.set(board, stronger(role, strongest.get(board)))
      const rows = await boards()
        .where('boards.id', 'in', [...strongest.keys()])
        .execute()
      return rows
        .map((row) => ({ ...withChange(row), role: strongest.get(row.id) ?? 'viewer' }))
        .sort((a, b) => b.updatedAt - a.updatedAt)
    },

    async rename(id, title) {
      await db
        .updateTable('boards')
        .set({ title: title.slice(0, limits.maxTitleLength), used: 1 })
        .where('id', '=', id)
        .execute()
    },

    async remove(id) {
      await db.updateTable('boards').set({ deletedAt: now() }).where('id', '=', id).execute()
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
      await use(id)
    },

    async retire(before) {
      const { numUpdatedRows } = await db
        .updateTable('boards')
        .set({ deletedAt: now() })
        .where('used', '=', 0)
        .where('deletedAt', 'is', null)
        .where('createdAt', '<', before)
        .executeTakeFirst()
      return Number(numUpdatedRows)
    },

    async expired(before) {
      const rows = await db.selectFrom('boards').select('id').where('deletedAt', '<', before).limit(10_000).execute()
      return rows.map(({ id }) => id)
    },

    async purgeStep(board) {
      // What was committed last is in the journal: it has to be in tables of its own to be found.
      await sqlite.ask({ type: 'fold' })
      for (const table of ['segments', 'snapshots', 'quarantine'] as const) {
        const some = db.selectFrom(table).select('id').where('board', '=', board).limit(rowsAtOnce)
        const { numDeletedRows } = await db.deleteFrom(table).where('id', 'in', some).executeTakeFirst()
        if (numDeletedRows > 0n) return true
      }
      const clients = db.selectFrom('owners').select('client').where('board', '=', board).limit(clientsAtOnce)
      const owners = db.deleteFrom('owners').where('board', '=', board).where('client', 'in', clients)
      if ((await owners.executeTakeFirst()).numDeletedRows > 0n) return true
      await transact([
        db.deleteFrom('generations').where('board', '=', board),
        db.deleteFrom('checks').where('board', '=', board),
        db.deleteFrom('grants').where('board', '=', board),
        db.deleteFrom('links').where('board', '=', board),
        db.deleteFrom('boards').where('id', '=', board).where('deletedAt', 'is not', null),
      ])
      return false
    },

    async shrinkStep() {
      const pages = async () => {
        const { rows } = await sql<{ freelist_count: number }>`PRAGMA freelist_count`.execute(db)
        return rows[0]?.freelist_count ?? 0
      }
      const before = await pages()
      if (before === 0) return false
      await sqlite.ask({ type: 'shrink', pages: pagesAtOnce })
      // A database of before `auto_vacuum` keeps its free pages, and uses them again.
      return (await pages()) < before
    },

    async restore(id, owner) {
      const grant = await goodGrants()
        .innerJoin('boards', 'boards.id', 'grants.board')
        .select('boards.id')
        .where('boards.id', '=', id as BoardId)
        .where('grants.principal', '=', owner)
        .where('grants.role', '=', 'owner')
        .where('boards.deletedAt', 'is not', null)
        .executeTakeFirst()
      if (!grant) return false
      await db.updateTable('boards').set({ deletedAt: null, used: 1 }).where('id', '=', grant.id).execute()
      return true
    },

    async person(principal) {
      const row = await db
        .selectFrom('people')
        .select(['name', 'color'])
        .where('principal', '=', principal)
        .executeTakeFirst()
      return row ?? null
    },

    async changePerson(principal, { name, color }, change) {
      await db
        .insertInto('people')
        .values({ principal, name, color, ...change })
        .onConflict((conflict) =>
          Object.keys(change).length > 0
            ? conflict.column('principal').doUpdateSet(change)
            : conflict.column('principal').doNothing(),
        )
        .execute()
    },

    async links(board) {
      const rows = await db
        .selectFrom('links')
        .selectAll()
        .where('board', '=', board)
        .orderBy('createdAt')
        .orderBy('id')
        .execute()
      return rows.map(({ id, role, createdAt, expiresAt, revokedAt, sealed }) => ({
        id,
        role,
        createdAt,
        expiresAt,
        revokedAt,
        secret: secrets.unseal(sealed),
      }))
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
      return (await this.links(board)).find((link) => link.id === id) ?? null
    },

    async rightOfLink(board, id) {
      return (await goodLinks(board).where('links.id', '=', id).executeTakeFirst()) ?? null
    },

    async linkOf(board, secret) {
      return (await goodLinks(board).where('links.hash', '=', hashSecret(secret)).executeTakeFirst()) ?? null
    },

    async grant(board, principal, link, role) {
      await db
        .insertInto('grants')
        .values({ board, principal, link, role, createdAt: now() })
        .onConflict((conflict) => conflict.columns(['board', 'principal', 'link']).doUpdateSet({ role }))
        .execute()
      const others = await db
        .selectFrom('grants')
        .select('principal')
        .distinct()
        .where('board', '=', board)
        .limit(2)
        .execute()
      if (others.length > 1) await use(board)
    },

    async rightOf(board, principal) {
      const rows = await goodGrants()
        .innerJoin('boards', 'boards.id', 'grants.board')
        .select(['grants.role', 'links.expiresAt'])
        .where('grants.board', '=', board)
        .where('grants.principal', '=', principal)
        .where('boards.deletedAt', 'is', null)
        .execute()
      const role = rows.reduce<Role | null>((best, row) => stronger(row.role, best ?? undefined), null)
      const ends = rows.flatMap(({ expiresAt }) => expiresAt ?? [])
      return role && { role, until: ends.length > 0 ? Math.min(...ends) : null }
    },
  }
}

/** A reload soon after the first visit is the same visit, ms. */
const visitMs = 600_000
/** Rows of content are some 100 KB, of clients some 50 bytes: a step takes the database's thread a few milliseconds. */
const rowsAtOnce = 20
const clientsAtOnce = 2_000
const pagesAtOnce = 500

function stronger(role: Role, other: Role | undefined): Role {
  const known = parseRole(role) ?? 'viewer'
  return other && roles.indexOf(other) > roles.indexOf(known) ? other : known
}

function withChange({
  changedAt,
  used,
  ...row
}: {
  id: BoardId
  title: string
  createdAt: number
  changedAt: number | null
  used: number
}): BoardRow {
  return { ...row, used: used === 1, updatedAt: changedAt ?? row.createdAt }
}
