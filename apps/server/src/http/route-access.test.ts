import { atLeast, type Role } from '@inkbridge/types'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  type BoardName,
  boardNames,
  cookieCounts,
  type Guests,
  inviteGuests,
  isAccountCookie,
  type OriginName,
  openScene,
  originNames,
  roleOn,
  type Scene,
  somebody,
  statusWithoutRight,
  type Visitor,
  visitorNames,
  visitors,
} from '../testing/access.ts'
import { assetOf, greyPng, upload } from '../testing/asset-files.ts'
import { type Sent, send, sendForHead } from '../testing/client.ts'
import { allowedOrigin } from '../testing/defences.ts'
import { addAccount, goodPassword } from '../testing/people.ts'
import { startServer, type TestServer } from '../testing/server.ts'
import { routes } from './api.ts'
import type { Route } from './route.ts'

/** The only allowed answers of the API to all visitors from all origins at all routes for all boards. */

interface Policy {
  /**
   * A role on the board of the path; `guest`: a valid cookie; `account`: that of somebody who has signed in; `administrator`: of one who
   * manages accounts, which no visitor does; `owner of what is deleted`; `guest with a secret`:
   * a valid cookie, with a secret in the body that opens `own`; `guest who may see it`: a valid cookie with a right to
   * the board; `everybody`.
   */
  readonly needs:
    | Role
    | 'guest'
    | 'account'
    | 'administrator'
    | 'guest who may see it'
    | 'owner of what is deleted'
    | 'guest with a secret'
    | 'everybody'
  /** The status for permitted clients. */
  readonly status: number
  readonly json?: (scene: Scene) => unknown
  /** A body that is not JSON, and headers. */
  readonly sent?: Pick<Sent, 'body' | 'headers'>
  /** The answer has no end. */
  readonly isEndless?: true
  /** Called before the requests. */
  prepare?(scene: Scene): Promise<unknown>
}

const picture = greyPng(8, 8)

/** Stores the picture on both boards that exist. */
async function storePicture({ boards, sent }: Scene): Promise<void> {
  await upload(server, { board: boards.own, sent: sent('the token of an owner link', 'own', 'own') }, picture)
  await upload(server, { board: boards.other, sent: sent('the token of another board', 'other', 'own') }, picture)
}

const policies: Readonly<Record<string, Policy>> = {
  'GET /api/me': { needs: 'guest', status: 200 },
  'PATCH /api/me': { needs: 'guest', status: 200, json: () => ({ name: 'Ann' }) },
  'GET /api/boards': { needs: 'everybody', status: 200 },
  'POST /api/boards': { needs: 'everybody', status: 201, json: () => ({}) },
  'GET /api/boards/:board': { needs: 'viewer', status: 200 },
  'PATCH /api/boards/:board': { needs: 'editor', status: 200, json: () => ({ title: 'Renamed' }) },
  'DELETE /api/boards/:board': { needs: 'owner', status: 204 },
  'POST /api/boards/:board/restore': { needs: 'owner of what is deleted', status: 200 },
  'POST /api/boards/:board/join': {
    needs: 'guest with a secret',
    status: 200,
    json: ({ secret }) => ({ secret }),
  },
  'GET /api/boards/:board/links': { needs: 'owner', status: 200 },
  'POST /api/boards/:board/links': { needs: 'owner', status: 201, json: () => ({ role: 'viewer' }) },
  'PATCH /api/boards/:board/links/:link': { needs: 'owner', status: 200, json: () => ({ name: 'Class 4b' }) },
  'POST /api/boards/:board/links/:link/revoke': { needs: 'owner', status: 200 },
  'POST /api/boards/:board/links/:link/rotate': { needs: 'owner', status: 201 },
  'GET /api/boards/:board/people': { needs: 'viewer', status: 200 },
  'PATCH /api/boards/:board/people/:person': { needs: 'owner', status: 200, json: () => ({ role: 'editor' }) },
  'DELETE /api/boards/:board/people/:person': { needs: 'owner', status: 204 },
  'POST /api/boards/:board/owner': { needs: 'owner', status: 204, json: () => ({ person: somebody }) },
  'GET /api/boards/:board/lock': { needs: 'viewer', status: 200 },
  'PATCH /api/boards/:board/lock': { needs: 'owner', status: 200, json: () => ({ locked: true }) },
  // In the same way for every board.
  'POST /api/boards/:board/requests': { needs: 'guest', status: 204 },
  'GET /api/boards/:board/requests': { needs: 'owner', status: 200 },
  'POST /api/boards/:board/requests/:person': { needs: 'owner', status: 200, json: () => ({ answer: 'editor' }) },
  'GET /api/boards/:board/audit': { needs: 'owner', status: 200 },
  'GET /api/boards/:board/link': { needs: 'editor', status: 200 },
  'PATCH /api/boards/:board/link': { needs: 'owner', status: 200, json: () => ({ passable: false }) },
  'GET /api/boards/:board/export': { needs: 'viewer', status: 200 },
  'POST /api/boards/:board/import': {
    needs: 'editor',
    status: 200,
    json: () => ({ type: 'inkbridge', version: 1, title: 'Harbour', document: {} }),
  },
  'GET /api/boards/:board/thumbnail': { needs: 'viewer', status: 200 },
  'GET /api/boards/:board/snapshot': { needs: 'viewer', status: 200 },
  'PUT /api/boards/:board/assets/:asset': {
    needs: 'editor',
    status: 201,
    sent: { body: picture, headers: { 'Upload-Length': String(picture.byteLength) } },
  },
  'HEAD /api/boards/:board/assets/:asset': { needs: 'viewer', status: 200, prepare: storePicture },
  'GET /api/boards/:board/assets/:asset': { needs: 'viewer', status: 200, prepare: storePicture },
  'GET /api/me/devices': { needs: 'guest', status: 200 },
  // Not one of their devices.
  'DELETE /api/me/devices/:device': { needs: 'guest', status: 404 },
  'DELETE /api/me/devices': { needs: 'guest', status: 200 },
  'POST /api/me/sign-out': { needs: 'guest', status: 204 },
  // The board is sound, and in its first generation.
  'POST /api/boards/:board/history/restore': { needs: 'owner', status: 409, json: () => ({}) },
  'GET /api/boards/:board/generations/:generation': { needs: 'viewer', status: 409 },
  'GET /api/account': { needs: 'guest', status: 200 },
  // A wrong password; of a browser that has signed in: 409.
  'POST /api/sign-in': {
    needs: 'guest',
    status: 401,
    json: () => ({ email: 'nobody@example.org', password: 'wrong' }),
  },
  // Links that nobody made.
  'POST /api/password-link': { needs: 'guest', status: 404, json: () => ({ secret: 'n'.repeat(32) }) },
  'POST /api/password-link/use': {
    needs: 'guest',
    status: 404,
    json: () => ({ secret: 'n'.repeat(32), password: 'correct horse' }),
  },
  'POST /api/account/password': {
    needs: 'account',
    status: 200,
    json: () => ({ current: goodPassword, password: 'another horse' }),
  },
  'GET /api/account/data': { needs: 'account', status: 200 },
  'POST /api/account/delete': { needs: 'account', status: 204, json: () => ({ password: goodPassword }) },
  'POST /api/account/unlink': { needs: 'account', status: 200 },
  'GET /api/administration/people': { needs: 'administrator', status: 200 },
  'POST /api/administration/people': {
    needs: 'administrator',
    status: 201,
    json: () => ({ email: 'zoe@example.org' }),
  },
  'POST /api/administration/people/:account/reset': { needs: 'administrator', status: 201 },
  'PATCH /api/administration/people/:account': {
    needs: 'administrator',
    status: 200,
    json: () => ({ disabled: true }),
  },
  'GET /api/administration/boards': { needs: 'administrator', status: 200 },
  'POST /api/administration/boards/:board/take-over': { needs: 'administrator', status: 204 },
  'PUT /api/me/boards/:board': { needs: 'guest who may see it', status: 200, json: () => ({ starred: true }) },
  'GET /api/me/folders': { needs: 'guest', status: 200 },
  'POST /api/me/folders': { needs: 'guest', status: 201, json: () => ({ name: 'Work' }) },
  // Not one of their folders.
  'PATCH /api/me/folders/:folder': { needs: 'guest', status: 404, json: () => ({ name: 'Work' }) },
  'DELETE /api/me/folders/:folder': { needs: 'guest', status: 404 },
  'DELETE /api/me/trash/:board': { needs: 'owner of what is deleted', status: 204 },
  'GET /api/events': { needs: 'guest', status: 200, isEndless: true },
  'GET /api/openapi.json': { needs: 'everybody', status: 200 },
}

interface Cell {
  readonly visitor: Visitor
  readonly board: BoardName
  readonly origin: OriginName
}

const cells: readonly Cell[] = visitorNames.flatMap((visitor) =>
  boardNames.flatMap((board) => originNames.map((origin) => ({ visitor, board, origin }))),
)

/** Routes for browsers that have not signed in. */
const signedInAlready = ['POST /api/sign-in', 'POST /api/password-link/use']

function expected(name: string, method: string, { visitor, board, origin }: Cell): number {
  const policy = policies[name]
  if (!policy) return 0
  const { needs, status } = policy
  if (origin === 'foreign') return 403
  const reads = method === 'GET' || method === 'HEAD'
  const isSeen = visitors[visitor].shows !== 'token' && cookieCounts(origin, reads)
  switch (needs) {
    case 'everybody':
      return status
    case 'guest':
      return isSeen ? (isAccountCookie(visitor) && signedInAlready.includes(name) ? 409 : status) : 401
    case 'administrator':
      return isSeen && isAccountCookie(visitor) ? 403 : 401
    case 'account':
      return isSeen && isAccountCookie(visitor) ? status : 401
    case 'guest with a secret':
      if (!isSeen) return 401
      return board === 'own' && visitor !== 'the cookie of who was blocked' ? status : 404
    case 'owner of what is deleted':
      return isSeen && board === 'deleted' && visitors[visitor].role === 'owner' ? status : 404
    case 'guest who may see it': {
      const role = roleOn(visitor, board, origin, reads)
      return role === null ? statusWithoutRight(visitor, board) : isSeen ? status : 401
    }
    default: {
      const role = roleOn(visitor, board, origin, reads)
      return role === null ? statusWithoutRight(visitor, board) : atLeast(role, needs) ? status : 403
    }
  }
}

let server: TestServer
let guests: Guests
beforeAll(async () => {
  server = await startServer({ env: { LIMITS: 'off', ALLOWED_ORIGINS: allowedOrigin } })
  // The first account administers.
  await addAccount(server, 'Administrator')
  guests = await inviteGuests(server)
})
afterAll(() => server.dispose())

const named = routes.map((route) => [`${route.method} ${route.path}`, route] as const)

test('every route of the API has a policy, and every policy a route', () => {
  expect(Object.keys(policies).sort()).toEqual(named.map(([name]) => name).sort())
})

test('there are more than three hundred cells', () => {
  process.stdout.write(`${routes.length} routes x ${cells.length} = ${routes.length * cells.length} cells\n`)
  expect(routes.length * cells.length).toBeGreaterThan(300)
})

test('a route of one board names the role it needs, unless it is for clients without one', () => {
  const open = routes.filter(({ role, path }) => role === null && path.includes(':board'))
  expect(open.map(({ method, path }) => `${method} ${path}`)).toEqual([
    'POST /api/boards/:board/restore',
    'POST /api/boards/:board/join',
    'DELETE /api/me/trash/:board',
    'POST /api/boards/:board/requests',
    'POST /api/administration/boards/:board/take-over',
  ])
})

describe('requests of all visitors to every route', () => {
  test.each(named)('%s is only for permitted clients', { timeout: 60_000 }, async (name, route) => {
    const policy = policies[name]
    if (!policy) return expect.unreachable(`${name} has no policy`)
    const wrong: string[] = []
    const scene = await openScene(server, guests)
    await policy.prepare?.(scene)
    const before = await scene.state()
    for (const cell of cells) {
      const due = expected(name, route.method, cell)
      const changes = due < 300 && route.method !== 'GET' && route.method !== 'HEAD'
      // Requests that change something get their own boards, and those that change people their own people.
      const people =
        changes && (policy.needs === 'guest' || policy.needs === 'account') ? await inviteGuests(server) : guests
      const at = changes ? await openScene(server, people) : scene
      const reply = await ask(at, route, policy, cell)
      if (reply.status !== due) wrong.push(`${describeCell(cell)}: ${reply.status}, not ${due}`)
      else if (due >= 400 && route.method !== 'HEAD' && !isRefusal(reply.json))
        wrong.push(`${describeCell(cell)}: ${reply.bytes.toString()}`)
    }
    expect(wrong).toEqual([])
    // A permitted client has changed something of its own.
    if (route.path.includes(':board')) expect(await scene.state()).toEqual(before)
  })
})

function ask(at: Scene, { method, path }: Route, { json, sent, isEndless }: Policy, { visitor, board, origin }: Cell) {
  const target = path
    .replace(':board', at.boards[board])
    .replace(':link', at.links[board])
    .replace(':person', somebody)
    .replace(':generation', '1')
    .replace(':asset', assetOf(picture))
  return (isEndless ? sendForHead : send)(server, target, {
    ...at.sent(visitor, board, origin),
    ...sent,
    method,
    ...(json ? { json: json(at) } : {}),
  })
}

/** Whether an answer is a refusal: a code, a reason and a message, without content of a board. */
function isRefusal(json: unknown): boolean {
  const { error, ...rest } = json as { error?: { code?: unknown; reason?: unknown; message?: unknown } }
  const text = JSON.stringify(json)
  return (
    typeof error?.code === 'string' &&
    typeof error.reason === 'string' &&
    typeof error.message === 'string' &&
    Object.keys(rest).length === 0 &&
    !/Harbour|Lighthouse/.test(text)
  )
}

function describeCell({ visitor, board, origin }: Cell): string {
  return `${visitor}, board ${board}, page ${origin}`
}
