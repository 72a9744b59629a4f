import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { makeBoard, openBrowser } from '../testing/client.ts'
import { client, Jar, type OpenIdProvider, passProvider, startOpenIdProvider } from '../testing/open-id-provider.ts'
import { addAccount, boardsIn } from '../testing/people.ts'
import { startServer, type TestServer } from '../testing/server.ts'

/** Signing in with a real OpenID provider. */

let server: TestServer
let provider: OpenIdProvider
beforeEach(async () => {
  const port = await freePort()
  const address = `http://127.0.0.1:${port}`
  provider = await startOpenIdProvider(`${address}/sign-in/openid/callback`)
  server = await startServer({
    port,
    env: {
      PUBLIC_URL: address,
      OIDC_ISSUER: provider.issuer,
      OIDC_CLIENT_ID: client.id,
      OIDC_CLIENT_SECRET: client.secret,
    },
  })
  provider.people.set('ann', { email: 'ann@example.org', email_verified: true, name: 'Ann' })
})
afterEach(async () => {
  await server.dispose()
  await provider.close()
})

async function freePort(): Promise<number> {
  const probe = createServer()
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve))
  const { port } = probe.address() as AddressInfo
  await new Promise((resolve) => probe.close(resolve))
  return port
}

const own = { 'Sec-Fetch-Site': 'same-origin' }

/** The address of the provider to which a browser is led. */
async function begin(jar: Jar, next = '/', headers: Readonly<Record<string, string>> = own): Promise<string> {
  await jar.get(`${server.origin}/`)
  const led = await jar.get(`${server.origin}/sign-in/openid?next=${encodeURIComponent(next)}`, headers)
  return led.headers.get('location') ?? ''
}

/** Where a browser is led when it comes back. */
async function comeBack(jar: Jar, address: string): Promise<string> {
  return (await jar.get(address, { 'Sec-Fetch-Site': 'cross-site' })).headers.get('location') ?? ''
}

async function signIn(jar: Jar, login: string, next = '/'): Promise<string> {
  return comeBack(jar, await passProvider(jar, await begin(jar, next), login))
}

async function accountIn(jar: Jar): Promise<Record<string, unknown> | null> {
  const state = await (await jar.get(`${server.origin}/api/account`, own)).json()
  return (state as { account: Record<string, unknown> | null }).account
}

test('a person signs in with the provider, is led on, and is the same account in another browser', async () => {
  const [laptop, phone] = [new Jar(), new Jar()]
  expect(await signIn(laptop, 'ann', '/b/0123456789abcdef')).toBe('/b/0123456789abcdef')
  const account = await accountIn(laptop)
  expect(account).toMatchObject({
    name: 'Ann',
    email: 'ann@example.org',
    role: 'admin',
    hasPassword: false,
    connected: true,
  })
  expect(await signIn(phone, 'ann')).toBe('/')
  expect((await accountIn(phone))?.id).toBe(account?.id)
})

test('a guest who signs in with the provider keeps boards', async () => {
  const jar = new Jar()
  const address = await begin(jar)
  const guest = openBrowser(server)
  await makeBoard({
    send: (path, sent) => guest.send(path, { ...sent, cookie: jar.cookiesOf(server.origin) }),
  })
  expect(await comeBack(jar, await passProvider(jar, address, 'ann'))).toBe('/')
  const mine = await (await jar.get(`${server.origin}/api/boards`, own)).json()
  expect(mine).toMatchObject({ boards: [{ title: 'Harbour', role: 'owner' }] })
  expect(await boardsIn(openBrowser(server))).toEqual([])
})

test('the answer of a provider is worth nothing in another browser, with another state, or without an attempt', async () => {
  const [victim, attacker] = [new Jar(), new Jar()]
  const address = await passProvider(attacker, await begin(attacker), 'ann')
  await begin(victim)
  const changed = new URL(address)
  changed.searchParams.set('state', 'forged')
  const failed = '/sign-in?failed=provider'
  expect(await comeBack(victim, address)).toBe(failed)
  expect(await comeBack(attacker, changed.href)).toBe(failed)
  expect(await comeBack(new Jar(), address)).toBe(failed)
  expect([await accountIn(victim), await server.directory.accounts()]).toEqual([null, []])
})

test('a page of another site cannot begin signing in', async () => {
  const jar = new Jar()
  expect(await begin(jar, '/', { 'Sec-Fetch-Site': 'cross-site' })).toBe('/sign-in')
})

test('after signing in nobody is led to another site', async () => {
  expect(await signIn(new Jar(), 'ann', '//evil.example')).toBe('/')
})

test('an address with a password is not taken over by the provider’s word, verified or not', async () => {
  await addAccount(server, 'Ann')
  const jar = new Jar()
  expect(await signIn(jar, 'ann')).toBe('/sign-in?failed=taken')
  expect(await accountIn(jar)).toBeNull()
})

test('somebody who was invited and has no password yet is known by an address that the provider has verified', async () => {
  const invited = await server.accounts.add({ email: 'ann@example.org', name: null })
  provider.people.set('eve', { email: 'ann@example.org', email_verified: false, name: 'Eve' })
  const [ann, eve] = [new Jar(), new Jar()]
  await signIn(eve, 'eve')
  expect(await accountIn(eve)).toMatchObject({ name: 'Eve', email: null })
  await signIn(ann, 'ann')
  expect(await accountIn(ann)).toMatchObject({ id: invited?.principal, email: 'ann@example.org' })
})

test('a disabled account is not signed in by the provider', async () => {
  await signIn(new Jar(), 'ann')
  const account = await server.directory.accountOfEmail('ann@example.org')
  if (account) await server.accounts.disable(account, true)
  const jar = new Jar()
  expect(await signIn(jar, 'ann')).toBe('/sign-in?failed=provider')
  expect(await accountIn(jar)).toBeNull()
})

test('a person who has signed in connects the provider, from our own page only', async () => {
  const email = await addAccount(server, 'Ann')
  const jar = new Jar()
  await jar.get(`${server.origin}/`)
  const signedIn = await fetch(`${server.origin}/api/sign-in`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Origin: server.origin, Cookie: jar.cookiesOf(server.origin) },
    body: JSON.stringify({ email, password: 'correct horse' }),
  })
  jar.take(server.origin, signedIn)
  const asked = await jar.get(`${server.origin}/sign-in/openid`)
  expect(asked.headers.get('location')).toBe('/sign-in')
  expect(await signIn(jar, 'ann')).toBe('/account')
  expect(await accountIn(jar)).toMatchObject({ email, hasPassword: true, connected: true })
  const phone = new Jar()
  await signIn(phone, 'ann')
  expect(await accountIn(phone)).toMatchObject({ email })
})

test('a provider that cannot be reached is reported, and the next attempt asks it again', async () => {
  await provider.close()
  expect(await begin(new Jar())).toBe('/sign-in?failed=provider')
  expect(server.logged.join('\n')).toContain('signing in with the OpenID provider failed')
  expect(server.logged.join('\n')).not.toContain(client.secret)
})
