import { randomUUID } from 'node:crypto'
import { type BoardId, type LinkId, newBoardId, type PrincipalId, type Role } from '@inkbridge/types'
import { tokenWith } from '../admission/link-tokens.ts'
import { type Browser, openBrowser, type Sent } from './client.ts'
import { allowedOrigin } from './defences.ts'
import { addAccount, signIn } from './people.ts'
import type { TestServer } from './server.ts'

/** Visitors: their credentials and the right these give. */
export const visitors = {
  'the token of an owner link': { shows: 'token', role: 'owner' },
  'the token of an editor link': { shows: 'token', role: 'editor' },
  'the token of a commenter link': { shows: 'token', role: 'commenter' },
  'the token of a viewer link': { shows: 'token', role: 'viewer' },
  'the token of a link, with its password': { shows: 'token', role: 'editor' },
  'the token of a link, without its password': { shows: 'token', role: null, status: 401 },
  'the token of a link that counts its people': { shows: 'token', role: null, status: 403 },
  'the token of a revoked link': { shows: 'token', role: null },
  'the token of an expired link': { shows: 'token', role: null },
  'the token of another board': { shows: 'token', role: null },
  'a token nobody made': { shows: 'token', role: null },
  'the cookie of who made the board': { shows: 'cookie', role: 'owner' },
  'the cookie of who joined as owner': { shows: 'cookie', role: 'owner' },
  'the cookie of who joined as editor': { shows: 'cookie', role: 'editor' },
  'the cookie of who joined as commenter': { shows: 'cookie', role: 'commenter' },
  'the cookie of who joined as viewer': { shows: 'cookie', role: 'viewer' },
  'the cookie of who joined by a revoked link': { shows: 'cookie', role: null },
  'the cookie of who joined by an expired link': { shows: 'cookie', role: null },
  'the cookie of an account that made the board': { shows: 'cookie', role: 'owner' },
  'the cookie of an account that joined as viewer': { shows: 'cookie', role: 'viewer' },
  'the cookie of who joined as editor and was made a viewer': { shows: 'cookie', role: 'viewer' },
  'the cookie of who was let in': { shows: 'cookie', role: 'commenter' },
  'the cookie of who was removed': { shows: 'cookie', role: null },
  'the cookie of who was blocked': { shows: 'cookie', role: null },
  'the cookie of who never joined': { shows: 'cookie', role: null },
  'a forged cookie': { shows: 'forgery', role: null },
  nothing: { shows: 'nothing', role: null },
} as const satisfies Record<string, VisitorRights>

interface VisitorRights {
  readonly shows: 'token' | 'cookie' | 'forgery' | 'nothing'
  readonly role: Role | null
  /** Of answers about `own`, where not 404. */
  readonly status?: number
}

export type Visitor = keyof typeof visitors
export const visitorNames = Object.keys(visitors) as readonly Visitor[]

/** Whether a visitor has signed in. */
export function isAccountCookie(visitor: Visitor): boolean {
  return visitor.startsWith('the cookie of an account')
}

/** `own` is the board of the visitors' rights; they had the same on `deleted`, which has been deleted. */
export const boardNames = ['own', 'other', 'missing', 'deleted'] as const
export type BoardName = (typeof boardNames)[number]

/** The origin of the page that sends a request; `none`: it sends none. */
export const originNames = ['own', 'allowed', 'foreign', 'none'] as const
export type OriginName = (typeof originNames)[number]

/** The expected role of a visitor by the rules of docs/protocol.md. */
export function roleOn(visitor: Visitor, board: BoardName, origin: OriginName, reads: boolean): Role | null {
  if (origin === 'foreign') return null
  const { shows, role } = visitors[visitor]
  if (shows === 'cookie' && !cookieCounts(origin, reads)) return null
  if (visitor === 'the token of another board') return board === 'other' ? 'owner' : null
  return board === 'own' ? role : null
}

/** The status of answers of the API to a visitor without a right. */
export function statusWithoutRight(visitor: Visitor, board: BoardName): number {
  const { status = 404 }: VisitorRights = visitors[visitor]
  return board === 'own' ? status : 404
}

/** Somebody who views every board, and asks to be let in, for routes about a person. */
export const somebody = 'g:somebody' as PrincipalId

/** Whether the cookie counts: from our own pages, and in reads without an origin. */
export function cookieCounts(origin: OriginName, reads: boolean): boolean {
  return origin === 'own' || (origin === 'none' && reads)
}

interface Rights {
  readonly id: BoardId
  readonly tokens: Partial<Record<Visitor, string>>
  /** An unused link. */
  readonly link: LinkId
}

/** Boards, and all their visitors. */
export interface Scene {
  readonly boards: Readonly<Record<BoardName, BoardId>>
  /** An unused link of each board; for the missing one, of `own`. */
  readonly links: Readonly<Record<BoardName, LinkId>>
  /** A viewer secret of `own`. */
  readonly secret: string
  /** The credentials that a visitor sends for a board. */
  sent(visitor: Visitor, board: BoardName, origin: OriginName): Sent
  /** Everything that a request can change: equal before and after a refused one. */
  state(): Promise<unknown>
}

/** The guests of a server, shared by its scenes. */
export interface Guests {
  readonly cookies: ReadonlyMap<Visitor, string>
  readonly principals: ReadonlyMap<Visitor, PrincipalId>
}

export async function inviteGuests(server: TestServer): Promise<Guests> {
  const cookies = new Map<Visitor, string>()
  const principals = new Map<Visitor, PrincipalId>()
  for (const visitor of visitorNames) {
    if (visitors[visitor].shows === 'forgery') cookies.set(visitor, 'inkbridge=AAAAAAAAAAAAAAAAAAAAAA.AAAA')
    if (visitors[visitor].shows !== 'cookie') continue
    const browser = openBrowser(server)
    if (isAccountCookie(visitor)) await signInAnew(server, browser)
    const { json } = await browser.send('/api/me')
    cookies.set(visitor, browser.cookie ?? '')
    principals.set(visitor, (json as { you: { id: PrincipalId } }).you.id)
  }
  return { cookies, principals }
}

/** Signs a browser in with an account of its own. */
async function signInAnew(server: TestServer, browser: Browser): Promise<void> {
  await browser.send('/api/me')
  await signIn(browser, await addAccount(server, `Member-${randomUUID()}`))
}

type Becomes = 'good' | 'revoked' | 'expired' | 'blocked' | 'removed' | 'a viewer'

const joined: readonly [Visitor, Visitor | null, Role, Becomes][] = [
  ['the cookie of who joined as owner', 'the token of an owner link', 'owner', 'good'],
  ['the cookie of who joined as editor', 'the token of an editor link', 'editor', 'good'],
  ['the cookie of who joined as commenter', 'the token of a commenter link', 'commenter', 'good'],
  ['the cookie of who joined as viewer', 'the token of a viewer link', 'viewer', 'good'],
  ['the cookie of an account that joined as viewer', 'the token of a viewer link', 'viewer', 'good'],
  ['the cookie of who joined by a revoked link', 'the token of a revoked link', 'editor', 'revoked'],
  ['the cookie of who joined by an expired link', 'the token of an expired link', 'editor', 'expired'],
  ['the cookie of who joined as editor and was made a viewer', null, 'editor', 'a viewer'],
  ['the cookie of who was removed', null, 'editor', 'removed'],
  ['the cookie of who was blocked', null, 'owner', 'blocked'],
]

async function boardWithRights(server: TestServer, guests: Guests): Promise<Rights> {
  const { directory, admission } = server
  const { id } = await directory.create('Harbour', guests.principals.get('the cookie of who made the board') ?? null)
  const account = guests.principals.get('the cookie of an account that made the board')
  if (account) await directory.letIn(id, account, 'owner')
  const tokens: Partial<Record<Visitor, string>> = { 'a token nobody made': 'n'.repeat(32) }
  for (const [guest, token, role, becomes] of joined) {
    const link = await directory.addLink(id, role, becomes === 'expired' ? Date.now() - 1_000 : null)
    if (token) tokens[token] = link.secret ?? ''
    const principal = guests.principals.get(guest)
    if (becomes === 'revoked') await admission.revoke(id, link.id)
    if (!principal) continue
    await directory.grant(id, principal, link.id, role)
    if (becomes === 'blocked') await directory.blockPerson(id, principal, true)
    if (becomes === 'removed') await directory.removePerson(id, principal)
    if (becomes === 'a viewer') await directory.setRole(id, principal, 'viewer')
  }
  const letIn = guests.principals.get('the cookie of who was let in')
  if (letIn) await directory.letIn(id, letIn, 'commenter')
  await addRestrictedLinks(server, id, tokens)
  return { id, tokens, link: await addSomebody(server, id) }
}

/** Adds a link with a password, and one that counts its people. */
async function addRestrictedLinks(server: TestServer, id: BoardId, tokens: Partial<Record<Visitor, string>>) {
  const { directory, admission } = server
  hashes.set(server, hashes.get(server) ?? admission.hashPassword(password))
  const { secret } = await directory.addLink(id, 'editor', null, { password: (await hashes.get(server)) ?? null })
  tokens['the token of a link, without its password'] = secret ?? ''
  tokens['the token of a link, with its password'] = tokenWith(secret ?? '', password)
  const counting = await directory.addLink(id, 'owner', null, { maxUses: 5 })
  tokens['the token of a link that counts its people'] = counting.secret ?? ''
}

const password = 'correct horse'
/** Computed once for each server. */
const hashes = new WeakMap<TestServer, Promise<string | null>>()

/** Adds somebody who views a board and asks to be let in; returns a link. */
async function addSomebody({ directory, registry }: TestServer, board: BoardId): Promise<LinkId> {
  const { id } = await directory.addLink(board, 'viewer', null)
  await directory.grant(board, somebody, id, 'viewer')
  registry.joinRequests.ask(board, { id: somebody, name: 'Somebody', color: '#123456' })
  return id
}

export async function openScene(server: TestServer, guests: Guests): Promise<Scene> {
  const { directory } = server
  const [own, deleted] = [await boardWithRights(server, guests), await boardWithRights(server, guests)]
  const other = await directory.create('Lighthouse', null)
  const otherLink = await addSomebody(server, other.id)
  const boards = { own: own.id, other: other.id, missing: newBoardId(), deleted: deleted.id }
  await directory.remove(deleted.id)
  const origins: Record<OriginName, Sent> = {
    own: { origin: server.origin, site: 'same-origin' },
    allowed: { origin: allowedOrigin, site: 'cross-site' },
    foreign: { origin: 'https://evil.example', site: 'cross-site' },
    none: {},
  }
  const tokenOf = (visitor: Visitor, board: BoardName) =>
    visitor === 'the token of another board'
      ? other.tokens.owner
      : (board === 'deleted' ? deleted : own).tokens[visitor]
  return {
    boards,
    links: { own: own.link, other: otherLink, missing: own.link, deleted: deleted.link },
    secret: own.tokens['the token of a viewer link'] ?? '',
    sent(visitor, board, origin) {
      const token = tokenOf(visitor, board)
      return {
        ...origins[origin],
        cookie: guests.cookies.get(visitor) ?? null,
        ...(token ? { token } : {}),
      }
    },
    state: async () => ({
      boards: [await directory.board(own.id), await directory.board(deleted.id), await directory.board(other.id)],
      links: [await directory.links(own.id), await directory.links(deleted.id), await directory.links(other.id)],
      sharing: await Promise.all(
        [own.id, deleted.id, other.id].flatMap((id) => [
          directory.peopleOf(id),
          directory.isLocked(id),
          directory.isPassable(id),
          directory.auditOf(id, 100),
          server.registry.joinRequests.of(id),
        ]),
      ),
      rights: await Promise.all(
        [...guests.principals.values()].flatMap((principal) => [
          directory.boardsOf(principal).then((rows) => rows.filter(({ id }) => id === own.id || id === deleted.id)),
          directory.person(principal),
        ]),
      ),
    }),
  }
}
