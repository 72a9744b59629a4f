import { afterEach, expect, test } from 'vitest'
import { makeBoard, openBrowser } from '../testing/client.ts'
import { addAccount, boardsIn, youIn } from '../testing/people.ts'
import { startServer, type TestServer } from '../testing/server.ts'

/** The setting `AUTH_HEADER`: a trusted proxy says who has signed in. */

let server: TestServer
afterEach(() => server.dispose())

async function behind(proxies: string): Promise<void> {
  server = await startServer({ env: { AUTH_HEADER: 'X-Forwarded-User', TRUSTED_PROXIES: proxies } })
}

const as = (name: string) => ({ headers: { 'X-Forwarded-User': name } })

test('whom a trusted proxy names is signed in when they open a page, as the same account each time', async () => {
  await behind('127.0.0.1')
  const [laptop, phone] = [openBrowser(server), openBrowser(server)]
  expect((await laptop.send('/', as('ann@example.org'))).status).toBe(200)
  await phone.send('/', as('ann@example.org'))
  const [here, there] = [await youIn(laptop), await youIn(phone)]
  expect(here).toMatchObject({ id: expect.stringMatching(/^a:/), name: 'ann' })
  expect(there).toEqual(here)
  expect((await laptop.send('/api/account', as('ann@example.org'))).json).toMatchObject({
    account: { email: 'ann@example.org', hasPassword: false },
  })
})

test('a person without a password does not set one with the cookie alone', async () => {
  await behind('127.0.0.1')
  const browser = openBrowser(server)
  await browser.send('/', as('ann@example.org'))
  const json = { current: '', password: 'correct horse' }
  const refused = await browser.send('/api/account/password', { method: 'POST', json, ...as('ann@example.org') })
  expect([refused.status, (await server.directory.accountOfEmail('ann@example.org'))?.password]).toEqual([401, null])
})

test('a guest keeps boards when the proxy begins to name them', async () => {
  await behind('127.0.0.1')
  const ann = openBrowser(server)
  await ann.send('/')
  await makeBoard(ann, 'Harbour')
  await ann.send('/', as('ann@example.org'))
  expect(await boardsIn(ann)).toEqual([['Harbour', 'owner']])
})

test('the header of a client that is no trusted proxy is ignored', async () => {
  await behind('10.0.0.1')
  await addAccount(server, 'Ann')
  const eve = openBrowser(server)
  await eve.send('/', as('ann@example.org'))
  expect((await youIn(eve)).id).toMatch(/^g:/)
  expect((await eve.send('/api/account', as('ann@example.org'))).json).toMatchObject({ account: null })
})

test('a cookie of one person is worth nothing while the proxy names another', async () => {
  await behind('127.0.0.1')
  const browser = openBrowser(server)
  await browser.send('/', as('ann@example.org'))
  const ann = await youIn(browser)
  await makeBoard(browser, 'Harbour')
  expect((await browser.send('/api/boards', as('bob@example.org'))).json).toEqual({ boards: [], total: 0 })
  await browser.send('/', as('bob@example.org'))
  const bob = await youIn(browser)
  expect([bob.name, bob.id === ann.id, await boardsIn(browser)]).toEqual(['bob', false, []])
})

test('an account that is disabled is not let in by the proxy', async () => {
  await behind('127.0.0.1')
  const browser = openBrowser(server)
  await browser.send('/', as('ann@example.org'))
  const account = await server.directory.accountOfEmail('ann@example.org')
  if (account) await server.accounts.disable(account, true)
  const refused = await browser.send('/', as('ann@example.org'))
  expect([refused.status, refused.text]).toEqual([401, expect.stringContaining('This account is disabled.')])
})

test('a person with an account for that address is that account, also after a restart', async () => {
  await behind('127.0.0.1')
  const email = await addAccount(server, 'Ann')
  const browser = openBrowser(server)
  await browser.send('/', as(email))
  expect((await youIn(browser)).name).toBe('Ann')
  expect(await server.directory.identitiesOf('proxy')).toEqual([
    { issuer: 'proxy', subject: email, account: (await youIn(browser)).id },
  ])
})
