import { afterEach, describe, expect, test } from 'vitest'
import { makeBoard, openBrowser, send } from '../testing/client.ts'
import { doors, visit } from '../testing/doors.ts'
import { signedIn } from '../testing/people.ts'
import { startServer, type TestServer } from '../testing/server.ts'

/** The setting `ACCESS`: who creates boards, and who enters them. */

let server: TestServer
afterEach(() => server.dispose())

async function openWith(access: string) {
  server = await startServer({ env: { ACCESS: access } })
  const [ann, guest] = [await signedIn(server, 'Ann'), openBrowser(server)]
  await guest.send('/api/me')
  return { ann, guest, board: await makeBoard(ann, 'Harbour') }
}

const create = { method: 'POST', json: {} }

test.each([
  ['open', [201, 201, 201]],
  ['members', [201, 401, 401]],
  ['private', [201, 401, 401]],
])('with ACCESS=%s a board is created by an account, a guest and a program: %j', async (access, expected) => {
  const { ann, guest } = await openWith(access)
  const replies = [
    await ann.send('/api/boards', create),
    await guest.send('/api/boards', create),
    await send(server, '/api/boards', create),
  ]
  expect(replies.map(({ status }) => status)).toEqual(expected)
  const told = [await ann.send('/api/account'), await guest.send('/api/account')]
  expect(told.map(({ json }) => (json as { mayCreate: boolean }).mayCreate)).toEqual([true, access === 'open'])
})

test.each(['open', 'members'])(
  'with ACCESS=%s a link lets guests and programs in, through every door',
  async (access) => {
    const { guest, board } = await openWith(access)
    const join = { method: 'POST', json: { secret: board.tokens.viewer } }
    expect((await guest.send(`/api/boards/${board.id}/join`, join)).status).toBe(200)
    for (const door of doors) {
      const [byCookie, byToken] = [
        await visit(server, door, board.id, { cookie: guest.cookie, origin: server.origin }),
        await visit(server, door, board.id, { token: board.tokens.viewer }),
      ]
      expect([byCookie, byToken], door).toEqual([
        expect.objectContaining({ entered: expect.anything() }),
        expect.objectContaining({ entered: expect.anything() }),
      ])
    }
  },
)

describe('with ACCESS=private', () => {
  test('a link lets no guest and no program in: not on the API and through no door', async () => {
    const { guest, board } = await openWith('private')
    const { id, tokens } = board
    const own = { cookie: guest.cookie, origin: server.origin }
    // A grant from the time when the server was open.
    const { you } = (await guest.send('/api/me')).json as { you: { id: string } }
    const [link] = await server.directory.links(id as never)
    if (link) await server.directory.grant(id as never, you.id as never, link.id, link.role)
    const replies = [
      await guest.send(`/api/boards/${id}/join`, { method: 'POST', json: { secret: tokens.owner } }),
      await guest.send(`/api/boards/${id}`),
      await send(server, `/api/boards/${id}`, { token: tokens.owner }),
      await send(server, `/api/boards/${id}/export`, { token: tokens.owner, ...own }),
    ]
    expect(replies.map(({ status }) => status)).toEqual([401, 404, 404, 404])
    expect((await guest.send('/api/boards')).json).toEqual({ boards: [], total: 0 })
    expect((await guest.send('/api/me/devices')).status).toBe(401)
    for (const door of doors) {
      for (const credentials of [own, { token: tokens.owner }, { ...own, token: tokens.owner }])
        expect(await visit(server, door, id, credentials), door).not.toHaveProperty('entered')
    }
  })

  test('a link gives people with an account its role', async () => {
    const { board } = await openWith('private')
    const bob = await signedIn(server, 'Bob')
    expect((await bob.send(`/api/boards/${board.id}`)).status).toBe(404)
    const join = { method: 'POST', json: { secret: board.tokens.editor } }
    expect((await bob.send(`/api/boards/${board.id}/join`, join)).json).toMatchObject({ role: 'editor' })
    for (const door of doors)
      expect(await visit(server, door, board.id, { cookie: bob.cookie, origin: server.origin }), door).toHaveProperty(
        'entered',
      )
  })

  test.each([
    ['/', '/sign-in?next=%2F'],
    ['/b/0123456789abcdef?debug', '/sign-in?next=%2Fb%2F0123456789abcdef%3Fdebug'],
  ])('a guest who opens %s is led to %s, and an account is not', async (path, location) => {
    const { ann, guest } = await openWith('private')
    const [asked, shown] = [await guest.send(path), await ann.send(path)]
    expect([asked.status, asked.headers.location, shown.status]).toEqual([302, location, 200])
  })

  test.each(['/sign-in', '/account/password', '/_next/static/x.js', '/icon.svg'])(
    'a guest may open %s',
    async (path) => {
      const { guest } = await openWith('private')
      expect((await guest.send(path)).status).toBe(200)
    },
  )
})
