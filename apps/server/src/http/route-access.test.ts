import { atLeast, type Role } from '@inkbridge/types'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  type BoardName,
  boardNames,
  cookieCounts,
  type Guests,
  inviteGuests,
  type OriginName,
  openScene,
  originNames,
  roleOn,
  type Scene,
  type Visitor,
  visitorNames,
  visitors,
} from '../testing/access.ts'
import { send } from '../testing/client.ts'
import { allowedOrigin } from '../testing/defences.ts'
import { startServer, type TestServer } from '../testing/server.ts'
import { routes } from './api.ts'
import type { Route } from './route.ts'

/** Everybody, from everywhere, at every route, for every board: what the API may answer, and nothing else. */

interface Policy {
  /**
   * A role on the board of the path; `guest`: whom a cookie shows; `owner of what is deleted`; `guest with a secret`:
   * whom a cookie shows, with a secret in the body that opens `own`; `everybody`.
   */
  readonly needs: Role | 'guest' | 'owner of what is deleted' | 'guest with a secret' | 'everybody'
  /** The answer to who may. */
  readonly status: number
  readonly json?: (scene: Scene) => unknown
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
  'POST /api/boards/:board/links/:link/revoke': { needs: 'owner', status: 200 },
  'POST /api/boards/:board/links/:link/rotate': { needs: 'owner', status: 201 },
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
  'GET /api/me/devices': { needs: 'guest', status: 200 },
  // None of theirs.
  'DELETE /api/me/devices/:device': { needs: 'guest', status: 404 },
  'DELETE /api/me/devices': { needs: 'guest', status: 200 },
  'POST /api/me/sign-out': { needs: 'guest', status: 204 },
  // The board is sound, and in its first generation.
  'POST /api/boards/:board/history/restore': { needs: 'owner', status: 409, json: () => ({}) },
  'GET /api/boards/:board/generations/:generation': { needs: 'viewer', status: 409 },
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

function expected({ needs, status }: Policy, method: string, { visitor, board, origin }: Cell): number {
  if (origin === 'foreign') return 403
  const reads = method === 'GET'
  const isSeen = visitors[visitor].shows !== 'token' && cookieCounts(origin, reads)
  switch (needs) {
    case 'everybody':
      return status
    case 'guest':
      return isSeen ? status : 401
    case 'guest with a secret':
      return !isSeen ? 401 : board === 'own' ? status : 404
    case 'owner of what is deleted':
      return isSeen && board === 'deleted' && visitors[visitor].role === 'owner' ? status : 404
    default: {
      const role = roleOn(visitor, board, origin, reads)
      return role === null ? 404 : atLeast(role, needs) ? status : 403
    }
  }
}

let server: TestServer
let guests: Guests
beforeAll(async () => {
  server = await startServer({ env: { LIMITS: 'off', ALLOWED_ORIGINS: allowedOrigin } })
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

test('a route of one board names the role it needs, unless it is for who holds none yet', () => {
  const open = routes.filter(({ role, path }) => role === null && path.includes(':board'))
  expect(open.map(({ method, path }) => `${method} ${path}`)).toEqual([
    'POST /api/boards/:board/restore',
    'POST /api/boards/:board/join',
  ])
})

describe('requests by everybody to every route', () => {
  test.each(named)('%s is for those alone who may', { timeout: 60_000 }, async (name, route) => {
    const policy = policies[name]
    if (!policy) return expect.unreachable(`${name} has no policy`)
    const wrong: string[] = []
    const scene = await openScene(server, guests)
    const before = await scene.state()
    for (const cell of cells) {
      const due = expected(policy, route.method, cell)
      const changes = due < 300 && route.method !== 'GET'
      // A request that changes something gets boards of its own, and one that changes people gets people.
      const people = changes && policy.needs === 'guest' ? await inviteGuests(server) : guests
      const at = changes ? await openScene(server, people) : scene
      const reply = await ask(at, route, policy, cell)
      if (reply.status !== due) wrong.push(`${describeCell(cell)}: ${reply.status}, not ${due}`)
      else if (due >= 400 && !isRefusal(reply.json)) wrong.push(`${describeCell(cell)}: ${reply.bytes.toString()}`)
    }
    expect(wrong).toEqual([])
    // Who may change something of their own did.
    if (route.path.includes(':board')) expect(await scene.state()).toEqual(before)
  })
})

function ask(at: Scene, { method, path }: Route, { json }: Policy, { visitor, board, origin }: Cell) {
  const target = path.replace(':board', at.boards[board]).replace(':link', at.links[board]).replace(':generation', '1')
  return send(server, target, { ...at.sent(visitor, board, origin), method, ...(json ? { json: json(at) } : {}) })
}

/** A refusal says why in a code, a reason and in words, and nothing of a board. */
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
