import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Browser, makeBoard, openBrowser } from '../testing/client.ts'
import { enter } from '../testing/doors.ts'
import { boardsIn, goodPassword, signedIn, trySignIn, youIn } from '../testing/people.ts'
import { startServer, type TestServer } from '../testing/server.ts'

/** Administrators manage accounts, and boards whose owners are gone. */

let server: TestServer
let ann: Browser
beforeEach(async () => {
  server = await startServer()
  ann = await signedIn(server, 'Ann')
})
afterEach(() => server.dispose())

const people = '/api/administration/people'

test('an administrator sees all accounts; other people see none', async () => {
  const bob = await signedIn(server, 'Bob')
  const { json } = await ann.send(people)
  expect(json).toMatchObject({
    people: [
      { name: 'Ann', email: 'ann@example.org', role: 'admin', disabled: false, hasPassword: true },
      { name: 'Bob', email: 'bob@example.org', role: 'member' },
    ],
  })
  expect((await bob.send(people)).status).toBe(403)
  expect((await openBrowser(server).send(people)).status).toBe(401)
})

test('an administrator invites a person, who sets a password by the link', async () => {
  const invited = await ann.send(people, { method: 'POST', json: { email: 'carol@example.org', name: 'Carol' } })
  expect(invited.json).toMatchObject({ url: expect.stringMatching(/^\/account\/password#[\w-]{32}$/) })
  const { url } = invited.json as { url: string }
  const carol = openBrowser(server)
  await carol.send('/api/me')
  const json = { secret: url.split('#')[1], password: goodPassword }
  expect((await carol.send('/api/password-link/use', { method: 'POST', json })).status).toBe(200)
  expect(await youIn(carol)).toMatchObject({ name: 'Carol' })
  const twice = await ann.send(people, { method: 'POST', json: { email: 'CAROL@example.org' } })
  expect([twice.status, twice.json]).toMatchObject([409, { error: { code: 'taken-address' } }])
})

test('an administrator disables a person, whose connections end, but not themselves', async () => {
  const bob = await signedIn(server, 'Bob')
  const { id } = await makeBoard(bob)
  const session = await enter(server, 'socket.io', id, { cookie: bob.cookie, origin: server.origin })
  const [me, { id: them }] = [await youIn(ann), await youIn(bob)]
  const disable = { method: 'PATCH', json: { disabled: true } }
  expect((await ann.send(`${people}/${them}`, disable)).json).toMatchObject({ name: 'Bob', disabled: true })
  expect(await session.closed).toBe(4401)
  const guest = openBrowser(server)
  await guest.send('/api/me')
  expect((await trySignIn(guest, 'bob@example.org', goodPassword)).status).toBe(401)
  expect((await ann.send(`${people}/${me.id}`, disable)).status).toBe(409)
})

test('a board is taken over when its owner is gone, and not before', async () => {
  const bob = await signedIn(server, 'Bob')
  const { id } = await makeBoard(bob, 'Harbour')
  const takeOver = () => ann.send(`/api/administration/boards/${id}/take-over`, { method: 'POST' })
  expect([(await takeOver()).status, await boardsIn(ann)]).toEqual([409, []])
  await bob.send('/api/account/delete', { method: 'POST', json: { password: goodPassword } })
  expect((await ann.send('/api/administration/boards')).json).toMatchObject({ boards: [{ id, title: 'Harbour' }] })
  expect([(await takeOver()).status, await boardsIn(ann)]).toEqual([204, [['Harbour', 'owner']]])
  expect((await ann.send('/api/administration/boards')).json).toEqual({ boards: [] })
})
