import { limits } from '@inkbridge/types'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeBoard, openBrowser, send } from '../testing/client.ts'
import { enter } from '../testing/doors.ts'
import { startServer, type TestServer } from '../testing/server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server.dispose())

interface You {
  readonly you: { readonly id: string; readonly name: string; readonly color: string }
}

test('a browser is the same person at each visit, and another browser another', async () => {
  const [ann, bob] = [openBrowser(server), openBrowser(server)]
  const first = (await ann.send('/api/me')).json as You
  expect((await ann.send('/api/me')).json).toEqual(first)
  expect(((await bob.send('/api/me')).json as You).you.id).not.toBe(first.you.id)
})

test('name and colour can be changed separately, and are updated on all boards of the person', async () => {
  const ann = openBrowser(server)
  const board = await makeBoard(ann)
  const visit = await enter(server, 'socket.io', board.id, { cookie: ann.cookie, origin: server.origin })
  const before = (await ann.send('/api/me')).json as You
  const changed = await ann.send('/api/me', { method: 'PATCH', json: { name: '  Ann B. ' } })
  expect(changed.json).toEqual({ you: { ...before.you, name: 'Ann B.' } })
  const { notice } = await visit.until('notice')
  expect(notice).toEqual({ type: 'you', you: { ...before.you, name: 'Ann B.' } })
})

test.each([{ name: '' }, { name: '   ' }, { name: 7 }, { color: 'red' }, { color: 'url(x)' }])(
  '%j changes nobody',
  async (json) => {
    const ann = openBrowser(server)
    const before = (await ann.send('/api/me')).json
    expect((await ann.send('/api/me', { method: 'PATCH', json })).status).toBe(400)
    expect((await ann.send('/api/me')).json).toEqual(before)
  },
)

test('a long name is cut', async () => {
  const { json } = await openBrowser(server).send('/api/me', { method: 'PATCH', json: { name: 'n'.repeat(500) } })
  expect((json as You).you.name).toHaveLength(limits.maxNameLength)
})

test('a program with a token has no profile', async () => {
  const { tokens } = await makeBoard(openBrowser(server))
  const reply = await send(server, '/api/me', { token: tokens.owner })
  expect([reply.status, reply.headers['set-cookie']]).toEqual([401, undefined])
})
