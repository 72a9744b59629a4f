import { type BoardId, type LinkId, newBoardId, type PrincipalId, type Role } from '@inkbridge/types'
import { openBrowser, type Sent } from './client.ts'
import { allowedOrigin } from './defences.ts'
import type { TestServer } from './server.ts'

/** Who comes: what they show, and what it is worth. */
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
  'the cookie of who never joined': { shows: 'cookie', role: null },
  'a forged cookie': { shows: 'forgery', role: null },
  nothing: { shows: 'nothing', role: null },
} as const satisfies Record<string, { shows: 'token' | 'cookie' | 'forgery' | 'nothing'; role: Role | null }>
export type Visitor = keyof typeof visitors
export const visitorNames = Object.keys(visitors) as readonly Visitor[]

/** `own` is the board of the visitors' rights; they hold the same ones on `deleted`, which was deleted since. */
export const boardNames = ['own', 'other', 'missing', 'deleted'] as const
export type BoardName = (typeof boardNames)[number]

/** Where the page is from that sends a request; `none`: it does not say. */
export const originNames = ['own', 'allowed', 'foreign', 'none'] as const
export type OriginName = (typeof originNames)[number]

/** What somebody may do, by the rules of docs/protocol.md alone. */
export function roleOn(visitor: Visitor, board: BoardName, origin: OriginName, reads: boolean): Role | null {
  if (origin === 'foreign') return null
  const { shows, role } = visitors[visitor]
  if (shows === 'cookie' && !cookieCounts(origin, reads)) return null
  if (visitor === 'the token of another board') return board === 'other' ? 'owner' : null
  return board === 'own' ? role : null
}

/** Whether the person behind a cookie is seen: from our own pages, and by reads that do not say where they are from. */
export function cookieCounts(origin: OriginName, reads: boolean): boolean {
  return origin === 'own' || (origin === 'none' && reads)
}

interface Rights {
  readonly id: BoardId
  readonly tokens: Partial<Record<Visitor, string>>
  /** A link nobody uses. */
  readonly link: LinkId
}

/** Boards, and everybody who may come to them. */
export interface Scene {
  readonly boards: Readonly<Record<BoardName, BoardId>>
  /** A link nobody uses of each board; of the one that is missing, of `own`. */
  readonly links: Readonly<Record<BoardName, LinkId>>
  /** A secret that opens `own`, as a viewer. */
  readonly secret: string
  /** What a visitor sends to come to a board. */
  sent(visitor: Visitor, board: BoardName, origin: OriginName): Sent
  /** All that a request may change: equal before and after one that was refused. */
  state(): Promise<unknown>
}

/** Guests of a server, as many as scenes need; they are the same in each scene. */
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
    const { json } = await browser.send('/api/me')
    cookies.set(visitor, browser.cookie ?? '')
    principals.set(visitor, (json as { you: { id: PrincipalId } }).you.id)
  }
  return { cookies, principals }
}

const joined: readonly [Visitor, Visitor, Role, 'good' | 'revoked' | 'expired'][] = [
  ['the cookie of who joined as owner', 'the token of an owner link', 'owner', 'good'],
  ['the cookie of who joined as editor', 'the token of an editor link', 'editor', 'good'],
  ['the cookie of who joined as commenter', 'the token of a commenter link', 'commenter', 'good'],
  ['the cookie of who joined as viewer', 'the token of a viewer link', 'viewer', 'good'],
  ['the cookie of who joined by a revoked link', 'the token of a revoked link', 'editor', 'revoked'],
  ['the cookie of who joined by an expired link', 'the token of an expired link', 'editor', 'expired'],
]

async function boardWithRights({ directory, admission }: TestServer, guests: Guests): Promise<Rights> {
  const { id } = await directory.create('Harbour', guests.principals.get('the cookie of who made the board') ?? null)
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
