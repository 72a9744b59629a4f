import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { makeBoard, openBrowser, send } from '../testing/client.ts'
import { doors, enter, visit } from '../testing/doors.ts'
import { addAccount, boardsIn, goodPassword, signedIn, signIn, trySignIn, youIn } from '../testing/people.ts'
import { startServer, type TestServer } from '../testing/server.ts'

/** Signing in with a password, and what people do with their accounts. */

let server: TestServer
let now: number
beforeEach(async () => {
  now = 0
  server = await startServer({ clock: () => now })
})
afterEach(() => server.dispose())

const codeOf = ({ json }: { readonly json: unknown }) => (json as { error?: { code: string } }).error?.code

/** A browser with a guest. */
async function openGuest() {
  const browser = openBrowser(server)
  await browser.send('/api/me')
  return browser
}

async function linkFor(name: string): Promise<string> {
  const account = await server.directory.accountOfEmail(`${name.toLowerCase()}@example.org`)
  if (!account) throw new Error(`there is no account of ${name}`)
  return (await server.accounts.linkFor(account)).secret
}

describe('signing in', () => {
  test('is offered once there is an account', async () => {
    const guest = await openGuest()
    const none = { password: false, openId: false }
    expect((await guest.send('/api/account')).json).toEqual({ account: null, signIn: none, mayCreate: true })
    await addAccount(server, 'Ann')
    expect((await guest.send('/api/account')).json).toMatchObject({ account: null, signIn: { password: true } })
  })

  test('makes the browser that account, with the role of administrator for the first one', async () => {
    const [ann, bob] = [await signedIn(server, 'Ann'), await signedIn(server, 'Bob')]
    const [first, second] = [await ann.send('/api/account'), await bob.send('/api/account')]
    expect([first.json, second.json]).toMatchObject([
      { account: { name: 'Ann', email: 'ann@example.org', role: 'admin', hasPassword: true, soleOwnerOf: [] } },
      { account: { name: 'Bob', email: 'bob@example.org', role: 'member' } },
    ])
    expect(await youIn(ann)).toMatchObject({ id: (first.json as { account: { id: string } }).account.id, name: 'Ann' })
  })

  test('works with an address in capitals, and in two browsers that see the same boards', async () => {
    const ann = await signedIn(server, 'Ann')
    const phone = await openGuest()
    await signIn(phone, 'Ann@Example.ORG')
    await makeBoard(ann, 'Harbour')
    await makeBoard(phone, 'Quay')
    const both = [
      ['Harbour', 'owner'],
      ['Quay', 'owner'],
    ]
    expect([await boardsIn(ann), await boardsIn(phone)]).toEqual([both, both])
  })

  test('an unknown address, a wrong password and a disabled account are answered alike', async () => {
    await addAccount(server, 'Ann')
    const email = await addAccount(server, 'Bob')
    const bob = await server.directory.accountOfEmail(email)
    if (bob) await server.accounts.disable(bob, true)
    const guest = await openGuest()
    const replies = [
      await trySignIn(guest, 'nobody@example.org', goodPassword),
      await trySignIn(guest, 'ann@example.org', 'wrong horse'),
      await trySignIn(guest, email, goodPassword),
    ]
    expect(replies.map(({ status, text }) => [status, text])).toEqual(Array(3).fill([401, replies[0]?.text]))
  })

  test('wrong passwords are limited, and the right one is not accepted before the wait is over', async () => {
    const email = await addAccount(server, 'Ann')
    const guest = await openGuest()
    for (let guess = 0; guess < 10; guess += 1)
      expect((await trySignIn(guest, email, `guess number ${guess}`)).status).toBe(401)
    const refused = await trySignIn(guest, email, goodPassword)
    expect([refused.status, codeOf(refused), refused.headers['retry-after']]).toEqual([429, 'too-many-attempts', '1'])
    now += 1_000
    expect((await trySignIn(guest, email, goodPassword)).status).toBe(200)
  })

  test('gives the browser a new cookie, and its previous one is worth nothing', async () => {
    const guest = await openGuest()
    const before = guest.cookie
    await signIn(guest, await addAccount(server, 'Ann'))
    expect(guest.cookie).not.toBe(before)
    const old = await send(server, '/api/account', { cookie: before, origin: server.origin })
    expect(old.json).toMatchObject({ account: null })
  })

  test('needs a page of this server, and a browser that is not signed in yet', async () => {
    const email = await addAccount(server, 'Ann')
    const json = { email, password: goodPassword }
    const foreign = await send(server, '/api/sign-in', { method: 'POST', json, origin: 'https://evil.example' })
    const program = await send(server, '/api/sign-in', { method: 'POST', json })
    expect([foreign, program].map(({ status, headers }) => [status, headers['set-cookie']])).toEqual([
      [403, undefined],
      [401, undefined],
    ])
    const bob = await signedIn(server, 'Bob')
    const second = await trySignIn(bob, email, goodPassword)
    expect([second.status, codeOf(second), (await youIn(bob)).name]).toEqual([409, 'signed-in', 'Bob'])
  })

  test('a cookie signed for a guest is not an account', async () => {
    const ann = await signedIn(server, 'Ann')
    const { id } = await youIn(ann)
    const [name, device = ''] = ['inkbridge', ann.cookie?.split('.')[1]]
    const forged = [
      `${name}=${id}.${device}.${'A'.repeat(43)}`,
      `${name}=${id}.${device}.${server.secrets.sign(`g:${id}.${device}`)}`,
      `${name}=${id.slice(2)}.${device}.${server.secrets.sign(`${id.slice(2)}.${device}`)}`,
    ]
    for (const cookie of forged)
      expect((await send(server, '/api/account', { cookie, origin: server.origin })).json).toMatchObject({
        account: null,
      })
  })
})

describe('a link to set a password', () => {
  test('says whose it is, and works once', async () => {
    await server.accounts.add({ email: 'ann@example.org', name: null })
    const secret = await linkFor('Ann')
    const guest = await openGuest()
    const ask = (path: string, json: unknown) => guest.send(path, { method: 'POST', json })
    expect((await ask('/api/password-link', { secret })).json).toEqual({
      email: 'ann@example.org',
      name: null,
      isNew: true,
    })
    const used = await ask('/api/password-link/use', { secret, password: goodPassword, name: ' Ann B. ' })
    expect([used.status, used.json]).toMatchObject([200, { account: { name: 'Ann B.', email: 'ann@example.org' } }])
    const other = openBrowser(server)
    await other.send('/api/me')
    const again = await other.send('/api/password-link/use', {
      method: 'POST',
      json: { secret, password: 'another one' },
    })
    expect([again.status, codeOf(again)]).toEqual([404, 'no-password-link'])
    expect((await trySignIn(other, 'ann@example.org', goodPassword)).status).toBe(200)
  })

  test('replaces earlier ones, and ends all sessions when it is used', async () => {
    const ann = await signedIn(server, 'Ann')
    const [first, second] = [await linkFor('Ann'), await linkFor('Ann')]
    const guest = await openGuest()
    const use = (secret: string) =>
      guest.send('/api/password-link/use', { method: 'POST', json: { secret, password: 'another horse' } })
    expect((await use(first)).status).toBe(404)
    expect((await ann.send('/api/account')).json).toMatchObject({ account: { name: 'Ann' } })
    expect((await use(second)).status).toBe(200)
    expect((await send(server, '/api/account', { cookie: ann.cookie, origin: server.origin })).json).toMatchObject({
      account: null,
    })
  })

  test.each(['short', 'ninechars', '💥'.repeat(300)])('does not set the password %j', async (password) => {
    await server.accounts.add({ email: 'ann@example.org', name: null })
    const json = { secret: await linkFor('Ann'), password }
    const guest = await openGuest()
    expect((await guest.send('/api/password-link/use', { method: 'POST', json })).status).toBe(400)
    const kept = await guest.send('/api/password-link', { method: 'POST', json: { secret: json.secret } })
    expect(kept.status).toBe(200)
  })

  test('of two uses at the same time one counts', async () => {
    await server.accounts.add({ email: 'ann@example.org', name: null })
    const secret = await linkFor('Ann')
    const uses = await Promise.all(
      ['the first horse', 'the second horse'].map(async (password) => {
        const guest = await openGuest()
        return (await guest.send('/api/password-link/use', { method: 'POST', json: { secret, password } })).status
      }),
    )
    expect(uses.sort()).toEqual([200, 404])
  })
})

describe('an account', () => {
  const change = { current: goodPassword, password: 'another horse' }

  test('a new password ends all other sessions within two seconds, and not this one', async () => {
    const ann = await signedIn(server, 'Ann')
    const phone = await openGuest()
    await signIn(phone, 'ann@example.org')
    const { id } = await makeBoard(ann)
    const sessions = await Promise.all(
      doors.map((door) => enter(server, door, id, { cookie: phone.cookie, origin: server.origin })),
    )
    const begun = performance.now()
    const changed = await ann.send('/api/account/password', { method: 'POST', json: change })
    expect(changed.status).toBe(200)
    await Promise.all(sessions.map(({ closed }) => closed))
    expect(performance.now() - begun).toBeLessThan(2_000)
    expect((await youIn(ann)).name).toBe('Ann')
    expect((await phone.send('/api/boards', { method: 'POST', json: {} })).status).toBe(401)
    const guest = await openGuest()
    expect((await trySignIn(guest, 'ann@example.org', goodPassword)).status).toBe(401)
    expect((await trySignIn(guest, 'ann@example.org', 'another horse')).status).toBe(200)
  })

  test('a wrong current password changes nothing', async () => {
    const ann = await signedIn(server, 'Ann')
    const json = { ...change, current: 'wrong horse' }
    const refused = await ann.send('/api/account/password', { method: 'POST', json })
    expect([refused.status, codeOf(refused)]).toEqual([401, 'wrong-password'])
    expect((await trySignIn(await openGuest(), 'ann@example.org', goodPassword)).status).toBe(200)
  })

  test('downloads what the server knows of a person', async () => {
    const ann = await signedIn(server, 'Ann')
    const board = await makeBoard(ann, 'Harbour')
    const { json, headers } = await ann.send('/api/account/data')
    expect(headers['content-disposition']).toContain('inkbridge-account.json')
    expect(json).toMatchObject({
      account: { name: 'Ann', email: 'ann@example.org' },
      boards: [{ id: board.id, title: 'Harbour', role: 'owner' }],
      devices: [{ label: 'Browser' }],
    })
    expect(JSON.stringify(json)).not.toContain('argon2')
  })

  test('is deleted with its password: boards stay for the others on them, and the name is gone', async () => {
    const [ann, bob] = [await signedIn(server, 'Ann'), await openGuest()]
    const { id, tokens } = await makeBoard(ann, 'Harbour')
    await bob.send(`/api/boards/${id}/join`, { method: 'POST', json: { secret: tokens.editor } })
    const { id: principal } = await youIn(ann)
    expect((await ann.send('/api/account')).json).toMatchObject({
      account: { soleOwnerOf: [{ id, title: 'Harbour' }] },
    })
    const wrong = await ann.send('/api/account/delete', { method: 'POST', json: { password: 'wrong horse' } })
    expect(wrong.status).toBe(401)
    const deleted = await ann.send('/api/account/delete', { method: 'POST', json: { password: goodPassword } })
    expect([deleted.status, deleted.headers['clear-site-data']]).toEqual([204, '"cache", "storage"'])
    expect(await server.admission.personOf(principal as never)).toMatchObject({ name: 'Deleted person' })
    expect(await boardsIn(bob)).toEqual([['Harbour', 'editor']])
    expect((await trySignIn(await openGuest(), 'ann@example.org', goodPassword)).status).toBe(401)
  })

  test('that is disabled loses every open connection within two seconds, and every cookie', async () => {
    const ann = await signedIn(server, 'Ann')
    const { id } = await makeBoard(ann)
    const credentials = { cookie: ann.cookie, origin: server.origin }
    const sessions = await Promise.all(doors.map((door) => enter(server, door, id, credentials)))
    const account = await server.directory.accountOfEmail('ann@example.org')
    if (!account) return expect.unreachable()
    const begun = performance.now()
    await server.accounts.disable(account, true)
    await Promise.all(sessions.map(({ closed }) => closed))
    expect(performance.now() - begun).toBeLessThan(2_000)
    for (const door of doors) expect(await visit(server, door, id, credentials)).not.toHaveProperty('entered')
    expect((await send(server, `/api/boards/${id}`, credentials)).status).toBe(404)
    await server.accounts.disable(account, false)
    await signIn(await openGuest(), 'ann@example.org')
    expect((await send(server, `/api/boards/${id}`, credentials)).status).toBe(404)
  })

  test('a browser that signs out is a new guest, and keeps nothing of the account', async () => {
    const ann = await signedIn(server, 'Ann')
    const before = await youIn(ann)
    await makeBoard(ann)
    const out = await ann.send('/api/me/sign-out', { method: 'POST' })
    expect([out.status, out.headers['clear-site-data']]).toEqual([204, '"cache", "storage"'])
    expect((await youIn(ann)).id).toMatch(/^g:/)
    expect([await boardsIn(ann), before.id.slice(0, 2)]).toEqual([[], 'a:'])
  })
})

test('no password, one-time secret or cookie is logged', async () => {
  const ann = await signedIn(server, 'Ann')
  const secret = await linkFor('Ann')
  const guest = await openGuest()
  await guest.send('/api/password-link/use', { method: 'POST', json: { secret, password: 'short' } })
  await trySignIn(guest, 'ann@example.org', 'wrong horse battery')
  Object.assign(server.directory, {
    accountOfEmail: () => Promise.reject(new Error('broken')),
  })
  expect((await trySignIn(guest, 'ann@example.org', goodPassword)).status).toBe(500)
  const log = server.logged.join('\n')
  expect(log).toContain('broken')
  for (const text of [goodPassword, secret, 'wrong horse battery', ann.cookie ?? '', guest.cookie ?? ''])
    expect(log).not.toContain(text)
})
