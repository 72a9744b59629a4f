import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { tokenWith } from '../admission/link-tokens.ts'
import { type MadeBoard, makeBoard, openBrowser, send } from '../testing/client.ts'
import { doors, enter, visit } from '../testing/doors.ts'
import { startServer, type TestServer } from '../testing/server.ts'

let server: TestServer
let clock = 0
beforeAll(async () => {
  server = await startServer({ clock: () => clock })
})
afterAll(() => server.dispose())

interface Link {
  readonly id: string
  readonly secret: string
}

async function addLink({ id, tokens }: MadeBoard, json: object): Promise<Link> {
  const reply = await send(server, `/api/boards/${id}/links`, { method: 'POST', token: tokens.owner, json })
  expect({ status: reply.status, text: reply.status === 201 ? '' : reply.text }).toEqual({ status: 201, text: '' })
  const link = reply.json as { readonly id: string; readonly url: string }
  return { id: link.id, secret: link.url.split('#k=')[1] ?? '' }
}

const change = ({ id, tokens }: MadeBoard, link: Link, json: object) =>
  send(server, `/api/boards/${id}/links/${link.id}`, { method: 'PATCH', token: tokens.owner, json })

const join = (board: MadeBoard, browser: ReturnType<typeof openBrowser>, json: object) =>
  browser.send(`/api/boards/${board.id}/join`, { method: 'POST', json })

async function listed({ id, tokens }: MadeBoard, link: Link): Promise<object | undefined> {
  const { json } = await send(server, `/api/boards/${id}/links`, { token: tokens.owner })
  return (json as { links: Link[] }).links.find((each) => each.id === link.id)
}

const code = ({ status, json }: { readonly status: number; readonly json: unknown }) => [
  status,
  (json as { error?: { code: string } }).error?.code ?? null,
]

test('a link is listed with its name, its limits and how many people have joined by it, but never with its password', async () => {
  const board = await makeBoard(openBrowser(server))
  const expiresAt = '2999-01-01T00:00:00.000Z'
  const link = await addLink(board, {
    role: 'viewer',
    name: ' Class 4b ',
    expiresAt,
    password: 'correct horse',
    maxUses: 9,
  })
  const [ann, bob] = [openBrowser(server), openBrowser(server)]
  const body = { secret: link.secret, password: 'correct horse' }
  expect((await join(board, ann, body)).status).toBe(200)
  expect((await join(board, ann, body)).status).toBe(200)
  expect((await join(board, bob, body)).status).toBe(200)
  expect(await listed(board, link)).toEqual({
    ...{ id: link.id, role: 'viewer', name: 'Class 4b', createdAt: expect.any(String), expiresAt, revokedAt: null },
    ...{ password: true, maxUses: 9, uses: 2, url: `/b/${board.id}#k=${link.secret}` },
  })
  const rows = await server.tables
    .selectFrom('links')
    .selectAll()
    .where('board', '=', board.id as never)
    .execute()
  expect(JSON.stringify(rows)).not.toContain('correct horse')
})

describe('a link with a password', () => {
  const password = 'correct horse'
  const paths = ['', '/export', '/snapshot', '/thumbnail', `/assets/${'A'.repeat(43)}`, '/people', '/lock']

  test('opens nothing to a bearer of its secret alone: no route, no door, no join', async () => {
    const board = await makeBoard(openBrowser(server))
    const { secret } = await addLink(board, { role: 'owner', password })
    for (const token of [secret, tokenWith(secret, 'wrong')]) {
      const replies = await Promise.all(paths.map((path) => send(server, `/api/boards/${board.id}${path}`, { token })))
      expect(replies.map(code)).toEqual(paths.map(() => [401, 'password-needed']))
      clock += 60_000
      for (const door of doors) expect(await visit(server, door, board.id, { token })).toEqual({ code: 4403 })
      clock += 60_000
    }
    const guest = openBrowser(server)
    expect(code(await join(board, guest, { secret }))).toEqual([401, 'password-needed'])
    expect(code(await join(board, guest, { secret, password: 'wrong' }))).toEqual([401, 'password-needed'])
    expect((await guest.send(`/api/boards/${board.id}`)).status).toBe(404)
  })

  test('opens the board to a browser that joins with it, and to a program whose token contains it, at every door', async () => {
    const board = await makeBoard(openBrowser(server))
    const { secret } = await addLink(board, { role: 'editor', password })
    const guest = openBrowser(server)
    expect((await join(board, guest, { secret, password })).json).toMatchObject({ id: board.id, role: 'editor' })
    expect((await guest.send(`/api/boards/${board.id}`)).status).toBe(200)
    const token = tokenWith(secret, password)
    expect((await send(server, `/api/boards/${board.id}`, { token })).json).toMatchObject({ role: 'editor' })
    for (const door of doors) (await enter(server, door, board.id, { token })).leave()
  })

  test('tells nobody without the secret that it has one', async () => {
    const board = await makeBoard(openBrowser(server))
    await addLink(board, { role: 'editor', password })
    expect(code(await join(board, openBrowser(server), { secret: 'n'.repeat(32), password }))).toEqual([
      404,
      'no-board',
    ])
  })

  test('that gets another one ends the sessions of programs with the old one; people who joined stay', async () => {
    const board = await makeBoard(openBrowser(server))
    const link = await addLink(board, { role: 'editor', password })
    const guest = openBrowser(server)
    await join(board, guest, { secret: link.secret, password })
    const program = await enter(server, 'yjs', board.id, { token: tokenWith(link.secret, password) })
    expect((await change(board, link, { password: 'battery staple' })).status).toBe(200)
    expect(await program.closed).toBe(4403)
    expect((await guest.send(`/api/boards/${board.id}`)).status).toBe(200)
    const token = tokenWith(link.secret, 'battery staple')
    expect((await send(server, `/api/boards/${board.id}`, { token })).status).toBe(200)
    expect((await change(board, link, { password: null })).json).toMatchObject({ password: false })
    expect((await send(server, `/api/boards/${board.id}`, { token: link.secret })).status).toBe(200)
  })

  test('is replaced by one with the same password, name and limits', async () => {
    const board = await makeBoard(openBrowser(server))
    const link = await addLink(board, { role: 'editor', password, name: 'Guests', maxUses: 3 })
    const path = `/api/boards/${board.id}/links/${link.id}/rotate`
    const { json } = await send(server, path, { method: 'POST', token: board.tokens.owner })
    expect(json).toMatchObject({ name: 'Guests', password: true, maxUses: 3, uses: 0 })
    const secret = (json as { url: string }).url.split('#k=')[1] ?? ''
    expect((await join(board, openBrowser(server), { secret, password })).status).toBe(200)
  })

  test('slows down who guesses it, from one address and from many; right ones are not counted', async () => {
    clock += 3_600_000
    const board = await makeBoard(openBrowser(server))
    const { secret } = await addLink(board, { role: 'editor', password })
    const guess = (given: string) => join(board, openBrowser(server), { secret, password: given })
    for (let tries = 0; tries < 15; tries += 1) expect((await guess(password)).status).toBe(200)
    const guesses = await Promise.all(Array.from({ length: 30 }, (_, index) => guess(`wrong ${index}`)))
    expect(guesses.map(({ status }) => status).sort()).toEqual([...Array(10).fill(401), ...Array(20).fill(429)])
    clock += 60_000
    expect((await guess('wrong again')).status).toBe(401)
  })

  test.each(['short', 'x'.repeat(65), 7, ''])('is not made with %j', async (given) => {
    const board = await makeBoard(openBrowser(server))
    const reply = await send(server, `/api/boards/${board.id}/links`, {
      ...{ method: 'POST', token: board.tokens.owner, json: { role: 'editor', password: given } },
    })
    expect(code(reply)).toEqual([400, 'bad-body'])
  })
})

describe('a link that counts its people', () => {
  test('lets as many join as it says, and those again who have', async () => {
    const board = await makeBoard(openBrowser(server))
    const { secret } = await addLink(board, { role: 'editor', maxUses: 2 })
    const people = Array.from({ length: 6 }, () => openBrowser(server))
    for (const each of people) await each.send('/api/me')
    const first = await Promise.all(people.map((each) => join(board, each, { secret })))
    expect(first.map(({ status }) => status).sort()).toEqual([200, 200, 403, 403, 403, 403])
    const again = await Promise.all(people.map((each) => join(board, each, { secret })))
    expect(again.map(({ status }) => status)).toEqual(first.map(({ status }) => status))
    expect(code(first.find(({ status }) => status === 403) ?? { status: 0, json: {} })).toEqual([403, 'link-used-up'])
  })

  test('is no token, which would be any number of people', async () => {
    const board = await makeBoard(openBrowser(server))
    const link = await addLink(board, { role: 'editor' })
    const program = await enter(server, 'socket.io', board.id, { token: link.secret })
    await change(board, link, { maxUses: 2 })
    expect(await program.closed).toBe(4403)
    expect(code(await send(server, `/api/boards/${board.id}`, { token: link.secret }))).toEqual([403, 'link-used-up'])
    expect(await visit(server, 'yjs', board.id, { token: link.secret })).toEqual({ code: 4403 })
  })
})

describe('a changed link', () => {
  test('gives its new role to everybody who joined by it and to programs with it, at once', async () => {
    const board = await makeBoard(openBrowser(server))
    const link = await addLink(board, { role: 'viewer' })
    const guest = openBrowser(server)
    await join(board, guest, { secret: link.secret })
    const inside = await Promise.all([
      enter(server, 'socket.io', board.id, { cookie: guest.cookie, origin: server.origin }),
      enter(server, 'yjs', board.id, { token: link.secret }),
    ])
    expect((await change(board, link, { role: 'editor', name: 'Guests' })).json).toMatchObject({ role: 'editor' })
    for (const each of inside)
      expect(await each.until('notice', ({ notice }) => notice.type === 'role')).toEqual({
        kind: 'notice',
        notice: { type: 'role', role: 'editor' },
      })
  })

  test('ends at its new time, and keeps everything that was not given', async () => {
    const board = await makeBoard(openBrowser(server))
    const link = await addLink(board, { role: 'editor', name: 'Guests', maxUses: 3 })
    const reply = await change(board, link, { expiresAt: '2001-01-01T00:00:00Z' })
    expect(reply.json).toMatchObject({ name: 'Guests', maxUses: 3, expiresAt: '2001-01-01T00:00:00.000Z' })
    expect((await join(board, openBrowser(server), { secret: link.secret })).status).toBe(404)
  })

  test('cannot be one that was revoked, or that of another board', async () => {
    const [mine, theirs] = [await makeBoard(openBrowser(server)), await makeBoard(openBrowser(server))]
    const [revoked, other] = [await addLink(mine, { role: 'editor' }), await addLink(theirs, { role: 'editor' })]
    await send(server, `/api/boards/${mine.id}/links/${revoked.id}/revoke`, {
      method: 'POST',
      token: mine.tokens.owner,
    })
    for (const link of [revoked, other])
      expect(code(await change(mine, link, { role: 'owner' }))).toEqual([404, 'no-link'])
  })
})
