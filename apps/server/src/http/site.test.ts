import { afterAll, beforeAll, expect, test } from 'vitest'
import { send } from '../testing/client.ts'
import { startServer, type TestServer } from '../testing/server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server.dispose())

test('a page has a policy with its own nonce, under which nothing of another site runs or frames it', async () => {
  const policies = await Promise.all(
    ['/', '/b/0123456789abcdef'].map(async (path) => (await send(server, path)).headers['content-security-policy']),
  )
  const nonces = policies.map((policy) => /'nonce-([^']+)'/.exec(String(policy))?.[1] ?? '')
  expect(new Set(nonces).size).toBe(2)
  for (const policy of policies) {
    expect(String(policy).split('; ')).toEqual(
      expect.arrayContaining(["default-src 'self'", "object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"]),
    )
    expect(String(policy)).not.toContain("'unsafe-eval'")
  }
})

test('a browser without a cookie gets one that scripts cannot read and other sites cannot send', async () => {
  const { headers } = await send(server, '/')
  expect(headers['set-cookie']).toEqual([
    expect.stringMatching(/^inkbridge=[^;]+; Max-Age=\d+; Path=\/; HttpOnly; SameSite=Lax$/),
  ])
})

test('with https the cookie is limited to this host and to secure connections', async () => {
  const secure = await startServer({ env: { PUBLIC_URL: 'https://ink.example.org' } })
  const { headers } = await send(secure, '/', { host: 'ink.example.org' })
  await secure.dispose()
  expect(headers['set-cookie']).toEqual([expect.stringMatching(/^__Host-inkbridge=[^;]+; .*HttpOnly; Secure; .*$/)])
})

test('a nonce or policy in a request is ignored', async () => {
  const forged = { 'X-Nonce': 'mine', 'Content-Security-Policy': "script-src 'nonce-mine'" }
  const { headers } = await send(server, '/', { headers: forged })
  expect(String(headers['content-security-policy'])).not.toContain('mine')
})

test('a page gets the language of the setting, and ignores one in the request', async () => {
  const german = await startServer({ env: { LOCALE: 'de-AT' } })
  const forged = { 'X-Inkbridge-Locale': 'fr' }
  const told = [await send(german, '/', { headers: forged }), await send(server, '/', { headers: forged })]
  await german.dispose()
  expect(told.map(({ headers }) => headers['content-language'])).toEqual(['de-AT', undefined])
})

test.each(['/b/%', '/%zz', '/?at=%', '/_next/static/%E0%A4%A'])(
  '%s, which cannot be decoded, gets 400',
  async (path) => {
    const { status } = await send(server, path)
    expect(status).toBe(400)
  },
)
