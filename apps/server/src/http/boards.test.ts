import { limits, type PrincipalId } from '@inkbridge/types'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeBoard, openBrowser, send } from '../testing/client.ts'
import { enter } from '../testing/doors.ts'
import { startServer, type TestServer } from '../testing/server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server.dispose())

test('a board is created with three tokens of three roles, and belongs to the browser that created it', async () => {
  const browser = openBrowser(server)
  const made = await browser.send('/api/boards', { method: 'POST', json: { title: 'Harbour' } })
  expect({ status: made.status, json: made.json }).toEqual({
    status: 201,
    json: {
      id: expect.stringMatching(/^[0-9A-Za-z]{16}$/),
      url: expect.stringMatching(/^\/b\/[0-9A-Za-z]{16}$/),
      tokens: {
        owner: expect.stringMatching(/^[\w-]{32}$/),
        editor: expect.stringMatching(/^[\w-]{32}$/),
        viewer: expect.stringMatching(/^[\w-]{32}$/),
      },
    },
  })
  const { id, tokens } = made.json as { id: string; tokens: Record<string, string> }
  const roles = await Promise.all(
    Object.values(tokens).map(async (token) => (await send(server, `/api/boards/${id}`, { token })).json),
  )
  expect(roles).toMatchObject([{ role: 'owner' }, { role: 'editor' }, { role: 'viewer' }])
  expect((await browser.send('/api/boards')).json).toMatchObject({ boards: [{ id, title: 'Harbour', role: 'owner' }] })
})

test('the list of boards continues with `skip` when there are more than one answer holds, with each board once', async () => {
  const browser = openBrowser(server)
  const me = (await browser.send('/api/me')).json as { you: { id: PrincipalId } }
  const count = limits.maxListedBoards + 5
  for (let made = 0; made < count; made += 1) await server.directory.create(`Board ${made}`, me.you.id)
  const idsOf = async (query: string) => {
    const { json } = await browser.send(`/api/boards${query}`)
    return (json as { boards: { id: string }[] }).boards.map(({ id }) => id)
  }
  const [first, second] = [await idsOf(''), await idsOf(`?skip=${limits.maxListedBoards}`)]
  expect([first.length, second.length, new Set([...first, ...second]).size]).toEqual([limits.maxListedBoards, 5, count])
  expect([await idsOf(`?skip=${count}`), (await browser.send('/api/boards?skip=-1')).status]).toEqual([[], 400])
})

test('a browser sees only the boards it was admitted to', async () => {
  const [ann, bob] = [openBrowser(server), openBrowser(server)]
  const { id } = await makeBoard(ann)
  expect((await bob.send('/api/boards')).json).toEqual({ boards: [], total: 0 })
  expect((await bob.send(`/api/boards/${id}`)).status).toBe(404)
})

test('a title is normalised, cut to the maximum length, and never empty', async () => {
  const browser = openBrowser(server)
  const { id } = await makeBoard(browser)
  const rename = (title: string) => browser.send(`/api/boards/${id}`, { method: 'PATCH', json: { title } })
  expect((await rename('  Two words ')).json).toMatchObject({ title: 'Two words' })
  const long = (await rename('x'.repeat(500))).json as { title: string }
  expect(long.title).toHaveLength(limits.maxTitleLength)
  const empty = await rename('   ')
  expect({ status: empty.status, json: empty.json }).toMatchObject({
    status: 400,
    json: { error: { code: 'no-title' } },
  })
  expect((await browser.send(`/api/boards/${id}`)).json).toMatchObject({ title: long.title })
})

test('clients on a board see its new title', async () => {
  const browser = openBrowser(server)
  const board = await makeBoard(browser)
  const visit = await enter(server, 'yjs', board.id, { token: board.tokens.viewer })
  await browser.send(`/api/boards/${board.id}`, { method: 'PATCH', json: { title: 'Quay' } })
  const { notice } = await visit.until('notice')
  expect(notice).toEqual({ type: 'title', title: 'Quay' })
})

test('after joining with a secret once it need not be sent again', async () => {
  const [owner, guest] = [openBrowser(server), openBrowser(server)]
  const { id, tokens } = await makeBoard(owner)
  const joined = await guest.send(`/api/boards/${id}/join`, { method: 'POST', json: { secret: tokens.editor } })
  expect({ status: joined.status, json: joined.json }).toMatchObject({ status: 200, json: { id, role: 'editor' } })
  expect((await guest.send(`/api/boards/${id}`)).json).toMatchObject({ role: 'editor' })
  // A weaker link does not lower the role.
  await guest.send(`/api/boards/${id}/join`, { method: 'POST', json: { secret: tokens.viewer } })
  expect((await guest.send(`/api/boards/${id}`)).json).toMatchObject({ role: 'editor' })
})

test('a secret of another board is answered like an unknown one, and grants nothing on either board', async () => {
  const guest = openBrowser(server)
  const [mine, theirs] = [await makeBoard(openBrowser(server)), await makeBoard(openBrowser(server))]
  const join = (secret: string) => guest.send(`/api/boards/${mine.id}/join`, { method: 'POST', json: { secret } })
  const [other, nobodys] = [await join(theirs.tokens.owner), await join('n'.repeat(32))]
  expect([other.status, other.json]).toEqual([404, nobodys.json])
  expect((await send(server, `/api/boards/${mine.id}`, { token: theirs.tokens.owner })).status).toBe(404)
  expect((await guest.send('/api/boards')).json).toEqual({ boards: [], total: 0 })
})

test.each(['', 'short', 'n'.repeat(31), 'n'.repeat(33), 'not of such letters, but as long'])(
  'an incomplete key is refused with a clear message, whether the board exists or not: “%s”',
  async (secret) => {
    const [guest, { id }] = [openBrowser(server), await makeBoard(openBrowser(server))]
    const replies = await Promise.all(
      [id, 'AAAAAAAAAAAAAAAA'].map((board) =>
        guest.send(`/api/boards/${board}/join`, { method: 'POST', json: { secret } }),
      ),
    )
    const message = 'The key in this address is incomplete. Copy the whole link, or ask for a new one.'
    expect(replies.map(({ status, json }) => [status, json])).toEqual(
      [404, 404].map((status) => [status, { error: { code: 'cut-key', reason: 'cut-key', message } }]),
    )
  },
)

test('a deleted board is gone for everybody at once, including clients on it, and its owner can restore it', async () => {
  const browser = openBrowser(server)
  const board = await makeBoard(browser)
  const visits = await Promise.all(
    (['socket.io', 'socket.io by polling', 'yjs', 'yjs, stock'] as const).map((door) =>
      enter(server, door, board.id, { token: board.tokens.editor }),
    ),
  )
  expect((await browser.send(`/api/boards/${board.id}`, { method: 'DELETE' })).status).toBe(204)
  expect(await Promise.all(visits.map(({ closed }) => closed))).toEqual([4403, 4403, 4403, 4403])
  expect((await send(server, `/api/boards/${board.id}`, { token: board.tokens.owner })).status).toBe(404)
  expect((await browser.send('/api/boards')).json).toEqual({ boards: [], total: 0 })
  const restored = await browser.send(`/api/boards/${board.id}/restore`, { method: 'POST' })
  expect({ status: restored.status, json: restored.json }).toMatchObject({
    status: 200,
    json: { id: board.id, role: 'owner' },
  })
  expect((await send(server, `/api/boards/${board.id}`, { token: board.tokens.viewer })).status).toBe(200)
})

test('only its owner can restore a deleted board', async () => {
  const [owner, editor] = [openBrowser(server), openBrowser(server)]
  const { id, tokens } = await makeBoard(owner)
  await editor.send(`/api/boards/${id}/join`, { method: 'POST', json: { secret: tokens.editor } })
  await owner.send(`/api/boards/${id}`, { method: 'DELETE' })
  const tries = [
    await editor.send(`/api/boards/${id}/restore`, { method: 'POST' }),
    await openBrowser(server).send(`/api/boards/${id}/restore`, { method: 'POST' }),
    await send(server, `/api/boards/${id}/restore`, { method: 'POST', token: tokens.owner }),
  ]
  expect(tries.map(({ status }) => status)).toEqual([404, 404, 404])
})
