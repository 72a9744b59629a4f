import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import * as Y from 'yjs'
import { Thumbnails } from '../pictures/thumbnails.ts'
import { type MadeBoard, makeBoard, openBrowser, send } from '../testing/client.ts'
import { enter } from '../testing/doors.ts'
import { startServer, type TestServer } from '../testing/server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server.dispose())

const rect = { kind: 'rect', at: [0, 0, 10, 10, 0], style: { color: 'ink', width: 4 }, order: 'a0' }
const file = { type: 'inkbridge', version: 1, title: 'Quay', document: { shapes: { one: rect } } }

function importInto({ id, tokens }: MadeBoard, json: unknown, token = tokens.editor) {
  return send(server, `/api/boards/${id}/import`, { method: 'POST', token, json })
}

function read({ id, tokens }: MadeBoard, what: string, headers: Record<string, string> = {}) {
  return send(server, `/api/boards/${id}/${what}`, { token: tokens.viewer, headers })
}

test('a board that is exported can be imported into another', async () => {
  const [from, to] = [await makeBoard(openBrowser(server)), await makeBoard(openBrowser(server))]
  expect((await importInto(from, file)).json).toMatchObject({ shapes: 1, report: { exact: 1 } })
  const exported = await read(from, 'export?format=json')
  expect([exported.status, exported.headers['content-type']]).toEqual([200, 'application/json'])
  expect((await importInto(to, exported.json)).json).toMatchObject({ shapes: 1, report: { exact: 1 } })
  expect((await read(to, 'export')).json).toMatchObject({ document: { shapes: { one: { kind: 'rect' } } } })
})

test.each(['json', 'svg', 'png', 'pdf', 'excalidraw', 'tldr'])(
  'an export as %s runs nothing when it is opened at our origin',
  async (format) => {
    const board = await makeBoard(openBrowser(server))
    const { status, headers } = await read(board, `export?format=${format}`)
    expect(status).toBe(200)
    const policy = String(headers['content-security-policy']).split('; ')
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain('sandbox')
    expect(headers['x-content-type-options']).toBe('nosniff')
    expect(headers['content-disposition']).toMatch(/^attachment; /)
    expect(headers['cache-control']).toBe('no-store')
  },
)

test.each([['format=exe'], ['format=png&scale=1000'], ['format=svg&theme=sepia'], ['format=pdf&pages=odd']])(
  'an export with %s is refused',
  async (query) => {
    expect((await read(await makeBoard(openBrowser(server)), `export?${query}`)).status).toBe(400)
  },
)

test.each([
  ['of another program', { type: 'other' }],
  ['of a newer version', { ...file, version: 2 }],
  ['with a link that would act', { ...file, document: { ...file.document, link: { one: 'javascript:alert(1)' } } }],
  [
    'with a key named like an Object property',
    JSON.parse(`{"type":"inkbridge","version":1,"document":{"shapes":{"__proto__":{}}}}`),
  ],
])('a file %s is refused, and the board does not change', async (_, json) => {
  const board = await makeBoard(openBrowser(server))
  const before = (await read(board, 'export')).json
  const reply = await importInto(board, json)
  expect({ status: reply.status, json: reply.json }).toMatchObject({
    status: 400,
    json: { error: { code: 'bad-file' } },
  })
  expect((await read(board, 'export')).json).toEqual(before)
})

test('clients on a board see what is imported', async () => {
  const board = await makeBoard(openBrowser(server))
  const visit = await enter(server, 'yjs', board.id, { token: board.tokens.viewer })
  await importInto(board, file)
  const doc = new Y.Doc()
  const { update } = await visit.until('update')
  Y.applyUpdate(doc, (await readSnapshot(board)).update)
  Y.applyUpdate(doc, update)
  expect([...doc.getMap('shapes').keys()]).toEqual(['one'])
})

test('a picture that is being rendered when its link is revoked is not sent', async () => {
  const drawing = { asked: () => {}, drawn: () => {} }
  const asked = new Promise<void>((resolve) => {
    drawing.asked = resolve
  })
  const drawn = new Promise<void>((resolve) => {
    drawing.drawn = resolve
  })
  const pictures = {
    thumbnails: new Thumbnails(),
    forget() {},
    write: () => Promise.reject(new Error('nothing is written')),
    async draw() {
      drawing.asked()
      await drawn
      return Buffer.from('a picture')
    },
  }
  const slow = await startServer({ pictures })
  const { id, tokens } = await makeBoard(openBrowser(slow))
  const reply = send(slow, `/api/boards/${id}/export?format=png`, { token: tokens.viewer })
  await asked
  const { json } = await send(slow, `/api/boards/${id}/links`, { token: tokens.owner })
  const link = (json as { links: { id: string; role: string }[] }).links.find(({ role }) => role === 'viewer')
  await send(slow, `/api/boards/${id}/links/${link?.id}/revoke`, { method: 'POST', token: tokens.owner })
  drawing.drawn()
  const { status, bytes } = await reply
  await slow.dispose()
  expect(status).toBe(404)
  expect(bytes.toString()).not.toContain('a picture')
})

async function readSnapshot(board: MadeBoard) {
  const { headers, bytes } = await read(board, 'snapshot?current=1', { 'Accept-Encoding': 'gzip' })
  return { headers, update: gunzipSync(bytes) }
}

test('a snapshot is the board, compressed if the client accepts that, with an ETag', async () => {
  const board = await makeBoard(openBrowser(server))
  await importInto(board, file)
  const { headers, update } = await readSnapshot(board)
  const doc = new Y.Doc()
  Y.applyUpdate(doc, update)
  expect(doc.getMap('shapes').has('one')).toBe(true)
  expect([headers['content-encoding'], headers['cache-control']]).toEqual(['gzip', 'private, no-cache'])
  const plain = await read(board, 'snapshot?current=1')
  expect([plain.headers['content-encoding'], Buffer.compare(plain.bytes, update)]).toEqual([undefined, 0])
  const again = await read(board, 'snapshot?current=1', { 'If-None-Match': String(headers.etag) })
  expect([again.status, again.bytes.byteLength]).toEqual([304, 0])
})

test('a thumbnail is sent only to clients that may view the board, even if its ETag is known', async () => {
  const board = await makeBoard(openBrowser(server))
  const { status, headers } = await read(board, 'thumbnail')
  expect([status, headers['content-type'], headers['cache-control']]).toEqual([200, 'image/png', 'private, no-cache'])
  const known = { 'If-None-Match': String(headers.etag) }
  expect((await read(board, 'thumbnail', known)).status).toBe(304)
  expect((await send(server, `/api/boards/${board.id}/thumbnail`, { headers: known })).status).toBe(404)
})
