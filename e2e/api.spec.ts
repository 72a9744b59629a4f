import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { importJson, openBoard, parseJson } from '@inkbridge/board'
import { svgOf, wordless } from '@inkbridge/canvas/picture'
import { personColors } from '@inkbridge/types'
import { expect } from '@playwright/test'
import * as Y from 'yjs'
import { createBoard } from './board.ts'
import { test } from './journey.ts'
import { TestServer } from './server.ts'

let server: TestServer
test.beforeAll(async () => {
  server = await TestServer.start()
})
test.afterAll(() => server.dispose())

interface Asked {
  readonly status: number
  readonly body: unknown
}

async function ask(
  method: string,
  path: string,
  init: { body?: unknown; token?: string; raw?: string; type?: string } = {},
): Promise<Asked> {
  const body = init.raw ?? (init.body === undefined ? undefined : JSON.stringify(init.body))
  const response = await fetch(`${server.url}${path}`, {
    method,
    headers: {
      ...(body === undefined ? {} : { 'Content-Type': init.type ?? 'application/json' }),
      ...(init.token ? { Authorization: `Bearer ${init.token}` } : {}),
    },
    ...(body === undefined ? {} : { body }),
  })
  const text = await response.text()
  return { status: response.status, body: text.startsWith('{') ? JSON.parse(text) : text }
}

const file = (shapes: object) => ({ type: 'inkbridge', version: 1, title: 'x', document: { shapes } })

test('a missing, forbidden or mistyped board and a wrong token all get the same answer', async () => {
  const board = await createBoard(server)
  const answers = await Promise.all([
    ask('GET', '/api/boards/AAAAAAAAAAAAAAAA'),
    ask('GET', `/api/boards/${board.id}`),
    ask('GET', '/api/boards/..%2F..'),
    ask('GET', `/api/boards/${board.id}`, { token: 'x'.repeat(32) }),
    ask('GET', `/api/boards/${board.id}/export?format=json`),
    ask('POST', `/api/boards/${board.id}/import`, { body: {} }),
  ])
  const [first] = answers
  expect(first).toMatchObject({ status: 404, body: { error: { code: 'no-board' } } })
  for (const answer of answers) expect(answer).toEqual(first)
})

test('each role has exactly its permissions', async () => {
  const board = await createBoard(server, { title: 'Roles' })
  const statuses = async (role: 'owner' | 'editor' | 'viewer') => {
    const token = board.tokens[role]
    const path = `/api/boards/${board.id}`
    return [
      (await ask('GET', path, { token })).status,
      (await ask('GET', `${path}/export?format=json`, { token })).status,
      (await ask('PATCH', path, { token, body: { title: 'Roles' } })).status,
      (await ask('POST', `${path}/import`, { token, body: file({}) })).status,
      (await ask('GET', `${path}/links`, { token })).status,
      (await ask('POST', `${path}/links`, { token, body: { role: 'viewer' } })).status,
    ]
  }
  expect(await statuses('viewer')).toEqual([200, 200, 403, 403, 403, 403])
  expect(await statuses('editor')).toEqual([200, 200, 200, 200, 403, 403])
  expect(await statuses('owner')).toEqual([200, 200, 200, 200, 200, 201])
  expect((await ask('DELETE', `/api/boards/${board.id}`, { token: board.tokens.owner })).status).toBe(204)
  expect((await ask('GET', `/api/boards/${board.id}`, { token: board.tokens.owner })).status).toBe(404)
})

/** A stroke of many points and a square, as a file. */
const drawing = file({
  a: { kind: 'rect', at: [0, 0, 100, 60, 0], style: { color: 'violet', width: 4 }, order: 'a0' },
  b: { kind: 'hologram', at: [0, 100, 300, 60, 0], style: { color: 'ink', width: 4 }, order: 'a1' },
})

test('the server’s picture of a board equals the browser’s: SVG with its font, PNG at the requested size', async () => {
  const board = await createBoard(server, { title: 'Harbour / day 1', document: drawing })
  const get = (query: string) =>
    fetch(`${server.url}/api/boards/${board.id}/export?${query}`, {
      headers: { Authorization: `Bearer ${board.tokens.viewer}` },
    })
  const json = (await (await get('format=json')).json()) as unknown
  const doc = new Y.Doc()
  const parsed = parseJson(json)
  if (!parsed.ok) throw new Error(parsed.problem.message)
  importJson(doc, parsed.value, null)
  const pure = svgOf(openBoard(doc).shapes(), { theme: 'dark', paper: true, layout: wordless })

  const svg = await get('format=svg&theme=dark')
  expect(svg.headers.get('content-type')).toBe('image/svg+xml')
  expect(svg.headers.get('content-disposition')).toBe(
    `attachment; filename="Harbour  day 1.svg"; filename*=UTF-8''Harbour%20%20day%201.svg`,
  )
  const face = /<style>@font-face\{.*?base64,[A-Za-z0-9+/=]{10000,}\) format\('woff2'\)\}<\/style>/
  const text = await svg.text()
  expect(text).toMatch(face)
  expect(text.replace(face, '')).toBe(pure.svg)
  expect(text).toContain('>Unsupported shape: hologram</text>')

  const png = Buffer.from(await (await get('format=png&scale=0.5')).arrayBuffer())
  expect(png.subarray(1, 4).toString()).toBe('PNG')
  const [width, height] = [png.readUInt32BE(16), png.readUInt32BE(20)]
  expect([width, height]).toEqual([Math.ceil(pure.width / 2), Math.ceil(pure.height / 2)])
  expect((await get('format=png&scale=400')).status).toBe(400)
  expect((await get('format=gif')).status).toBe(400)
})

test('a thumbnail is sent again only after the board has changed', async () => {
  const board = await createBoard(server, { document: drawing })
  const get = (etag?: string) =>
    fetch(`${server.url}/api/boards/${board.id}/thumbnail?theme=light`, {
      headers: { Authorization: `Bearer ${board.tokens.editor}`, ...(etag ? { 'If-None-Match': etag } : {}) },
    })
  const first = await get()
  const etag = first.headers.get('etag') ?? ''
  const png = Buffer.from(await first.arrayBuffer())
  expect([first.status, first.headers.get('content-type'), png.readUInt32BE(16)]).toEqual([200, 'image/png', 712])
  const second = await get(etag)
  expect([second.status, await second.text()]).toEqual([304, ''])
  const path = `/api/boards/${board.id}/import`
  await ask('POST', path, { token: board.tokens.editor, body: drawing })
  const third = await get(etag)
  expect(third.status).toBe(200)
  expect(Buffer.from(await third.arrayBuffer()).equals(png)).toBe(false)
})

/** A browser, identified by its cookie. */
function browserOf(origin: string) {
  let cookie = ''
  return async (method: string, path: string, body?: unknown): Promise<Asked> => {
    const response = await fetch(`${origin}${path}`, {
      method,
      headers: {
        Origin: origin,
        Cookie: cookie,
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    cookie = response.headers.get('set-cookie')?.split(';')[0] ?? cookie
    const text = await response.text()
    return { status: response.status, body: text.startsWith('{') ? JSON.parse(text) : text }
  }
}

test('only the browser that owns a deleted board can restore it', async () => {
  const [owner, other] = [browserOf(server.url), browserOf(server.url)]
  const { id } = (await owner('POST', '/api/boards', { title: 'Mine', document: drawing })).body as { id: string }
  const mine = async () =>
    ((await owner('GET', '/api/boards')).body as { boards: { id: string }[] }).boards.map((b) => b.id)
  expect(await mine()).toEqual([id])
  expect((await other('DELETE', `/api/boards/${id}`)).status).toBe(404)
  expect((await owner('DELETE', `/api/boards/${id}`)).status).toBe(204)
  expect([await mine(), (await owner('GET', `/api/boards/${id}`)).status]).toEqual([[], 404])
  expect((await other('POST', `/api/boards/${id}/restore`)).status).toBe(404)
  expect(await owner('POST', `/api/boards/${id}/restore`)).toMatchObject({ status: 200, body: { id, title: 'Mine' } })
  expect(await mine()).toEqual([id])
  const json = (await owner('GET', `/api/boards/${id}/export?format=json`)).body as { document: { shapes: object } }
  expect(Object.keys(json.document.shapes)).toHaveLength(2)
})

test('a person’s name and colour can be set, and other fields are ignored', async () => {
  const browser = browserOf(server.url)
  const { you } = (await browser('GET', '/api/me')).body as { you: { id: string; name: string; color: string } }
  const changed = { ...you, name: 'Ada Lovelace', color: personColors.find((color) => color !== you.color) }
  expect(await browser('PATCH', '/api/me', { name: '  Ada\u0000 Lovelace ', color: changed.color })).toEqual({
    status: 200,
    body: { you: changed },
  })
  expect((await browser('PATCH', '/api/me', { name: '   ' })).status).toBe(400)
  expect((await browser('PATCH', '/api/me', { color: 'url(https://elsewhere)' })).status).toBe(400)
  expect((await browser('GET', '/api/me')).body).toEqual({ you: changed })
  expect((await ask('PATCH', '/api/me', { body: { name: 'x' } })).status).toBe(401)
})

test('a name and a colour that are changed at the same time are both saved', async () => {
  const browser = browserOf(server.url)
  await browser('GET', '/api/me')
  for (const [index, color] of personColors.entries()) {
    const name = `Ada ${index}`
    await Promise.all([browser('PATCH', '/api/me', { color }), browser('PATCH', '/api/me', { name })])
    expect((await browser('GET', '/api/me')).body).toMatchObject({ you: { name, color } })
  }
})

const refused: readonly (readonly [string, number, string, { body?: unknown; raw?: string; type?: string }])[] = [
  ['broken JSON', 400, 'bad-json', { raw: '{"title":' }],
  ['no JSON', 415, 'not-json', { raw: 'title=x', type: 'application/x-www-form-urlencoded' }],
  ['a body over the limit', 413, 'too-large', { raw: `{"title":"${'x'.repeat(129 * 1_048_576)}"}` }],
  ['an invalid title', 400, 'bad-body', { body: { title: 7 } }],
  ['another kind of document', 400, 'bad-file', { body: { document: { type: 'drawing' } } }],
  ['a shape at 10^12', 400, 'bad-file', { body: { document: file({ a: { kind: 'rect', at: [1e12, 0, 1, 1, 0] } }) } }],
  [
    'a forged prototype',
    400,
    'bad-file',
    {
      raw: '{"document":{"type":"inkbridge","version":1,"document":{"shapes":{"a":{"kind":"x","__proto__":{"y":1}}}}}}',
    },
  ],
]

for (const [name, status, code, init] of refused) {
  test(`${name} is refused with ${status} and a message that says what is safe`, async () => {
    const answer = await ask('POST', '/api/boards', init)
    expect(answer).toMatchObject({
      status,
      body: { error: { code, message: expect.stringContaining('Nothing was changed.') } },
    })
    expect((await ask('GET', '/healthz')).body).toBe('ok\n')
  })
}

const main = fileURLToPath(new URL('../apps/server/src/main.ts', import.meta.url))

/** Starts a server that should not start. */
async function startWith(
  env: Record<string, string>,
): Promise<{ readonly code: number | null; readonly said: string }> {
  const child = spawn(process.execPath, [main], {
    env: { ...process.env, HOST: '127.0.0.1', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  child.stderr.on('data', (part) => (said += String(part)))
  const [code] = (await once(child, 'exit')) as [number | null]
  return { code, said }
}

test('a port or folder in use, a read-only folder or an invalid setting stops the start with one line that says what to do', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'inkbridge-start-'))
  const lines = [
    [
      await startWith({ PORT: String(server.port), DATA_DIR: folder }),
      `Port ${server.port} is already in use. Stop what uses it, or choose another with PORT.`,
    ],
    [await startWith({ PORT: 'eighty' }), 'PORT=eighty cannot be used: must be a number.'],
    [
      await startWith({ PORT: '0', DATA_DIR: server.dataDir }),
      `Another Inkbridge already uses ${server.dataDir}. Stop it, or give this one its own folder with DATA_DIR.`,
    ],
  ] as const
  for (const [{ code, said }, line] of lines) expect([code, said]).toEqual([1, `Inkbridge did not start. ${line}\n`])
  const unwritable = await startWith({ PORT: '0', DATA_DIR: '/proc/inkbridge' })
  expect(unwritable.code).toBe(1)
  expect(unwritable.said).toMatch(
    /^Inkbridge did not start\. The data folder \/proc\/inkbridge cannot be written .*\n$/,
  )
  rmSync(folder, { recursive: true })
})

test('the server prints the address to open', () => {
  expect(server.output).toContain('Inkbridge is running.')
  expect(server.output).toContain(`on this machine   ${server.url}`)
})
