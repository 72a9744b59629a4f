import type { BoardId } from '@inkbridge/types'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type MadeBoard, makeBoard, openBrowser, send } from '../testing/client.ts'
import { enter, visit } from '../testing/doors.ts'
import { startServer, type TestServer } from '../testing/server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server.dispose())

interface Link {
  readonly id: string
  readonly role: string
  readonly expiresAt: string | null
  readonly revokedAt: string | null
  readonly url: string
}

async function linksOf({ id, tokens }: MadeBoard): Promise<readonly Link[]> {
  const { json } = await send(server, `/api/boards/${id}/links`, { token: tokens.owner })
  return (json as { links: Link[] }).links
}

async function addLink({ id, tokens }: MadeBoard, json: object): Promise<Link & { readonly secret: string }> {
  const reply = await send(server, `/api/boards/${id}/links`, { method: 'POST', token: tokens.owner, json })
  expect(reply.status).toBe(201)
  const link = reply.json as Link
  return { ...link, secret: link.url.split('#k=')[1] ?? '' }
}

function change(board: MadeBoard, link: string, what: 'revoke' | 'rotate', token = board.tokens.owner) {
  return send(server, `/api/boards/${board.id}/links/${link}/${what}`, { method: 'POST', token })
}

test('an owner creates links, each with a role, and can copy them later', async () => {
  const board = await makeBoard(openBrowser(server))
  const link = await addLink(board, { role: 'commenter', expiresAt: null })
  expect(await linksOf(board)).toContainEqual({
    id: link.id,
    role: 'commenter',
    name: '',
    createdAt: expect.any(String),
    expiresAt: null,
    revokedAt: null,
    password: false,
    maxUses: null,
    uses: 0,
    url: `/b/${board.id}#k=${link.secret}`,
  })
  expect((await send(server, `/api/boards/${board.id}`, { token: link.secret })).json).toMatchObject({
    role: 'commenter',
  })
})

test('a link expires at its time', async () => {
  const board = await makeBoard(openBrowser(server))
  const later = await addLink(board, { role: 'viewer', expiresAt: '2999-01-01T00:00:00+02:00' })
  const before = await addLink(board, { role: 'viewer', expiresAt: '2001-01-01T00:00:00Z' })
  expect(later.expiresAt).toBe('2998-12-31T22:00:00.000Z')
  const statuses = [later, before].map(({ secret }) => send(server, `/api/boards/${board.id}`, { token: secret }))
  expect((await Promise.all(statuses)).map(({ status }) => status)).toEqual([200, 404])
})

test('a revoked link opens nothing, and the sessions it admitted end on both doors; others stay', async () => {
  const board = await makeBoard(openBrowser(server))
  const link = await addLink(board, { role: 'editor' })
  const inside = await Promise.all([
    enter(server, 'yjs', board.id, { token: link.secret }),
    enter(server, 'socket.io', board.id, { token: link.secret }),
  ])
  const other = await enter(server, 'yjs', board.id, { token: board.tokens.editor })
  const revoked = await change(board, link.id, 'revoke')
  expect({ status: revoked.status, json: revoked.json }).toMatchObject({
    status: 200,
    json: { id: link.id, revokedAt: expect.any(String) },
  })
  expect(await Promise.all(inside.map(({ closed }) => closed))).toEqual([4403, 4403])
  expect(await visit(server, 'yjs', board.id, { token: link.secret })).toEqual({ code: 4403 })
  other.send({ kind: 'ping', id: 1 })
  expect(await other.until('pong')).toEqual({ kind: 'pong', id: 1 })
})

test('a board has at most a thousand links, including revoked ones', async () => {
  const [board, other] = [await makeBoard(openBrowser(server)), await makeBoard(openBrowser(server))]
  const three = (await linksOf(board)).length
  for (let made = three; made < 1_000; made += 1) await server.directory.addLink(board.id as BoardId, 'viewer', null)
  const [first] = await linksOf(board)
  const make = (of: typeof board) =>
    send(server, `/api/boards/${of.id}/links`, { method: 'POST', token: of.tokens.owner, json: { role: 'viewer' } })
  expect(await change(board, first?.id ?? '', 'rotate')).toMatchObject({
    status: 409,
    json: { error: { code: 'too-many-links' } },
  })
  expect((await linksOf(board)).filter(({ revokedAt }) => revokedAt !== null)).toEqual([])
  expect([await make(board), await make(other)].map(({ status }) => status)).toEqual([409, 201])
})

test('[L11] a teacher gives each of a class of thirty a new link every week of a school year', async () => {
  const board = await makeBoard(openBrowser(server))
  const weeks = 30
  for (let week = 0; week < weeks; week += 1) {
    const links = await Promise.all(Array.from({ length: 30 }, () => addLink(board, { role: 'editor' })))
    for (const { id } of links) expect((await change(board, id, 'revoke')).status).toBe(200)
  }
  expect(await linksOf(board)).toHaveLength(3 + weeks * 30)
})

test('a link is revoked through its own board only', async () => {
  const [mine, theirs] = [await makeBoard(openBrowser(server)), await makeBoard(openBrowser(server))]
  const link = await addLink(theirs, { role: 'editor' })
  const replies = [await change(mine, link.id, 'revoke'), await change(mine, link.id, 'rotate')]
  expect(replies).toMatchObject([
    { status: 404, json: { error: { code: 'no-link' } } },
    { status: 404, json: { error: { code: 'no-link' } } },
  ])
  expect((await linksOf(theirs)).find(({ id }) => id === link.id)?.revokedAt).toBeNull()
  expect((await send(server, `/api/boards/${theirs.id}`, { token: link.secret })).status).toBe(200)
})

test('a grant that a browser got by a link ends with the link', async () => {
  const board = await makeBoard(openBrowser(server))
  const guest = openBrowser(server)
  const link = await addLink(board, { role: 'editor' })
  await guest.send(`/api/boards/${board.id}/join`, { method: 'POST', json: { secret: link.secret } })
  const { cookie } = guest
  const inside = await enter(server, 'socket.io', board.id, { cookie, origin: server.origin })
  await change(board, link.id, 'revoke')
  expect(await inside.closed).toBe(4403)
  expect((await guest.send(`/api/boards/${board.id}`)).status).toBe(404)
  expect((await guest.send('/api/boards')).json).toEqual({ boards: [], total: 0 })
  expect(await visit(server, 'yjs', board.id, { cookie, origin: server.origin })).toEqual({ code: 4403 })
})

test('a rotated link has a new secret with the same role and expiry, and the old one is revoked', async () => {
  const board = await makeBoard(openBrowser(server))
  const link = await addLink(board, { role: 'editor', expiresAt: '2999-01-01T00:00:00Z' })
  const rotated = await change(board, link.id, 'rotate')
  const { id, role, expiresAt, url } = rotated.json as Link
  expect({ status: rotated.status, role, expiresAt }).toEqual({
    status: 201,
    role: 'editor',
    expiresAt: '2999-01-01T00:00:00.000Z',
  })
  expect(id).not.toBe(link.id)
  const open = (token: string) => send(server, `/api/boards/${board.id}`, { token })
  expect([(await open(link.secret)).status, (await open(url.split('#k=')[1] ?? '')).status]).toEqual([404, 200])
})

test.each([{ role: 'god' }, {}, { role: 'editor', expiresAt: 'tomorrow' }])('%j creates no link', async (json) => {
  const board = await makeBoard(openBrowser(server))
  const reply = await send(server, `/api/boards/${board.id}/links`, {
    method: 'POST',
    token: board.tokens.owner,
    json,
  })
  expect({ status: reply.status, links: await linksOf(board) }).toMatchObject({ status: 400, links: { length: 3 } })
})

describe('the link that an editor joined with', () => {
  const own = async (guest: ReturnType<typeof openBrowser>, id: string) =>
    ((await guest.send(`/api/boards/${id}/link`)).json as { link: { role: string; url: string } | null }).link

  test('can be read by editors, in a browser and as a program, but not by viewers', async () => {
    const board = await makeBoard(openBrowser(server))
    const [editor, viewer] = [openBrowser(server), openBrowser(server)]
    const join = { method: 'POST' } as const
    await editor.send(`/api/boards/${board.id}/join`, { ...join, json: { secret: board.tokens.viewer } })
    await editor.send(`/api/boards/${board.id}/join`, { ...join, json: { secret: board.tokens.editor } })
    await viewer.send(`/api/boards/${board.id}/join`, { ...join, json: { secret: board.tokens.viewer } })
    const url = `/b/${board.id}#k=${board.tokens.editor}`
    expect(await own(editor, board.id)).toMatchObject({ role: 'editor', url })
    const program = await send(server, `/api/boards/${board.id}/link`, { token: board.tokens.editor })
    expect(program.json).toMatchObject({ link: { role: 'editor', url } })
    expect((await viewer.send(`/api/boards/${board.id}/link`)).status).toBe(403)
  })

  test('is hidden when the owner disallows passing it on, and readable again when they allow it', async () => {
    const board = await makeBoard(openBrowser(server))
    const path = `/api/boards/${board.id}/link`
    const allow = (passable: boolean, token: string) =>
      send(server, path, { method: 'PATCH', token, json: { passable } })
    const { owner, editor } = board.tokens
    const seen: unknown[] = []
    for (const passable of [false, true]) {
      expect((await allow(passable, editor)).status).toBe(403)
      expect((await allow(passable, owner)).json).toEqual({ passable })
      const { json } = await send(server, path, { token: editor })
      const { json: links } = await send(server, `/api/boards/${board.id}/links`, { token: owner })
      seen.push([(links as { passable: boolean }).passable, (json as { link: unknown }).link !== null])
    }
    expect(seen).toEqual([
      [false, false],
      [true, true],
    ])
  })

  test('cannot be read when it has an expiry, when it was revoked, or by the owner, who has no link', async () => {
    const owner = openBrowser(server)
    const board = await makeBoard(owner)
    const passing = await addLink(board, { role: 'editor', expiresAt: '2999-01-01T00:00:00Z' })
    const guest = openBrowser(server)
    await guest.send(`/api/boards/${board.id}/join`, { method: 'POST', json: { secret: passing.secret } })
    expect([await own(guest, board.id), await own(owner, board.id)]).toEqual([null, null])
    const lasting = await addLink(board, { role: 'editor' })
    await guest.send(`/api/boards/${board.id}/join`, { method: 'POST', json: { secret: lasting.secret } })
    expect(await own(guest, board.id)).toMatchObject({ id: lasting.id })
    await change(board, lasting.id, 'revoke')
    expect(await own(guest, board.id)).toBeNull()
  })
})
