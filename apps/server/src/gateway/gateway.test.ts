import { connect as connectTcp } from 'node:net'
import { newBoardId } from '@inkbridge/types'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeBoard, openBrowser, type Sent, send } from '../testing/client.ts'
import { allowedOrigin } from '../testing/defences.ts'
import { beginPolling, doors, visit } from '../testing/doors.ts'
import { startServer, type TestServer } from '../testing/server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startServer({ env: { ALLOWED_ORIGINS: allowedOrigin } })
})
afterAll(() => server.dispose())

/** Sends lines unchanged, and resolves with the complete answer. */
function raw(...lines: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connectTcp(server.port, '127.0.0.1')
    let answer = ''
    socket.on('data', (part) => {
      answer += part
    })
    socket.on('error', reject)
    socket.on('close', () => resolve(answer))
    socket.end(`${[...lines, `Host: 127.0.0.1:${server.port}`, 'Connection: close'].join('\r\n')}\r\n\r\n`)
  })
}

function upgrade(path: string, ...headers: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connectTcp(server.port, '127.0.0.1')
    let answer = ''
    socket.on('data', (part) => {
      answer += part
    })
    socket.on('error', reject)
    socket.on('close', () => resolve(answer))
    const lines = [`GET ${path} HTTP/1.1`, `Host: 127.0.0.1:${server.port}`, 'Connection: Upgrade', ...headers]
    socket.write(`${lines.join('\r\n')}\r\n\r\n`)
  })
}

const key = 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=='
const webSocket = ['Upgrade: websocket', 'Sec-WebSocket-Version: 13', key]

test.each(['http://evil.example/api/me', '//evil.example/api/me', '//', 'evil', '*'])(
  '[D7] the request target %s is answered 400',
  async (target) => {
    expect(await raw(`GET ${target} HTTP/1.1`)).toMatch(/^HTTP\/1\.1 400 /)
  },
)

test.each([
  ['another path', '/elsewhere', webSocket, 404],
  ['a board in a board', '/yjs/a/b', webSocket, 404],
  ['a name that is too long for a board', `/yjs/${'a'.repeat(65)}`, webSocket, 404],
  ['no board', '/yjs/', webSocket, 404],
  ['version 8', '/yjs/a', ['Upgrade: websocket', 'Sec-WebSocket-Version: 8', key], 426],
  ['no version', '/socket.io/', ['Upgrade: websocket', key], 426],
  ['a target with two slashes', '//yjs/a', webSocket, 400],
  ['an absolute target', 'http://evil.example/yjs/a', webSocket, 400],
  ['a page of another site', '/yjs/a', [...webSocket, 'Origin: https://evil.example'], 403],
  ['a page that hides where it is from', '/socket.io/', [...webSocket, 'Origin: null'], 403],
])('[D7] an upgrade with %s gets a complete answer, and the connection ends', async (_, path, headers, status) => {
  const answer = await upgrade(path, ...headers)
  const [head = '', body = ''] = answer.split('\r\n\r\n')
  expect(head).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `))
  expect(head).toContain(`Content-Length: ${Buffer.byteLength(body)}`)
})

/** Sends this many requests in one packet; resolves with the number answered before the connection ends. */
function pipelined(count: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const socket = connectTcp(server.port, '127.0.0.1')
    let answers = ''
    socket.on('data', (part) => {
      answers += part
      if (answers.split('ok\n').length > count) socket.end()
    })
    socket.on('error', reject)
    socket.on('close', () => resolve(answers.split('ok\n').length - 1))
    socket.write(`GET /healthz HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\n\r\n`.repeat(count))
  })
}

test('eight requests of one connection may wait for their answers; more end it', async () => {
  expect([await pipelined(8), await pipelined(9), await pipelined(1_000)]).toEqual([8, 0, 0])
})

test('[D1] a page of another site reaches no door, not even with a token', async () => {
  const { id, tokens } = await makeBoard(openBrowser(server))
  const shown = { origin: 'https://evil.example', token: tokens.owner }
  for (const door of ['socket.io', 'socket.io by polling', 'yjs', 'yjs, stock'] as const)
    expect(await visit(server, door, id, shown), door).toEqual({ status: 403 })
})

describe('a page of an allowed origin', () => {
  const origin = allowedOrigin

  test('reads what a token opens, and nothing else', async () => {
    const { id, tokens } = await makeBoard(openBrowser(server))
    const reply = await send(server, `/api/boards/${id}`, { origin, token: tokens.viewer })
    expect([reply.status, reply.headers['access-control-allow-origin'], reply.headers.vary]).toEqual([
      200,
      origin,
      expect.stringContaining('Origin'),
    ])
    expect(reply.headers['access-control-allow-credentials']).toBeUndefined()
  })

  test('is not identified by its cookie, on the API and at every door', async () => {
    const browser = openBrowser(server)
    const { id } = await makeBoard(browser)
    const { cookie } = browser
    const replies = [
      await send(server, `/api/boards/${id}`, { origin, cookie }),
      await send(server, `/api/boards/${id}`, { origin, cookie, method: 'DELETE' }),
      await send(server, '/api/me', { origin, cookie }),
    ]
    expect(replies.map(({ status }) => status)).toEqual([404, 404, 401])
    for (const door of doors) expect(await visit(server, door, id, { origin, cookie }), door).toEqual({ code: 4403 })
  })

  test('may send a preflight request for a token', async () => {
    const { status, headers } = await send(server, '/api/boards', { method: 'OPTIONS', origin })
    expect([status, headers['access-control-allow-origin']]).toEqual([204, origin])
    expect(headers['access-control-allow-headers']).toMatch(/Authorization/)
  })

  test.each(['https://app.example.com.evil.example', 'https://evil-app.example.com', 'http://app.example.com', 'null'])(
    '%s is not one',
    async (other) => {
      const { status, headers } = await send(server, '/api/boards', { origin: other })
      expect([status, headers['access-control-allow-origin']]).toEqual([403, undefined])
    },
  )
})

describe('long-polling', () => {
  const own = () => ({ origin: server.origin })

  test('a write with a cookie but without an origin is answered 403', async () => {
    const browser = openBrowser(server)
    const { id } = await makeBoard(browser)
    const { cookie } = browser
    const session = await beginPolling(server, id, { cookie, ...own() })
    if ('status' in session) return expect.unreachable(`got ${session.status}`)
    const say = (sent: Sent) =>
      send(server, session.path, { method: 'POST', body: '2', cookie, headers: session.headers, ...sent })
    expect((await say({})).status).toBe(403)
    expect((await say({ origin: 'https://evil.example' })).status).toBe(403)
    expect((await say({ ...own(), site: 'same-origin' })).status).toBe(200)
  })

  test("somebody else's session cannot be used by its name alone", async () => {
    const { id, tokens } = await makeBoard(openBrowser(server))
    const session = await beginPolling(server, id, { token: tokens.editor })
    if ('status' in session) return expect.unreachable(`got ${session.status}`)
    const stolen = await send(server, session.path, { method: 'POST', body: `4${JSON.stringify([0, { board: id }])}` })
    const read = await send(server, session.path)
    const ownPage = await send(server, session.path, { ...own(), site: 'same-origin' })
    for (const { status } of [stolen, read, ownPage]) expect(status).toBeGreaterThanOrEqual(400)
  })

  test('before admission a write is no larger than a packet, and has a Content-Length', async () => {
    const session = await beginPolling(server, newBoardId(), {})
    if ('status' in session) return expect.unreachable(`got ${session.status}`)
    const write = async (body: string, headers = {}) =>
      (await send(server, session.path, { method: 'POST', body, headers: { ...session.headers, ...headers } })).status
    expect(await write('x'.repeat(16_385))).toBe(413)
    expect(await write('2', { 'Transfer-Encoding': 'chunked' })).toBe(413)
  })

  test('a write of two thousand packets is accepted; one with more than may wait ends the session unread', async () => {
    const { id, tokens } = await makeBoard(openBrowser(server))
    const session = await beginPolling(server, id, { token: tokens.viewer })
    if ('status' in session) return expect.unreachable(`got ${session.status}`)
    const say = (packets: number) =>
      send(server, session.path, {
        method: 'POST',
        body: Array.from({ length: packets }, () => '3').join('\x1e'),
        headers: session.headers,
      }).then(
        ({ status }) => status,
        () => 'cut',
      )
    expect([await say(2_000), await say(3_000), await say(1)]).toEqual([200, 'cut', 400])
  })

  test('a write to a session that does not exist is refused', async () => {
    const path = '/socket.io/?EIO=4&transport=polling&sid=AAAAAAAAAAAAAAAAAAAA'
    expect((await send(server, path, { method: 'POST', body: '2' })).status).toBeGreaterThanOrEqual(400)
  })
})
