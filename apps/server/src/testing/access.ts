import { randomUUID } from 'node:crypto'
import { type BoardId, type LinkId, newBoardId, type PrincipalId, type Role } from '@inkbridge/types'
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
  'the cookie of who never joined': { shows: 'cookie', role: null },
  'a forged cookie': { shows: 'forgery', role: null },
  nothing: { shows: 'nothing', role: null },
} as const satisfies Record<string, { shows: 'token' | 'cookie' | 'forgery' | 'nothing'; role: Role | null }>
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

const joined: readonly [Visitor, Visitor, Role, 'good' | 'revoked' | 'expired'][] = [
  ['the cookie of who joined as owner', 'the token of an owner link', 'owner', 'good'],
  ['the cookie of who joined as editor', 'the token of an editor link', 'editor', 'good'],
  ['the cookie of who joined as commenter', 'the token of a commenter link', 'commenter', 'good'],
  ['the cookie of who joined as viewer', 'the token of a viewer link', 'viewer', 'good'],
  ['the cookie of an account that joined as viewer', 'the token of a viewer link', 'viewer', 'good'],
  ['the cookie of who joined by a revoked link', 'the token of a revoked link', 'editor', 'revoked'],
  ['the cookie of who joined by an expired link', 'the token of an expired link', 'editor', 'expired'],
]

async function boardWithRights({ directory, admission }: TestServer, guests: Guests): Promise<Rights> {
  const { id } = await directory.create('Harbour', guests.principals.get('the cookie of who made the board') ?? null)
  const account = guests.principals.get('the cookie of an account that made the board')
  if (account) await directory.grant(id, account, '' as LinkId, 'owner')
  const tokens: Partial<Record<Visitor, string>> = { 'a token nobody made': 'n'.repeat(32) }
  for (const [guest, token, role, becomes] of joined) {
    const link = await directory.addLink(id, role, becomes === 'expired' ? Date.now() - 1_000 : null)
    tokens[token] = link.secret ?? ''
    const principal = guests.principals.get(guest)
    if (principal) await directory.grant(id, principal, link.id, role)
    if (becomes === 'revoked') await admission.revoke(id, link.id)
  }
  const { id: link } = await directory.addLink(id, 'viewer', null)
  return { id, tokens, link }
}

export async function openScene(server: TestServer, guests: Guests): Promise<Scene> {
  const { directory } = server
  const [own, deleted] = [await boardWithRights(server, guests), await boardWithRights(server, guests)]
  const other = await directory.create('Lighthouse', null)
  const otherLink = await directory.addLink(other.id, 'viewer', null)
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
    links: { own: own.link, other: otherLink.id, missing: own.link, deleted: deleted.link },
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
      rights: await Promise.all(
        [...guests.principals.values()].flatMap((principal) => [
          directory.boardsOf(principal).then((rows) => rows.filter(({ id }) => id === own.id || id === deleted.id)),
          directory.person(principal),
        ]),
      ),
    }),
  }
}
