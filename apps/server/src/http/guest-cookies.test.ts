import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import type { IncomingMessage } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { encodeFrame, pollingKeyHeader } from '@inkbridge/types'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { cookieOf, guestHeaders, send, upgrade } from '../testing/client.ts'
import { startServer, startServerOnDisk, type TestServer } from '../testing/server.ts'

/** How a browser is identified by its cookie and on long-polling, and how it signs out. */

let server: TestServer
beforeAll(async () => {
  server = await startServerOnDisk({ env: { LIMITS: 'off' } })
})
afterAll(() => server.dispose())

type Headers = Record<string, string>

const body = (answer: { readonly text: string }) => JSON.parse(answer.text)
const you = async (headers: Headers) => body(await send(server, '/api/me', { headers })).you.id
const createBoard = async (headers: Headers) =>
  body(await send(server, '/api/boards', { method: 'POST', headers, json: {} })).id
const boards = async (headers: Headers) => body(await send(server, '/api/boards', { headers })).boards.length
const devices = async (headers: Headers) => body(await send(server, '/api/me/devices', { headers })).devices

/** A cookie of the same guest in another browser. */
function another(headers: Headers): Headers {
  const [name, value = ''] = (headers.Cookie ?? '').split('=')
  const subject = `${value.split('.')[0]}.${randomBytes(16).toString('base64url')}`
  return {
    ...headers,
    Cookie: `${name}=${subject}.${server.secrets.sign(subject)}`,
    'User-Agent': 'Safari/1 (iPhone)',
  }
}

/** A cookie in the format without devices. */
function oldFormat(headers: Headers): Headers {
  const [name, value = ''] = (headers.Cookie ?? '').split('=')
  const id = value.split('.')[0] ?? ''
  return { ...headers, Cookie: `${name}=${id}.${server.secrets.sign(id)}` }
}

/** The code a connection with this cookie is closed with, on a board it may enter. */
async function connection(
  board: string,
  headers: Headers,
): Promise<{ readonly open: boolean; readonly closed: Promise<number> }> {
  const socket = new WebSocket(`ws://127.0.0.1:${server.port}/yjs/${board}`, ['inkbridge.1'], { headers })
  const closed = once(socket, 'close').then(([code]) => code as number)
  const open = await Promise.race([once(socket, 'message').then(() => true), closed.then(() => false)])
  return { open, closed }
}

test('a changed, shortened or unsigned cookie gives a new guest', async () => {
  const guest = await guestHeaders(server)
  const id = await you(guest)
  const value = guest.Cookie ?? ''
  const forged = [
    value.slice(0, -1),
    `${value}A`,
    value.replace('=', '=A'),
    `${value.split('.')[0]}.${'A'.repeat(43)}`,
    'inkbridge=',
  ]
  const [principal, device] = value.slice('inkbridge='.length).split('.')
  forged.push(`inkbridge=${principal}.${device}`, `inkbridge=${principal}.${device}.x.${'A'.repeat(43)}`)
  for (const Cookie of forged) expect(await you({ ...guest, Cookie })).not.toBe(id)
  expect(await you(guest)).toBe(id)
})

test('a cookie without a device keeps its guest, and is replaced at the next visit', async () => {
  const guest = await guestHeaders(server)
  await createBoard(guest)
  const answer = await send(server, '/api/me', { headers: oldFormat(guest) })
  const upgraded = { ...guest, Cookie: cookieOf(answer.headers) }
  expect(upgraded.Cookie.split('.')).toHaveLength(3)
  expect([body(answer).you.id, await boards(upgraded)]).toEqual([await you(guest), 1])
  expect((await send(server, '/api/me', { headers: upgraded })).headers['set-cookie']).toBeUndefined()
})

test('signing out invalidates the cookie and its copies, closes its connections and clears the browser’s storage', async () => {
  const guest = await guestHeaders(server)
  const board = await createBoard(guest)
  const session = await connection(board, guest)
  const answer = await send(server, '/api/me/sign-out', { method: 'POST', headers: guest })
  expect([answer.status, answer.headers['clear-site-data']]).toEqual([204, '"cache", "storage"'])
  expect(answer.headers['set-cookie']?.[0]).toMatch(/^inkbridge=; Max-Age=0; Path=\/; HttpOnly; SameSite=Lax$/)
  expect([session.open, await session.closed]).toEqual([true, 4401])
  expect([await boards(guest), (await connection(board, guest)).open]).toEqual([0, false])
  expect((await send(server, `/api/boards/${board}`, { headers: guest })).status).toBe(404)
})

test('a sign-out counts as sixty requests, since the server stores it; a refused one has no effect', async () => {
  const strict = await startServer({ rates: { requests: { points: 150, seconds: 600 } } })
  const guests = [await guestHeaders(strict), await guestHeaders(strict), await guestHeaders(strict)]
  const statuses: number[] = []
  for (const headers of guests)
    statuses.push((await send(strict, '/api/me/sign-out', { method: 'POST', headers })).status)
  expect(statuses).toEqual([204, 204, 429])
  const known = guests.map(({ Cookie }) => strict.identity.read({ headers: { cookie: Cookie } } as IncomingMessage))
  expect(known.map(Boolean)).toEqual([false, false, true])
  await strict.dispose()
})

test('signing out invalidates a cookie without a device as well', async () => {
  const guest = oldFormat(await guestHeaders(server))
  await createBoard(guest)
  await send(server, '/api/me/sign-out', { method: 'POST', headers: guest })
  expect(await boards(guest)).toBe(0)
})

test('a guest sees a list of their browsers, with family and system only, and signs one of them out', async () => {
  const guest = await guestHeaders(server)
  const board = await createBoard(guest)
  const other = another(guest)
  await send(server, '/', { headers: other })
  await you(guest)
  const labels = ({ label, current }: { label: string; current: boolean }) => [label, current]
  expect((await devices(guest)).map(labels).sort()).toEqual([
    ['Firefox (Linux)', true],
    ['Safari (iPhone)', false],
  ])
  const session = await connection(board, other)
  const stranger = await guestHeaders(server)
  const path = `/api/me/devices/${other.Cookie?.split('.')[1]}`
  expect((await send(server, path, { method: 'DELETE', headers: stranger })).status).toBe(404)
  expect([await boards(other), (await send(server, path, { method: 'DELETE', headers: guest })).status]).toEqual([
    1, 204,
  ])
  expect([await session.closed, await boards(other), await boards(guest)]).toEqual([4401, 0, 1])
  expect((await devices(guest)).map(labels)).toEqual([['Firefox (Linux)', true]])
})

test('signing out all other devices invalidates copies of this browser’s cookie too, and this browser stays signed in', async () => {
  const guest = await guestHeaders(server)
  const board = await createBoard(guest)
  const other = another(guest)
  await you(other)
  const [copied, elsewhere] = [await connection(board, guest), await connection(board, other)]
  const answer = await send(server, '/api/me/devices', { method: 'DELETE', headers: guest })
  const renewed = { ...guest, Cookie: cookieOf(answer.headers) }
  // Clients with the old cookie reconnect, and only the browser itself has a new one.
  expect([await copied.closed, await elsewhere.closed]).toEqual([4504, 4401])
  expect([await boards(guest), await boards(other), await boards(renewed)]).toEqual([0, 0, 1])
  expect([(await connection(board, guest)).open, (await connection(board, renewed)).open]).toEqual([false, true])
  expect((await devices(renewed)).map(({ current }: { current: boolean }) => current)).toEqual([true])
})

test('signed-out devices are still known after a restart', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'inkbridge-devices-'))
  const first = await startServerOnDisk({ dataDir })
  const guest = await guestHeaders(first)
  await send(first, '/api/boards', { method: 'POST', headers: guest, json: {} })
  await send(first, '/api/me/sign-out', { method: 'POST', headers: guest })
  await first.dispose()
  const second = await startServerOnDisk({ dataDir })
  const headers = { ...guest, Origin: `http://127.0.0.1:${second.port}` }
  expect(body(await send(second, '/api/boards', { headers })).boards).toEqual([])
  await second.dispose()
  rmSync(dataDir, { recursive: true })
})

test('only page visits and the API set a cookie, and such answers may not be cached', async () => {
  const seen = async (path: string, headers: Headers = {}, method = 'GET') => {
    const answer = await send(server, path, { method, headers })
    return { cookie: 'set-cookie' in answer.headers, cache: answer.headers['cache-control'] }
  }
  for (const path of ['/', '/?q', '/b/abc', '/api/me', '/api/boards'])
    expect({ path, ...(await seen(path)) }).toMatchObject({
      path,
      cookie: true,
      cache: expect.stringContaining('no-store'),
    })
  for (const path of ['/icon.svg', '/offline-worker.js', '/favicon.ico', '/_next/static/a.js', '/elsewhere'])
    expect({ path, ...(await seen(path)) }).toEqual({ path, cookie: false, cache: 'public, max-age=3600' })
  // The form of another site, whose request has no cookie, does not replace the guest.
  expect((await seen('/', { 'Sec-Fetch-Site': 'cross-site', 'Sec-Fetch-Dest': 'document' }, 'POST')).cookie).toBe(false)
  expect((await seen('/', { 'Sec-Fetch-Site': 'cross-site', 'Sec-Fetch-Dest': 'iframe' })).cookie).toBe(false)
})

const polling = '/socket.io/?EIO=4&transport=polling'
const key = 'k'.repeat(32)

async function pollingSession(board: string, headers: Headers): Promise<string> {
  const opened = await send(server, polling, { headers: { ...headers, [pollingKeyHeader]: key } })
  const { sid } = JSON.parse(opened.text.slice(1))
  const joining = `4${JSON.stringify([0, { board }])}`
  const answer = await send(server, `${polling}&sid=${sid}`, {
    method: 'POST',
    headers: { ...headers, [pollingKeyHeader]: key },
    body: joining,
  })
  expect(answer.text).toBe('ok')
  return sid
}

test('[D10] the id of a long-polling session alone reads nothing, writes nothing and opens no WebSocket', async () => {
  const guest = await guestHeaders(server)
  const board = await createBoard(guest)
  const sid = await pollingSession(board, guest)
  const { Origin = '' } = guest
  const frame = `b${Buffer.from(encodeFrame({ kind: 'ping', id: 7 })).toString('base64')}`
  for (const headers of [
    {},
    { Origin },
    guest,
    { ...guest, [pollingKeyHeader]: 'x'.repeat(32) },
    { ...guest, [pollingKeyHeader]: `${key}, ${key}` },
    { ...guest, [pollingKeyHeader]: '' },
  ]) {
    for (const path of [`${polling}&sid=${sid}`, `${polling}&sid=${sid}&x=1`]) {
      expect((await send(server, path, { headers })).status).toBe(403)
      expect((await send(server, path, { method: 'POST', headers, body: frame })).status).toBe(403)
    }
    expect(await upgrade(server, `/socket.io/?EIO=4&transport=websocket&sid=${sid}`, { headers })).toBe(400)
  }
  const own = await pollingSession(board, guest)
  for (const path of [`${polling}&sid=${own}&sid=${sid}`, `${polling}&sid=${sid}&sid=${own}`])
    expect(
      (
        await send(server, path, {
          method: 'POST',
          headers: { ...guest, [pollingKeyHeader]: 'x'.repeat(32) },
          body: frame,
        })
      ).status,
    ).toBe(400)
  const headers = { ...guest, [pollingKeyHeader]: key }
  expect((await send(server, `${polling}&sid=${sid}`, { method: 'POST', headers, body: frame })).status).toBe(200)
  expect((await send(server, `${polling}&sid=${sid}`, { headers })).status).toBe(200)
})

test('[D10] a long-polling session that began without a key cannot be used', async () => {
  const opened = await send(server, polling)
  const { sid } = JSON.parse(opened.text.slice(1))
  expect((await send(server, `${polling}&sid=${sid}`)).status).toBe(403)
  expect(
    (await send(server, `${polling}&sid=${sid}`, { method: 'POST', headers: { [pollingKeyHeader]: key }, body: '2' }))
      .status,
  ).toBe(403)
})

test('every answer has headers against type sniffing, framing and other sites', async () => {
  const board = await createBoard(await guestHeaders(server))
  const paths = [
    '/',
    '/icon.svg',
    '/healthz',
    '/api/me',
    '/api/elsewhere',
    `/api/boards/${board}/export`,
    polling,
    `${polling}&sid=x`,
    '//x',
  ]
  for (const path of paths) {
    const { headers } = await send(server, path, { headers: { Origin: `http://127.0.0.1:${server.port}` } })
    expect({ path, ...headers }).toMatchObject({
      path,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'content-security-policy': expect.stringContaining("frame-ancestors 'none'"),
      'permissions-policy': expect.stringContaining('camera=()'),
    })
    expect(headers['strict-transport-security']).toBeUndefined()
  }
})

test('with an https PUBLIC_URL answers have HSTS, and the cookie is bound to the host', async () => {
  const published = await startServerOnDisk({ env: { PUBLIC_URL: 'https://ink.example.org' } })
  const { headers } = await send(published, '/')
  expect(headers['strict-transport-security']).toBe('max-age=31536000')
  expect(headers['set-cookie']?.[0]).toMatch(
    /^__Host-inkbridge=\S+; Max-Age=63072000; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
  )
  await published.dispose()
})

test('an answer to a cookie that was renewed meanwhile does not replace the new one; a page visit does', async () => {
  const guest = await guestHeaders(server)
  await you(guest)
  const renewed = cookieOf((await send(server, '/api/me/devices', { method: 'DELETE', headers: guest })).headers)
  expect(renewed).not.toBe(guest.Cookie)
  const late = await send(server, '/api/me/devices', { headers: guest })
  expect([late.status, late.headers['set-cookie']]).toEqual([200, undefined])
  const page = await send(server, '/', { headers: guest })
  expect(page.headers['set-cookie']).toHaveLength(1)
})

test('a request with the cookie of a signed-out device cannot write, so that nothing is left without an owner', async () => {
  const guest = await guestHeaders(server)
  await send(server, '/api/me/sign-out', { method: 'POST', headers: guest })
  const answer = await send(server, '/api/boards', { method: 'POST', headers: guest, json: {} })
  expect([answer.status, body(answer).error.code, answer.headers['set-cookie']]).toEqual([401, 'signed-out', undefined])
})

test('a browser that signs out all others has its new cookie before its own connections are closed', async () => {
  const guest = await guestHeaders(server)
  const board = await createBoard(guest)
  const copied = await connection(board, guest)
  const order: string[] = []
  const closed = copied.closed.then((code) => order.push(`closed ${code}`))
  const answered = send(server, '/api/me/devices', { method: 'DELETE', headers: guest }).then(() =>
    order.push('answered'),
  )
  await Promise.all([closed, answered])
  expect(order).toEqual(['answered', 'closed 4504'])
})
