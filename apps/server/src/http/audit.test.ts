import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Browser, makeBoard, openBrowser, send } from '../testing/client.ts'
import { startServer, type TestServer } from '../testing/server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server.dispose())

async function newGuest(name: string): Promise<Browser & { readonly id: string }> {
  const browser = openBrowser(server)
  await browser.send('/api/me')
  const { json } = await browser.send('/api/me', { method: 'PATCH', json: { name } })
  return Object.assign(browser, { id: (json as { you: { id: string } }).you.id })
}

interface Entry {
  readonly id: number
  readonly action: string
  readonly actor: { readonly name: string }
  readonly person?: { readonly name: string }
  readonly link?: { readonly name: string; readonly role: string }
  readonly role?: string
}

const shown = ({ action, actor, person, link, role }: Entry) =>
  [actor.name, action, person?.name, link && `${link.name}/${link.role}`, role].filter(Boolean).join(' ')

test('owners see who changed the rights and who joined, from the newest; a repeated join and a repeated lock are no events', async () => {
  const [ann, bob, cleo] = [await newGuest('Ann'), await newGuest('Bob'), await newGuest('Cleo')]
  const board = await makeBoard(ann)
  const path = `/api/boards/${board.id}`
  const post = (to: string, json: object = {}) => ann.send(path + to, { method: 'POST', json })
  const patch = (to: string, json: object) => ann.send(path + to, { method: 'PATCH', json })
  const made = (await post('/links', { role: 'editor', name: 'Guests' })).json as { id: string; url: string }
  const secret = made.url.split('#k=')[1]
  for (let times = 0; times < 2; times += 1) await bob.send(`${path}/join`, { method: 'POST', json: { secret } })
  await patch(`/links/${made.id}`, { role: 'commenter' })
  for (let times = 0; times < 2; times += 1) await patch('/lock', { locked: true })
  await patch('/lock', { locked: false })
  await patch(`/people/${bob.id}`, { role: 'editor' })
  await cleo.send(`${path}/requests`, { method: 'POST' })
  await post(`/requests/${cleo.id}`, { answer: 'viewer' })
  await patch(`/people/${cleo.id}`, { blocked: true })
  await patch('/link', { passable: false })
  await ann.send(`${path}/people/${bob.id}`, { method: 'DELETE' })
  await post(`/links/${made.id}/rotate`)
  const { json } = await ann.send(`${path}/audit`)
  const { entries } = json as { entries: Entry[] }
  expect(entries.map(shown).reverse()).toEqual([
    'Ann link-created Guests/commenter editor',
    'Bob joined Guests/commenter editor',
    'Ann link-changed Guests/commenter commenter',
    'Ann locked',
    'Ann unlocked',
    'Ann role-changed Bob editor',
    'Ann let-in Cleo viewer',
    'Ann blocked Cleo',
    'Ann passing-refused',
    'Ann removed Bob',
    'Ann link-replaced Guests/commenter commenter',
  ])
})

test('earlier events are read in parts; editors read none; what was refused is no event', async () => {
  const ann = await newGuest('Ann')
  const board = await makeBoard(ann)
  const path = `/api/boards/${board.id}`
  for (const locked of [true, false, true]) await ann.send(`${path}/lock`, { method: 'PATCH', json: { locked } })
  await send(server, `${path}/lock`, { method: 'PATCH', token: board.tokens.editor, json: { locked: false } })
  const read = async (query = '') => ((await ann.send(`${path}/audit${query}`)).json as { entries: Entry[] }).entries
  const [last, second, first] = await read()
  expect([last, second, first].map((entry) => entry?.action)).toEqual(['locked', 'unlocked', 'locked'])
  expect(await read(`?before=${second?.id}`)).toEqual([first])
  expect((await send(server, `${path}/audit`, { token: board.tokens.editor })).status).toBe(403)
})
