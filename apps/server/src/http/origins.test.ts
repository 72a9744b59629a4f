import { newBoardId } from '@inkbridge/types'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { cookieOf, guestHeaders, send, upgrade } from '../testing/client.ts'
import { startServerOnDisk, type TestServer } from '../testing/server.ts'

/** Requests from every kind of page, with the cookie of the board's owner, to every entry point. */

const publicUrl = 'https://ink.example.org'
const allowed = 'https://wiki.example.org'

let open: TestServer
let published: TestServer
let owner: Record<string, string>
let publishedOwner: Record<string, string>
let board: { readonly id: string; readonly tokens: { readonly editor: string } }
let publishedBoard: typeof board

beforeAll(async () => {
  open = await startServerOnDisk({ env: { ALLOWED_ORIGINS: allowed } })
  published = await startServerOnDisk({ env: { PUBLIC_URL: publicUrl, ALLOWED_ORIGINS: allowed } })
  owner = await guestHeaders(open)
  const { headers } = await send(published, '/api/me', { headers: { Origin: publicUrl } })
  publishedOwner = { Origin: publicUrl, Cookie: cookieOf(headers) }
  board = JSON.parse((await send(open, '/api/boards', { method: 'POST', headers: owner, json: {} })).text)
  publishedBoard = JSON.parse(
    (await send(published, '/api/boards', { method: 'POST', headers: publishedOwner, json: {} })).text,
  )
})
afterAll(() => Promise.all([open.dispose(), published.dispose()]))

const socketIo = '/socket.io/?EIO=4&transport='

/** The statuses for a page: API read, API write, polling read, polling write, and both upgrades. */
async function everyWay(server: TestServer, id: string, headers: Record<string, string>): Promise<readonly number[]> {
  return [
    (await send(server, `/api/boards/${id}`, { headers })).status,
    (await send(server, `/api/boards/${id}`, { method: 'PATCH', headers, json: { title: 'Theirs' } })).status,
    (await send(server, `${socketIo}polling`, { headers })).status,
    (
      await send(server, `${socketIo}polling&sid=unknown`, {
        method: 'POST',
        headers: { ...headers, 'Content-Length': '1' },
        body: '2',
      })
    ).status,
    await upgrade(server, `/yjs/${id}`, { headers }),
    await upgrade(server, `${socketIo}websocket`, { headers }),
  ]
}

/** The API answers as to strangers; the doors accept connections with a token only. */
const tokenOnly = [404, 404, 200, 400, 101, 101]
const refused = [403, 403, 403, 403, 403, 403]
const own = [200, 200, 200, 400, 101, 101]

test('[D1] our own page is identified by its cookie at every entry point', async () => {
  expect(await everyWay(open, board.id, owner)).toEqual(own)
  expect(await everyWay(published, publishedBoard.id, publishedOwner)).toEqual(own)
})

const foreign: readonly ((at: string) => Record<string, string>)[] = [
  () => ({ Origin: 'https://evil.example' }),
  () => ({ Origin: 'null' }),
  (at) => ({ Origin: `http://${at.replace(/\d+$/, '1')}` }),
  (at) => ({ Origin: `http://sub.${at}` }),
  (at) => ({ Origin: `http://${at}.evil.example` }),
  (at) => ({ Origin: `http://evil.example/http://${at}` }),
  (at) => ({ Origin: `http://user@${at}` }),
  (at) => ({ Origin: `http://${at}@evil.example` }),
  (at) => ({ Origin: `HTTP://${at}` }),
  (at) => ({ Origin: `http://${at.replace(':', '.:')}` }),
  (at) => ({ Origin: `http://${at}/` }),
  () => ({ Origin: 'https://WIKI.example.org' }),
  () => ({ Origin: 'http://wiki.example.org' }),
  () => ({ Origin: 'https://wiki.example.org:8443' }),
  () => ({ Origin: 'https://other.example.org' }),
  () => ({ Origin: 'https://example.org' }),
  () => ({ Origin: 'https://wiki.example.org.' }),
  () => ({ Origin: 'https://ink.example.org.evil.example' }),
  () => ({ 'Sec-Fetch-Site': 'same-site' }),
  () => ({ 'Sec-Fetch-Site': 'cross-site' }),
]

test.each(foreign.map((headers) => [headers('<host>'), headers] as const))(
  '[D1] a page with %j is foreign at every entry point',
  async (_, headersAt) => {
    const headers = headersAt(`127.0.0.1:${open.port}`)
    expect(await everyWay(open, board.id, { Cookie: owner.Cookie ?? '', ...headers })).toEqual(refused)
    const token = { Authorization: `Bearer ${board.tokens.editor}` }
    expect(await everyWay(open, board.id, { ...token, ...headers })).toEqual(refused)
    expect(await everyWay(published, publishedBoard.id, { Cookie: publishedOwner.Cookie ?? '', ...headers })).toEqual(
      refused,
    )
  },
)

test('[D2] a page of an allowed origin is identified by a token, never by its cookie', async () => {
  for (const [server, id, { Cookie = '' }] of [
    [open, board.id, owner],
    [published, publishedBoard.id, publishedOwner],
  ] as const) {
    expect(await everyWay(server, id, { Origin: allowed, Cookie })).toEqual(tokenOnly)
    const lists = await send(server, '/api/boards', { headers: { Origin: allowed, Cookie } })
    expect(JSON.parse(lists.text)).toEqual({ boards: [], total: 0 })
    expect(lists.headers['set-cookie']).toBeUndefined()
    expect((await send(server, '/api/me', { headers: { Origin: allowed, Cookie } })).status).toBe(401)
  }
  const headers = { Origin: allowed, Authorization: `Bearer ${board.tokens.editor}` }
  expect(await everyWay(open, board.id, headers)).toEqual(own)
})

test('[D1] with PUBLIC_URL the name of another site that resolves to this server, as in DNS rebinding, opens nothing', async () => {
  for (const Host of ['evil.example', 'evil.example:3000', 'ink.example.org.evil.example', '127.0.0.1.evil.example']) {
    const { Cookie = '' } = publishedOwner
    const rebound = [{ Host, Origin: `http://${Host}` }, { Host, 'Sec-Fetch-Site': 'same-origin' }, { Host }]
    for (const headers of rebound) {
      expect(await everyWay(published, publishedBoard.id, { ...headers, Cookie })).toEqual(refused)
      for (const path of ['/', `/b/${newBoardId()}`, '/icon.svg'])
        expect((await send(published, path, { headers })).status).toBe(403)
    }
    expect((await send(published, '/healthz', { headers: { Host } })).status).toBe(200)
  }
})

test('[D1] with PUBLIC_URL a proxy may send the name of its upstream', async () => {
  for (const Host of ['ink.example.org', '127.0.0.1:3000', 'localhost:3000', 'inkbridge:3000', '[::1]:3000'])
    expect(await everyWay(published, publishedBoard.id, { ...publishedOwner, Host })).toEqual(own)
})

test('[D2] with PUBLIC_URL a page of ours opened by IP address is foreign', async () => {
  const Origin = `http://127.0.0.1:${published.port}`
  expect(await everyWay(published, publishedBoard.id, { ...publishedOwner, Origin })).toEqual(refused)
})
