import type { BoardFolder, BoardSummaries, BoardSummary } from '@inkbridge/types'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Browser, makeBoard, openBrowser, send } from '../testing/client.ts'
import { enter } from '../testing/doors.ts'
import { startServer, type TestServer } from '../testing/server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startServer({ env: { LIMITS: 'off' } })
})
afterAll(() => server.dispose())

async function list(browser: Browser, query = ''): Promise<BoardSummaries> {
  return (await browser.send(`/api/boards${query}`)).json as BoardSummaries
}

async function titles(browser: Browser, query = ''): Promise<readonly string[]> {
  return (await list(browser, query)).boards.map(({ title }) => title)
}

function mark(browser: Browser, board: string, json: unknown) {
  return browser.send(`/api/me/boards/${board}`, { method: 'PUT', json })
}

async function makeFolder(browser: Browser, json: unknown): Promise<BoardFolder> {
  return (await browser.send('/api/me/folders', { method: 'POST', json })).json as BoardFolder
}

/** Creates a board with a note, and waits until it can be found. */
async function write(browser: Browser, title: string, text: string): Promise<string> {
  const note = { kind: 'note', at: [0, 0, 100, 100, 0], style: { color: 'ink', width: 4 }, order: 'a0' }
  const shapes = { note }
  const texts = { note: text.split('\n').map((line) => ({ runs: [{ text: line }] })) }
  const document = { type: 'inkbridge', version: 1, title, document: { shapes, text: texts } }
  const { json } = await browser.send('/api/boards', { method: 'POST', json: { title, document } })
  await server.indexer.addStale()
  await server.indexer.idle()
  return (json as { id: string }).id
}

async function join(owner: Browser, guest: Browser, board: string): Promise<void> {
  const { json } = await owner.send(`/api/boards/${board}/links`, { method: 'POST', json: { role: 'editor' } })
  const secret = (json as { url: string }).url.split('#k=')[1]
  await guest.send(`/api/boards/${board}/join`, { method: 'POST', json: { secret } })
}

test('[V1] each view has its boards', async () => {
  const [ann, bob] = [openBrowser(server), openBrowser(server)]
  const [mine, starred] = [await makeBoard(ann, 'Mine'), await makeBoard(ann, 'Starred')]
  const theirs = await makeBoard(bob, 'Theirs')
  await join(bob, ann, theirs.id)
  await mark(ann, starred.id, { starred: true })
  await ann.send(`/api/boards/${mine.id}`, { method: 'DELETE' })
  const views = ['all', 'mine', 'shared', 'recent', 'starred', 'trash']
  expect(await Promise.all(views.map((view) => titles(ann, `?view=${view}&sort=title`)))).toEqual([
    ['Starred', 'Theirs'],
    ['Starred'],
    ['Theirs'],
    [],
    ['Starred'],
    ['Mine'],
  ])
  expect([await titles(bob, '?view=starred'), (await list(bob)).boards[0]?.starred]).toEqual([[], undefined])
})

test('a board that a person has opened is in their recent boards, and not in those of others', async () => {
  const [ann, bob] = [openBrowser(server), openBrowser(server)]
  const { id } = await makeBoard(ann, 'Harbour')
  await join(ann, bob, id)
  const visit = await enter(server, 'socket.io', id, { cookie: ann.cookie, origin: server.origin })
  await expect.poll(() => titles(ann, '?view=recent')).toEqual(['Harbour'])
  expect(await titles(bob, '?view=recent')).toEqual([])
  visit.leave()
})

test('a board in the trash says when it was deleted, and when it will be deleted for good', async () => {
  const ann = openBrowser(server)
  const { id } = await makeBoard(ann)
  await ann.send(`/api/boards/${id}`, { method: 'DELETE' })
  const [board] = (await list(ann, '?view=trash')).boards as [BoardSummary]
  const days = (Date.parse(board.purgedAt ?? '') - Date.parse(board.deletedAt ?? '')) / 86_400_000
  expect([board.id, days]).toEqual([id, 30])
})

test('only its owner deletes a board in the trash for good; then it is in no list, cannot be restored, and leaves no text', async () => {
  const [ann, bob] = [openBrowser(server), openBrowser(server)]
  const id = await write(ann, 'Harbour', 'The lighthouse')
  await join(ann, bob, id)
  const discard = (browser: Browser) => browser.send(`/api/me/trash/${id}`, { method: 'DELETE' })
  expect((await discard(ann)).status).toBe(404)
  await ann.send(`/api/boards/${id}`, { method: 'DELETE' })
  expect([(await discard(bob)).status, (await discard(ann)).status, (await discard(ann)).status]).toEqual([
    404, 204, 404,
  ])
  expect([
    await titles(ann, '?view=trash'),
    (await ann.send(`/api/boards/${id}/restore`, { method: 'POST' })).status,
  ]).toEqual([[], 404])
  await expect.poll(async () => [...(await server.directory.indexedAt()).keys()].includes(id as never)).toBe(false)
})

test('[V2] boards are sorted by title as people sort, by creation, change and visit, and come in pages with a total', async () => {
  const ann = openBrowser(server)
  const made = [await makeBoard(ann, 'Plan 10'), await makeBoard(ann, 'plan 9'), await makeBoard(ann, 'Änderung')]
  const me = (await ann.send('/api/me')).json as { you: { id: never } }
  for (const [index, { id }] of made.entries()) {
    await server.tables
      .updateTable('boards')
      .set({ createdAt: index })
      .where('id', '=', id as never)
      .execute()
  }
  await server.directory.visited(made[1]?.id as never, me.you.id)
  expect([
    await titles(ann, '?sort=title'),
    await titles(ann, '?sort=created'),
    await titles(ann, '?sort=opened'),
    await titles(ann, '?view=recent'),
    await titles(ann, '?sort=title&limit=2'),
    await titles(ann, '?sort=title&limit=2&skip=2'),
  ]).toEqual([
    ['Änderung', 'plan 9', 'Plan 10'],
    ['Änderung', 'plan 9', 'Plan 10'],
    ['plan 9', 'Änderung', 'Plan 10'],
    ['plan 9'],
    ['Änderung', 'plan 9'],
    ['Plan 10'],
  ])
  expect((await list(ann, '?limit=1')).total).toBe(3)
  await ann.send(`/api/boards/${made[0]?.id}/import`, {
    method: 'POST',
    json: {
      type: 'inkbridge',
      version: 1,
      document: {
        shapes: { a: { kind: 'rect', at: [0, 0, 1, 1, 0], style: { color: 'ink', width: 4 }, order: 'a0' } },
      },
    },
  })
  expect((await titles(ann, '?sort=changed'))[0]).toBe('Plan 10')
})

test('[V3] a search finds titles first, then text with the place where it is, and nothing of boards that one may not see', async () => {
  const [ann, bob] = [openBrowser(server), openBrowser(server)]
  await write(ann, 'Notes', 'Meet at the lighthouse\nat nine')
  await write(ann, 'Old lighthouse', 'nothing')
  await write(bob, 'Private', 'Another lighthouse')
  await makeBoard(ann, 'Empty')
  const { boards, total } = await list(ann, '?q=LIGHTH')
  expect({ total, boards: boards.map(({ title, found }) => [title, found]) }).toEqual({
    total: 2,
    boards: [
      ['Old lighthouse', undefined],
      ['Notes', { text: 'Meet at the lighthouse at nine', matches: [[12, 22]] }],
    ],
  })
  expect([await titles(ann, '?q=private'), await titles(ann, '?q=zebra'), (await list(ann, '?q=%20')).total]).toEqual([
    [],
    [],
    3,
  ])
})

test('[V4] the text of a board is found after a pause in its changes, and no longer when it was deleted there', async () => {
  const ann = openBrowser(server)
  const id = await write(ann, 'Notes', 'The lighthouse')
  expect(await titles(ann, '?q=lighthouse')).toEqual(['Notes'])
  const row = await server.directory.board(id as never)
  if (!row) return expect.unreachable('the board exists')
  await server.registry.use(row, (room) => room.change(null, (doc) => doc.getMap('shapes').clear()))
  await expect.poll(() => titles(ann, '?q=lighthouse'), { timeout: 5_000 }).toEqual([])
})

test('[V5] boards are put into folders, which only their owner sees, changes and deletes', async () => {
  const [ann, bob] = [openBrowser(server), openBrowser(server)]
  const { id } = await makeBoard(ann, 'Inside')
  await makeBoard(ann, 'Outside')
  const work = await makeFolder(ann, { name: ' Work ' })
  const plans = await makeFolder(ann, { name: 'Plans', parent: work.id })
  expect([work, plans]).toMatchObject([
    { name: 'Work', parent: null },
    { name: 'Plans', parent: work.id },
  ])
  expect((await mark(ann, id, { folder: plans.id })).json).toEqual({ starred: false, folder: plans.id })
  expect([await titles(ann, `?folder=${plans.id}`), await titles(ann, `?folder=${work.id}`)]).toEqual([['Inside'], []])
  const path = `/api/me/folders/${work.id}`
  const attempts = [
    await bob.send(path, { method: 'PATCH', json: { name: 'Mine' } }),
    await bob.send(path, { method: 'DELETE' }),
    await bob.send('/api/me/folders', { method: 'POST', json: { name: 'In it', parent: work.id } }),
    await ann.send(path, { method: 'PATCH', json: { parent: plans.id } }),
    await ann.send(path, { method: 'PATCH', json: { name: ' ' } }),
  ]
  expect(attempts.map(({ status }) => status)).toEqual([404, 404, 404, 409, 400])
  expect((await bob.send('/api/me/folders')).json).toEqual({ folders: [] })
  await ann.send(`/api/me/folders/${plans.id}`, { method: 'DELETE' })
  expect([await titles(ann, `?folder=${work.id}`), (await ann.send('/api/me/folders')).json]).toEqual([
    ['Inside'],
    { folders: [work] },
  ])
})

test("a board is not put into somebody else's folder", async () => {
  const [ann, bob] = [openBrowser(server), openBrowser(server)]
  const { id } = await makeBoard(ann, 'Mine')
  const folder = await makeFolder(bob, { name: 'Theirs' })
  const { status, json } = await mark(ann, id, { folder: folder.id, starred: true })
  expect({ status, json }).toMatchObject({ status: 404, json: { error: { code: 'no-folder' } } })
  expect((await list(ann)).boards).toMatchObject([{ title: 'Mine' }])
  expect((await list(ann)).boards[0]?.folder).toBeUndefined()
})

test('a program with a token cannot star a board', async () => {
  const { id, tokens } = await makeBoard(openBrowser(server))
  const { status } = await send(server, `/api/me/boards/${id}`, {
    method: 'PUT',
    token: tokens.owner,
    json: { starred: true },
  })
  expect(status).toBe(401)
})
