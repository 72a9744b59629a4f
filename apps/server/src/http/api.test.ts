import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeBoard, openBrowser, send } from '../testing/client.ts'
import { startServer, type TestServer } from '../testing/server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server.dispose())

const evil = 'https://evil.example'

test.each([
  ['GET', '/api/nothing', 404, 'unknown'],
  ['GET', '/api/boards/', 404, 'unknown'],
  ['GET', '/api/boards/a/b/c', 404, 'unknown'],
  ['PUT', '/api/me', 405, 'method'],
  ['DELETE', '/api/boards', 405, 'method'],
])('%s %s is answered %i with the code %s', async (method, path, status, code) => {
  const reply = await send(server, path, { method })
  expect({ status: reply.status, json: reply.json }).toMatchObject({ status, json: { error: { code } } })
  expect(reply.headers['x-content-type-options']).toBe('nosniff')
})

test('no answer of the API may be cached', async () => {
  const { headers } = await send(server, '/api/boards')
  expect(headers['cache-control']).toBe('no-store')
})

describe('a page of another site', () => {
  test.each([
    ['reads', { method: 'GET' }],
    ['changes', { method: 'PATCH', json: { title: 'Theirs' } }],
  ])('%s nothing, not even with a token', async (_, sent) => {
    const board = await makeBoard(openBrowser(server))
    const path = `/api/boards/${board.id}`
    const reply = await send(server, path, { ...sent, origin: evil, token: board.tokens.owner })
    expect({ status: reply.status, json: reply.json }).toEqual({
      status: 403,
      json: {
        error: {
          code: 'foreign',
          reason: 'foreign',
          message: 'This request comes from a page of another site and was refused.',
        },
      },
    })
    expect((await send(server, path, { token: board.tokens.owner })).json).toMatchObject({ title: 'Harbour' })
  })

  test('gets no cookie and no permission to read', async () => {
    const { headers } = await send(server, '/api/me', { origin: evil })
    expect([headers['set-cookie'], headers['access-control-allow-origin']]).toEqual([undefined, undefined])
  })
})

test('a role that is too weak for a route is refused with the needed role, and nothing changes', async () => {
  const board = await makeBoard(openBrowser(server))
  const reply = await send(server, `/api/boards/${board.id}`, { method: 'DELETE', token: board.tokens.editor })
  expect({ status: reply.status, json: reply.json }).toEqual({
    status: 403,
    json: {
      error: {
        code: 'role',
        reason: 'role',
        message: 'This requires the role owner; yours is editor. Nothing was changed.',
      },
    },
  })
  expect((await send(server, `/api/boards/${board.id}`, { token: board.tokens.viewer })).status).toBe(200)
})

describe('a cookie', () => {
  test('counts in a request from one of our own pages', async () => {
    const browser = openBrowser(server)
    const { id } = await makeBoard(browser)
    expect((await browser.send(`/api/boards/${id}`, { method: 'PATCH', json: { title: 'Ours' } })).status).toBe(200)
  })

  test('is ignored in a write without an origin', async () => {
    const browser = openBrowser(server)
    const { id } = await makeBoard(browser)
    const { cookie } = browser
    const reply = await send(server, `/api/boards/${id}`, { method: 'DELETE', cookie })
    expect({ status: reply.status, json: reply.json }).toMatchObject({
      status: 404,
      json: { error: { code: 'no-board' } },
    })
    expect((await browser.send(`/api/boards/${id}`)).status).toBe(200)
  })

  test('is ignored when there is a token', async () => {
    const browser = openBrowser(server)
    const [mine, theirs] = [await makeBoard(browser), await makeBoard(openBrowser(server))]
    const { token } = { token: theirs.tokens.viewer }
    expect((await browser.send(`/api/boards/${mine.id}`, { token })).status).toBe(404)
    expect((await browser.send(`/api/boards/${theirs.id}`, { token })).json).toMatchObject({ role: 'viewer' })
  })
})

describe('the body of a request', () => {
  const create = (sent: Parameters<typeof send>[2]) => send(server, '/api/boards', { method: 'POST', ...sent })
  const type = { 'Content-Type': 'application/json' }

  test.each([
    ['is a file that is no board', { headers: { 'Content-Type': 'text/plain' }, body: '{}' }, 400, 'bad-file'],
    ['says no type and is no board', { body: '{}' }, 400, 'bad-file'],
    ['cannot be read', { headers: type, body: '{"title":' }, 400, 'bad-json'],
    ['is not what the route takes', { json: { title: 7 } }, 400, 'bad-body'],
    ['is not a record', { json: [] }, 400, 'bad-body'],
  ])('that %s is refused', async (_, sent, status, code) => {
    const reply = await create(sent)
    expect({ status: reply.status, json: reply.json }).toMatchObject({ status, json: { error: { code } } })
  })

  test.each([
    [{ title: 7 }, 'title must be text. Nothing was changed.'],
    [[], 'The request must be an object. Nothing was changed.'],
  ])('%j is refused with a message for people', async (json, message) => {
    expect((await create({ json })).json).toEqual({ error: { code: 'bad-body', reason: 'bad-body', message } })
  })

  test('that is too large for its route is refused with 413, with or without Content-Length, and changes nothing', async () => {
    const board = await makeBoard(openBrowser(server))
    const [path, token] = [`/api/boards/${board.id}`, board.tokens.owner]
    const body = JSON.stringify({ title: 'Larger', padding: 'x'.repeat(65_536) })
    const told = await send(server, path, { method: 'PATCH', token, headers: type, body })
    const chunked = { ...type, 'Transfer-Encoding': 'chunked' }
    const untold = await send(server, path, { method: 'PATCH', token, headers: chunked, body })
    expect([told.status, untold.status]).toEqual([413, 413])
    expect((await send(server, path, { token })).json).toMatchObject({ title: 'Harbour' })
  })
})

test('twenty wrong secrets from one address are answered 404, more 429', async () => {
  const other = await startServer()
  const { id } = await makeBoard(openBrowser(other))
  const statuses: number[] = []
  for (let guess = 0; guess < 22; guess += 1) {
    const token = `wrong-secret-${String(guess).padStart(4, '0')}`
    statuses.push((await send(other, `/api/boards/${id}`, { token })).status)
  }
  await other.dispose()
  expect([...new Set(statuses.slice(0, 20)), ...statuses.slice(21)]).toEqual([404, 429])
})
