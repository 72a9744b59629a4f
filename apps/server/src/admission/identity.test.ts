import { expect, test } from 'vitest'
import { makeBoard, openBrowser, send } from '../testing/client.ts'
import { startServer, type TestServer } from '../testing/server.ts'

async function withServer<Value>(run: (server: TestServer) => Promise<Value>): Promise<Value> {
  const server = await startServer()
  try {
    return await run(server)
  } finally {
    await server.dispose()
  }
}

/** The id of the guest that the API sees for a cookie. */
async function seen(server: TestServer, cookie: string): Promise<string> {
  const { json } = await send(server, '/api/me', { cookie, origin: server.origin })
  return (json as { you: { id: string } }).you.id
}

async function guestOf(server: TestServer): Promise<{ readonly id: string; readonly cookie: string }> {
  const browser = openBrowser(server)
  const { json } = await browser.send('/api/me')
  return { id: (json as { you: { id: string } }).you.id, cookie: browser.cookie ?? '' }
}

test('a cookie with a foreign signature identifies nobody: a new guest is made', async () => {
  await withServer(async (server) => {
    const { id, cookie } = await guestOf(server)
    const [name = '', value = ''] = cookie.split('=')
    const at = value.lastIndexOf('.')
    const [subject, signature] = [value.slice(0, at), value.slice(at + 1)]
    const forged = [
      `${name}=${subject}.${signature.slice(0, -2)}AA`,
      `${name}=${subject}.${'A'.repeat(signature.length)}`,
      `${name}=${subject}.`,
      `${name}=${subject}`,
      `${name}=.${signature}`,
      `${name}=`,
      `${name.toUpperCase()}=${value}`,
      `other${name}=${value}`,
    ]
    expect(await seen(server, cookie)).toBe(id)
    for (const line of forged) expect(await seen(server, line), line).not.toBe(id)
  })
})

test("a signature is good for one guest, not for another's name", async () => {
  await withServer(async (server) => {
    const [ann, bob] = [await guestOf(server), await guestOf(server)]
    const signatureOf = ({ cookie }: { cookie: string }) => cookie.slice(cookie.lastIndexOf('.'))
    const mixed = ann.cookie.slice(0, ann.cookie.lastIndexOf('.')) + signatureOf(bob)
    expect([ann.id, bob.id]).not.toContain(await seen(server, mixed))
  })
})

test('a guest of another server is unknown here, and sees none of the boards', async () => {
  await withServer((here) =>
    withServer(async (there) => {
      const { cookie } = await guestOf(there)
      const owner = openBrowser(here)
      await makeBoard(owner)
      const reply = await send(here, '/api/boards', { cookie, origin: here.origin })
      expect(reply.json).toEqual({ boards: [], total: 0 })
      expect(reply.headers['set-cookie']).toHaveLength(1)
    }),
  )
})

test('a cookie among others is found, and its first value counts', async () => {
  await withServer(async (server) => {
    const { id, cookie } = await guestOf(server)
    expect(await seen(server, `theme=dark; ${cookie}; x=y`)).toBe(id)
    expect(await seen(server, `${cookie}; ${cookie.split('=')[0]}=other.thing`)).toBe(id)
  })
})
