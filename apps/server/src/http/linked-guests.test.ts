import { afterEach, beforeEach, expect, test } from 'vitest'
import * as Y from 'yjs'
import { rectUpdate } from '../rooms/testing/clients.ts'
import { type Browser, makeBoard, openBrowser, send } from '../testing/client.ts'
import { enter, type Visit, visit } from '../testing/doors.ts'
import { addAccount, boardsIn, signedIn, signIn, youIn } from '../testing/people.ts'
import { startServer, type TestServer } from '../testing/server.ts'

/** Guests who sign in become part of an account, with everything they have. */

let server: TestServer
beforeEach(async () => {
  server = await startServer()
})
afterEach(() => server.dispose())

async function openGuest(name?: string): Promise<Browser> {
  const browser = openBrowser(server)
  await browser.send('/api/me')
  if (name) await browser.send('/api/me', { method: 'PATCH', json: { name } })
  return browser
}

/** A person with a document of their own, who draws on a board while they are connected. */
class Artist {
  readonly doc = new Y.Doc()
  readonly #browser: Browser
  readonly #board: string
  #visit: Visit | null = null
  #sent = 0

  constructor(browser: Browser, board: string) {
    this.#browser = browser
    this.#board = board
  }

  /** Connects, and sends everything the document has. */
  async connect(): Promise<void> {
    const credentials = { cookie: this.#browser.cookie, origin: server.origin }
    this.#visit = await enter(server, 'socket.io', this.#board, credentials)
    this.#sent = 1
    this.#visit.send({ kind: 'sync-step-2', update: Y.encodeStateAsUpdate(this.doc) })
    await this.saved()
  }

  draw(shape: string): void {
    const update = rectUpdate(this.doc, shape)
    if (!this.#visit) return
    this.#sent += 1
    this.#visit.send({ kind: 'update', update })
  }

  async saved(): Promise<void> {
    await this.#visit?.until('saved', ({ saved }) => saved >= this.#sent)
  }

  /** Resolves when its connection has ended. */
  async gone(): Promise<number> {
    const code = (await this.#visit?.closed) ?? 0
    this.#visit = null
    return code
  }

  leave(): void {
    this.#visit?.leave()
    this.#visit = null
  }
}

async function shapesOn(board: string): Promise<readonly string[]> {
  const row = await server.directory.board(board as never)
  if (!row) throw new Error('expected a board')
  return server.registry.use(row, (room) => room.read((doc) => [...doc.getMap('shapes').keys()].sort()))
}

test('a guest who signs in keeps boards, rights and name, and its connections continue as the account', async () => {
  const [ann, bob] = [await openGuest('Ann'), await openGuest()]
  const [own, theirs] = [await makeBoard(ann, 'Harbour'), await makeBoard(bob, 'Quay')]
  await ann.send(`/api/boards/${theirs.id}/join`, { method: 'POST', json: { secret: theirs.tokens.editor } })
  const open = await enter(server, 'socket.io', own.id, { cookie: ann.cookie, origin: server.origin })
  const account = await server.accounts.add({ email: 'ann@example.org', name: null })
  const { secret } = (account && (await server.accounts.linkFor(account))) ?? {}
  await ann.send('/api/password-link/use', { method: 'POST', json: { secret, password: 'correct horse' } })
  expect(await boardsIn(ann)).toEqual([
    ['Harbour', 'owner'],
    ['Quay', 'editor'],
  ])
  expect(await youIn(ann)).toMatchObject({ id: account?.principal, name: 'Ann' })
  // A code after which a client connects again immediately, with the new cookie.
  expect(await open.closed).toBeGreaterThanOrEqual(4_500)
  const again = await enter(server, 'socket.io', own.id, { cookie: ann.cookie, origin: server.origin })
  expect((await again.until('hello')).hello).toMatchObject({ role: 'owner', you: { name: 'Ann' } })
})

test('work of two machines, made offline as guests, is accepted after both have signed in as one person', async () => {
  const [laptop, phone] = [await openGuest(), await openGuest()]
  const { id, tokens } = await makeBoard(laptop)
  await phone.send(`/api/boards/${id}/join`, { method: 'POST', json: { secret: tokens.editor } })
  const artists = [new Artist(laptop, id), new Artist(phone, id)]
  for (const [index, artist] of artists.entries()) {
    await artist.connect()
    artist.draw(`online${index}`)
    await artist.saved()
    artist.leave()
    artist.draw(`offline${index}`)
  }
  const email = await addAccount(server, 'Ann')
  for (const browser of [laptop, phone]) await signIn(browser, email)
  for (const artist of artists) await artist.connect()
  expect(await shapesOn(id)).toEqual(['offline0', 'offline1', 'online0', 'online1'])
})

test('a board that is loaded after the sign-in knows the account as the author of its guest’s work', async () => {
  const ann = await openGuest()
  const { id } = await makeBoard(ann)
  const artist = new Artist(ann, id)
  await artist.connect()
  artist.draw('before')
  await artist.saved()
  artist.leave()
  await signIn(ann, await addAccount(server, 'Ann'))
  await server.registry.close(id as never, { code: 4500, reason: 'restarting', message: 'test' } as never)
  artist.draw('after')
  await artist.connect()
  expect(await shapesOn(id)).toEqual(['after', 'before'])
})

test('somebody else’s account may not write as the guest of another', async () => {
  const [ann, bob] = [await openGuest(), await signedIn(server, 'Bob')]
  const { id, tokens } = await makeBoard(ann)
  await bob.send(`/api/boards/${id}/join`, { method: 'POST', json: { secret: tokens.editor } })
  const artist = new Artist(ann, id)
  await artist.connect()
  artist.draw('before')
  await artist.saved()
  artist.leave()
  await signIn(ann, await addAccount(server, 'Ann'))
  const thief = await enter(server, 'socket.io', id, { cookie: bob.cookie, origin: server.origin })
  thief.send({ kind: 'update', update: rectUpdate(artist.doc, 'stolen') })
  expect(await thief.closed).toBe(4423)
  expect(await shapesOn(id)).toEqual(['before'])
})

test('on a shared computer the next person does not get the boards of the previous one', async () => {
  const shared = await openGuest()
  const { id } = await makeBoard(shared, 'Harbour')
  const old = shared.cookie
  const [ann, bob] = [await addAccount(server, 'Ann'), await addAccount(server, 'Bob')]
  await signIn(shared, ann)
  await shared.send('/api/me/sign-out', { method: 'POST' })
  await shared.send('/api/me')
  await signIn(shared, bob)
  expect(await boardsIn(shared)).toEqual([])
  expect(await server.directory.linkedGuests()).toHaveLength(1)
  // Somebody who kept a copy of the guest's cookie is nobody, in this browser or another.
  const subject = `${old?.split('=')[1]?.split('.')[0]}.${'d'.repeat(22)}`
  const elsewhere = `inkbridge=${subject}.${server.secrets.sign(subject)}`
  for (const cookie of [old, elsewhere]) {
    expect(await visit(server, 'socket.io', id, { cookie, origin: server.origin })).toEqual({ code: 4403 })
    const { json } = await send(server, '/api/me', { cookie, origin: server.origin })
    const seen = (json as { you: { id: string } }).you.id
    expect([seen.slice(0, 2), seen.includes(subject.split('.')[0] ?? '')]).toEqual(['g:', false])
  }
})

test('a browser’s guest gets its boards back, and the account keeps its own', async () => {
  const [laptop, phone] = [await openGuest(), await openGuest()]
  const [mine, theirs] = [await makeBoard(laptop, 'Harbour'), await makeBoard(phone, 'Quay')]
  const email = await addAccount(server, 'Ann')
  await signIn(laptop, email)
  await signIn(phone, email)
  expect((await boardsIn(laptop)).map(([title]) => title)).toEqual(['Harbour', 'Quay'])
  expect((await phone.send('/api/account')).json).toMatchObject({ account: { guest: true } })
  const open = await enter(server, 'socket.io', theirs.id, { cookie: laptop.cookie, origin: server.origin })
  const undone = await phone.send('/api/account/unlink', { method: 'POST' })
  expect([undone.status, undone.json]).toMatchObject([200, { account: null }])
  expect(await open.closed).toBe(4403)
  expect([await boardsIn(phone), await boardsIn(laptop)]).toEqual([[['Quay', 'owner']], [['Harbour', 'owner']]])
  expect((await laptop.send(`/api/boards/${theirs.id}`)).status).toBe(404)
  expect((await laptop.send(`/api/boards/${mine.id}`)).status).toBe(200)
})

test('a guest without a board or a name leaves no trace', async () => {
  const ann = await openGuest()
  await signIn(ann, await addAccount(server, 'Ann'))
  expect(await server.directory.linkedGuests()).toEqual([])
  expect((await ann.send('/api/account')).json).toMatchObject({ account: { guest: false } })
})
