import type { BoardEvent } from '@inkbridge/types'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Browser, makeBoard, openBrowser, send } from '../testing/client.ts'
import { openStream, type TestStream } from '../testing/listener.ts'
import { startServer, type TestServer } from '../testing/server.ts'

let server: TestServer
const streams: TestStream[] = []
beforeEach(async () => {
  server = await startServer()
})
afterEach(async () => {
  for (const stream of streams.splice(0)) stream.close()
  await server.dispose()
})

async function listen(browser: Browser, last?: string): Promise<TestStream> {
  if (browser.cookie === null) await browser.send('/api/me')
  const headers = last === undefined ? {} : { 'Last-Event-ID': last }
  const stream = await openStream(server, { cookie: browser.cookie, origin: server.origin, headers })
  streams.push(stream)
  await stream.find(({ type }) => type === 'ready' || type === 'reset')
  return stream
}

function is(type: BoardEvent['type'], board: string) {
  return ({ data }: { data: unknown }) => {
    const event = data as BoardEvent
    return event.type === type && event.board === board
  }
}

function told({ events }: TestStream): readonly unknown[] {
  return events.filter(({ type }) => type === 'board').map(({ data }) => (data as BoardEvent).type)
}

/** Lets a browser join a board by a link of this role; returns the link's id. */
async function share(owner: Browser, guest: Browser, board: string, role: string): Promise<string> {
  const { json } = await owner.send(`/api/boards/${board}/links`, { method: 'POST', json: { role } })
  const { id, url } = json as { id: string; url: string }
  const secret = url.split('#k=')[1]
  await guest.send(`/api/boards/${board}/join`, { method: 'POST', json: { secret } })
  return id
}

test('[V6] a stream is neither stored nor buffered, and begins with an id to resume from', async () => {
  const { headers, events } = await listen(openBrowser(server))
  expect(headers).toMatchObject({
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
  })
  expect(events).toEqual([{ id: expect.stringMatching(/^\w+-0$/), type: 'ready', data: {} }])
})

test('[V6] people are notified when they get a board or another role, when it is renamed, deleted and restored, and when they lose it', async () => {
  const [ann, bob, eve] = [openBrowser(server), openBrowser(server), openBrowser(server)]
  const [anns, bobs, eves] = [await listen(ann), await listen(bob), await listen(eve)]
  const { id } = await makeBoard(ann)
  await anns.find(is('created', id))
  const viewing = await share(ann, bob, id, 'viewer')
  await bobs.find(is('shared', id))
  const editing = await share(ann, bob, id, 'editor')
  await bobs.find(is('role', id))
  await ann.send(`/api/boards/${id}`, { method: 'PATCH', json: { title: 'Quay' } })
  await Promise.all([anns, bobs].map((stream) => stream.find(is('renamed', id))))
  await ann.send(`/api/boards/${id}`, { method: 'DELETE' })
  await Promise.all([anns, bobs].map((stream) => stream.find(is('removed', id))))
  await ann.send(`/api/boards/${id}/restore`, { method: 'POST' })
  await Promise.all([anns, bobs].map((stream) => stream.find(is('restored', id))))
  for (const link of [editing, viewing]) await ann.send(`/api/boards/${id}/links/${link}/revoke`, { method: 'POST' })
  // The owner gets the last event, and none about the rights of others.
  await ann.send(`/api/boards/${id}`, { method: 'PATCH', json: { title: 'Pier' } })
  await anns.find((event) => event === anns.events.at(-1) && is('renamed', id)(event) && told(anns).length === 5)
  await bobs.find((event) => is('removed', id)(event) && told(bobs).length === 7)
  expect([told(anns), told(bobs), told(eves)]).toEqual([
    ['created', 'renamed', 'removed', 'restored', 'renamed'],
    ['shared', 'role', 'renamed', 'removed', 'restored', 'role', 'removed'],
    [],
  ])
})

test('[V4] people are notified at a pause in the changes of a board', { timeout: 10_000 }, async () => {
  const ann = openBrowser(server)
  const stream = await listen(ann)
  const { id } = await makeBoard(ann)
  await stream.find(is('changed', id))
  expect(told(stream)).toEqual(['created', 'changed'])
})

test('[V7] a listener that resumes gets what it has missed, in order and only what is its own', async () => {
  const [ann, bob] = [openBrowser(server), openBrowser(server)]
  const first = await listen(ann)
  const one = await makeBoard(ann)
  const { id: last } = await first.find(is('created', one.id))
  first.close()
  const two = await makeBoard(ann)
  await makeBoard(bob)
  const three = await makeBoard(ann)
  const second = await listen(ann, last ?? '')
  await second.find(is('created', three.id))
  expect(second.events).toMatchObject([
    { type: 'board', data: { type: 'created', board: two.id } },
    { type: 'board', data: { type: 'created', board: three.id } },
    { type: 'ready' },
  ])
})

test('[V7] an id of another start of the server is answered by a reset', async () => {
  const stream = await listen(openBrowser(server), 'AAAAAAAA-5')
  expect(stream.events).toMatchObject([{ type: 'reset' }])
})

test('[V9] a stream ends within two seconds when its browser is signed out', { timeout: 5_000 }, async () => {
  const browser = openBrowser(server)
  const stream = await listen(browser)
  const before = performance.now()
  await browser.send('/api/me/sign-out', { method: 'POST' })
  await stream.ended
  expect(performance.now() - before).toBeLessThan(2_000)
})

test('a program with a token has no events, and neither has a browser that was signed out', async () => {
  const browser = openBrowser(server)
  const { tokens } = await makeBoard(browser)
  const refused = await send(server, '/api/events', { token: tokens.owner })
  expect([refused.status, refused.json]).toMatchObject([401, { error: { code: 'no-guest' } }])
})

test('[V9] a person has a limited number of streams, and closing one makes room for another', async () => {
  const browser = openBrowser(server)
  for (let opened = 0; opened < 20; opened += 1) await listen(browser)
  await expect(listen(browser)).rejects.toThrow('refused with 429')
  await listen(openBrowser(server))
  streams[0]?.close()
  await expect.poll(() => listen(browser).then(() => 'opened', String)).toBe('opened')
})
