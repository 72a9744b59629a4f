import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Browser, type MadeBoard, makeBoard, openBrowser } from '../testing/client.ts'
import { enter } from '../testing/doors.ts'
import { startServer, type TestServer } from '../testing/server.ts'

let server: TestServer
let owner: Browser
let board: MadeBoard
beforeEach(async () => {
  server = await startServer()
  owner = openBrowser(server)
  board = await makeBoard(owner)
})
afterEach(() => server.dispose())

async function newGuest(name: string) {
  const browser = openBrowser(server)
  await browser.send('/api/me')
  const { json } = await browser.send('/api/me', { method: 'PATCH', json: { name } })
  return { browser, you: (json as { you: { id: string } }).you }
}

const ask = ({ browser }: { readonly browser: Browser }, id = board.id) =>
  browser.send(`/api/boards/${id}/requests`, { method: 'POST' })

const waiting = async () =>
  ((await owner.send(`/api/boards/${board.id}/requests`)).json as { people: { name: string }[] }).people

const answer = (id: string, given: string) =>
  owner.send(`/api/boards/${board.id}/requests/${id}`, { method: 'POST', json: { answer: given } })

const roleOf = async ({ browser }: { readonly browser: Browser }) => {
  const { status, json } = await browser.send(`/api/boards/${board.id}`)
  return status === 200 ? (json as { role: string }).role : status
}

test('an owner on the board sees at once who asks to be let in, and one who comes later when they come', async () => {
  const visit = () => enter(server, 'socket.io', board.id, { cookie: owner.cookie, origin: server.origin })
  const inside = await visit()
  const bob = await newGuest('Bob')
  expect((await ask(bob)).status).toBe(204)
  const shown = { kind: 'notice', notice: { type: 'requests', people: [bob.you] } }
  expect(await inside.until('notice')).toEqual(shown)
  const later = await visit()
  expect(await later.until('notice')).toEqual(shown)
  expect((await answer(bob.you.id, 'viewer')).json).toEqual({ people: [] })
  await inside.until('notice', ({ notice }) => notice.type === 'requests' && notice.people.length === 0)
  for (const each of [inside, later]) each.leave()
})

test('editors do not see who asks', async () => {
  const editor = await enter(server, 'socket.io', board.id, { token: board.tokens.editor })
  await ask(await newGuest('Bob'))
  editor.send({ kind: 'ping', id: 1 })
  await editor.until('pong')
  expect(editor.frames.filter(({ kind }) => kind === 'notice')).toEqual([])
  editor.leave()
})

test.each(['viewer', 'commenter', 'editor'])('who is let in as %s has that role from then on', async (role) => {
  const bob = await newGuest('Bob')
  await ask(bob)
  expect(await roleOf(bob)).toBe(404)
  expect((await answer(bob.you.id, role)).status).toBe(200)
  expect([await roleOf(bob), await waiting()]).toEqual([role, []])
  expect((await answer(bob.you.id, role)).status).toBe(404)
})

test('who is declined is not shown again when their page asks again; who is blocked cannot join by a link', async () => {
  const [bob, cleo] = [await newGuest('Bob'), await newGuest('Cleo')]
  await Promise.all([ask(bob), ask(cleo)])
  await answer(bob.you.id, 'decline')
  await answer(cleo.you.id, 'block')
  expect((await Promise.all([ask(bob), ask(cleo)])).map(({ status }) => status)).toEqual([204, 204])
  expect(await waiting()).toEqual([])
  const join = async ({ browser }: typeof bob) => {
    const body = { method: 'POST', json: { secret: board.tokens.viewer } }
    return (await browser.send(`/api/boards/${board.id}/join`, body)).status
  }
  expect([await join(bob), await join(cleo)]).toEqual([200, 404])
})

test('the answer is the same for a board that exists, one that does not, one in the trash and one that may be opened', async () => {
  const bob = await newGuest('Bob')
  const trashed = await makeBoard(owner)
  await owner.send(`/api/boards/${trashed.id}`, { method: 'DELETE' })
  const replies = []
  for (const id of [board.id, 'A'.repeat(16), trashed.id, 'no board at all'])
    replies.push(await ask(bob, encodeURI(id)))
  replies.push(await ask({ browser: owner }))
  const seen = replies.map(({ status, headers, text }) => ({ status, text, names: Object.keys(headers).sort() }))
  expect(seen).toEqual(seen.map(() => seen[0]))
  expect(seen[0]?.status).toBe(204)
  expect(await waiting()).toMatchObject([{ name: 'Bob' }])
})

test('requests of one address for one board are limited, whether it exists or not, and the list is bounded', async () => {
  const guests = await Promise.all(Array.from({ length: 31 }, (_, index) => newGuest(`Guest ${index}`)))
  for (const guest of guests) await ask(guest)
  expect(await waiting()).toHaveLength(30)
  const [first] = guests
  if (!first) throw new Error('expected a guest')
  const statuses = async (id: string, times: number) => {
    const replies = await Promise.all(Array.from({ length: times }, () => ask(first, id)))
    return replies.map(({ status }) => status).sort()
  }
  expect(await statuses(board.id, 60)).toEqual([...Array(59).fill(204), 429])
  expect(await statuses('A'.repeat(16), 91)).toEqual([...Array(90).fill(204), 429])
})
