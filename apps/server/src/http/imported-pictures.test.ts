import { createHash } from 'node:crypto'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { assetOf, greyPng, upload } from '../testing/asset-files.ts'
import { type MadeBoard, makeBoard, openBrowser, type Sent, send } from '../testing/client.ts'
import { startServer, type TestServer } from '../testing/server.ts'

/** Boards with pictures travel between servers as files. */

interface BoardFile {
  readonly document: { readonly shapes: Readonly<Record<string, { readonly asset?: string }>> }
  readonly assets?: Readonly<Record<string, { readonly type: string; readonly bytes: string }>>
}

/** Starting a process takes seconds on a busy machine, ms. */
const patienceMs = 60_000
const full = { approximated: {}, placeholders: {} }

let servers: readonly [TestServer, TestServer]
beforeAll(async () => {
  servers = [await startServer(), await startServer()]
})
afterAll(async () => {
  for (const server of servers) await server.dispose()
})

function imageOf(asset: string) {
  return { kind: 'image', at: [0, 0, 9, 9, 0], order: 'a0', size: [9, 9], asset }
}

function fileWith(assets: unknown, ...ids: readonly string[]) {
  const shapes = Object.fromEntries(ids.map((asset, index) => [`s${index}`, imageOf(asset)]))
  return { type: 'inkbridge', version: 1, title: 'Quay', document: { shapes }, assets }
}

function newBoard(server: TestServer): Promise<MadeBoard> {
  return makeBoard(openBrowser(server))
}

function importInto(server: TestServer, { id, tokens }: MadeBoard, sent: Sent, query = '') {
  return send(server, `/api/boards/${id}/import${query}`, { method: 'POST', token: tokens.editor, ...sent })
}

async function exported(server: TestServer, { id, tokens }: MadeBoard, query = ''): Promise<BoardFile> {
  const { status, json } = await send(server, `/api/boards/${id}/export?format=json${query}`, { token: tokens.viewer })
  expect(status).toBe(200)
  return json as BoardFile
}

async function stored(server: TestServer, { id, tokens }: MadeBoard, asset: string): Promise<Buffer> {
  return (await send(server, `/api/boards/${id}/assets/${asset}`, { token: tokens.viewer })).bytes
}

test(
  'a board with pictures is the same on another server, in shapes and bytes',
  async () => {
    const [one, two] = servers
    const [from, to] = [await newBoard(one), await newBoard(two)]
    const svg = Buffer.from(
      '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>',
    )
    const gif = await sharp(greyPng(40, 30, 60))
      .gif()
      .toBuffer()
    const pictures = [greyPng(9, 9, 40), greyPng(300, 200, 90), svg, gif]
    for (const picture of pictures) await upload(one, { board: from.id, sent: { token: from.tokens.editor } }, picture)
    await importInto(one, from, { json: fileWith(undefined, ...pictures.map(assetOf)) })
    const file = await exported(one, from)
    expect(Object.keys(file.assets ?? {})).toHaveLength(4)
    const reply = await importInto(two, to, { json: file })
    expect(reply.json).toEqual({ shapes: 4, title: 'Harbour', report: { exact: 4, ...full } })
    const again = await exported(two, to)
    expect(again).toEqual(file)
    for (const { asset = '' } of Object.values(again.document.shapes)) {
      const bytes = await stored(two, to, asset)
      expect(bytes.toString('base64')).toBe(file.assets?.[asset]?.bytes)
      expect(createHash('sha256').update(bytes).digest('base64url')).toBe(asset)
    }
  },
  patienceMs,
)

test(
  'a picture that the server stores in another form has the hash of that form in the file',
  async () => {
    const [server] = servers
    const board = await newBoard(server)
    const avif = await sharp({ create: { width: 8, height: 8, channels: 3, background: 'red' } })
      .avif()
      .toBuffer()
    await importInto(server, board, { json: fileWith(undefined, assetOf(avif)) })
    await upload(server, { board: board.id, sent: { token: board.tokens.editor } }, avif)
    const { document, assets = {} } = await exported(server, board)
    const [[id, { type, bytes }] = ['', { type: '', bytes: '' }]] = Object.entries(assets)
    expect([type, document.shapes.s0?.asset]).toEqual(['image/webp', id])
    expect(assetOf(Buffer.from(bytes, 'base64'))).toBe(id)
  },
  patienceMs,
)

test('an export without images has none, and their ids are as on the board', async () => {
  const [server] = servers
  const board = await newBoard(server)
  const picture = greyPng(9, 9, 50)
  await upload(server, { board: board.id, sent: { token: board.tokens.editor } }, picture)
  await importInto(server, board, { json: fileWith(undefined, assetOf(picture)) })
  const { document, assets } = await exported(server, board, '&images=0')
  expect([document.shapes.s0?.asset, assets]).toEqual([assetOf(picture), undefined])
})

test('a new board has the pictures of its document', async () => {
  const [server] = servers
  const picture = greyPng(9, 9, 60)
  const id = assetOf(picture)
  const document = fileWith({ [id]: { type: 'image/png', bytes: picture.toString('base64') } }, id)
  const reply = await send(server, '/api/boards', { method: 'POST', json: { title: 'Pier', document } })
  const board = reply.json as MadeBoard
  expect(board).toMatchObject({ imported: { shapes: 1, title: 'Pier', report: { exact: 1, ...full } } })
  expect((await sharp(await stored(server, board, id)).metadata()).width).toBe(9)
})

test('a board is made of a file of another program that is sent as it is', async () => {
  const [server] = servers
  const path = '/api/boards?name=table.csv&title=Tides'
  const reply = await send(server, path, { method: 'POST', body: 'a,b\nc,d', headers: { 'Content-Type': 'text/csv' } })
  const { id, tokens, ...created } = reply.json as MadeBoard
  const report = { exact: 4, ...full }
  expect(created).toEqual({ url: `/b/${id}`, imported: { shapes: 4, title: null, report } })
  const { json } = await send(server, `/api/boards/${id}`, { token: tokens.viewer })
  expect(json).toMatchObject({ title: 'Tides' })
  const count = async () => (await server.directory.boards()).length
  const before = await count()
  const refused = await send(server, path.replace('csv', 'txt'), { method: 'POST', body: 'Dear harbour master,' })
  expect([refused.status, await count()]).toEqual([400, before])
})

test('a drawing of another program is imported with its picture', async () => {
  const [server] = servers
  const board = await newBoard(server)
  const picture = greyPng(9, 9, 70)
  const drawing = {
    type: 'excalidraw',
    version: 2,
    elements: [{ type: 'image', id: 'i', fileId: 'f', x: 0, y: 0, width: 9, height: 9 }],
    files: { f: { id: 'f', mimeType: 'image/png', dataURL: `data:image/png;base64,${picture.toString('base64')}` } },
  }
  const reply = await importInto(server, board, { body: JSON.stringify(drawing) }, '?name=quay.excalidraw')
  expect(reply.json).toEqual({ shapes: 1, title: null, report: { exact: 1, ...full } })
  expect((await stored(server, board, assetOf(picture))).byteLength).toBeGreaterThan(50)
})

test('a picture that cannot be decoded is a placeholder, and the rest of the file is imported', async () => {
  const [server] = servers
  const board = await newBoard(server)
  const [good, bad] = [greyPng(9, 9, 80), Buffer.from('\x89PNG\r\n\x1a\nand nothing else', 'latin1')]
  const assets = Object.fromEntries(
    [good, bad].map((each) => [assetOf(each), { type: 'image/png', bytes: each.toString('base64') }]),
  )
  const reply = await importInto(server, board, { json: fileWith(assets, assetOf(good), assetOf(bad)) })
  const report = { exact: 1, approximated: {}, placeholders: { 'unsupported-image': 1 } }
  expect(reply.json).toEqual({ shapes: 2, title: 'Quay', report })
})

test('a picture above the limit of the server is a placeholder', async () => {
  const small = await startServer({ env: { MAX_ASSET_BYTES: '40' } })
  const board = await newBoard(small)
  const large = greyPng(9, 9, 20)
  const assets = { [assetOf(large)]: { type: 'image/png', bytes: large.toString('base64') } }
  const reply = await importInto(small, board, { json: fileWith(assets, assetOf(large)) })
  expect(reply.json).toMatchObject({ shapes: 1, report: { exact: 0, placeholders: { 'too-large': 1 } } })
  await small.dispose()
})

const picture = greyPng(9, 9, 100)
const bytes = picture.toString('base64')
test.each<readonly [string, unknown]>([
  ['with bytes of another hash', { [assetOf(greyPng(9, 9, 99))]: { type: 'image/png', bytes } }],
  ['with bytes that are not base64', { [assetOf(picture)]: { type: 'image/png', bytes: '%%' } }],
  ['of another type', { [assetOf(picture)]: { type: 'text/html', bytes } }],
  [
    'with too many images',
    Object.fromEntries(
      Array.from({ length: 2_001 }, (_, index) => [assetOf(Buffer.from(`${index}`)), { type: 'image/png', bytes }]),
    ),
  ],
])('a file %s is refused, and the board does not change', async (_, assets) => {
  const [server] = servers
  const board = await newBoard(server)
  const reply = await importInto(server, board, {
    json: fileWith(assets, assetOf(picture), assetOf(greyPng(9, 9, 99))),
  })
  expect({ status: reply.status, json: reply.json }).toMatchObject({
    status: 400,
    json: { error: { code: 'bad-file', reason: 'damaged-file' } },
  })
  expect((await exported(server, board)).document.shapes).toEqual({})
})

test('a file whose pictures do not fit on the board is refused, and the board does not change', async () => {
  const small = await startServer({ env: { MAX_BOARD_BYTES: '65536' } })
  const board = await newBoard(small)
  const large = Buffer.concat([greyPng(9, 9, 10), Buffer.alloc(70_000)])
  const assets = { [assetOf(large)]: { type: 'image/png', bytes: large.toString('base64') } }
  const reply = await importInto(small, board, { json: fileWith(assets, assetOf(large)) })
  expect([reply.status, (reply.json as { error: { code: string } }).error.code]).toEqual([413, 'board-full'])
  expect((await exported(small, board)).document.shapes).toEqual({})
  await small.dispose()
})

test('an import whose address has too much on the disk keeps the pictures it has stored, and says how many are missing', async () => {
  const [server] = servers
  const { limits } = server
  const { mayHold } = limits
  const board = await newBoard(server)
  const pictures = [greyPng(9, 9, 11), greyPng(9, 9, 12)]
  const assets = Object.fromEntries(
    pictures.map((picture) => [assetOf(picture), { type: 'image/png', bytes: picture.toString('base64') }]),
  )
  const held: number[] = []
  const { convert } = server.converter
  try {
    let cutNow = () => {}
    limits.mayHold = (_address, bytes, cut) => {
      cutNow = cut
      held.push(bytes)
      return () => held.push(0)
    }
    server.converter.convert = (...args) => {
      cutNow()
      return convert.apply(server.converter, args)
    }
    const { json } = await importInto(server, board, { json: fileWith(assets, ...Object.keys(assets)) })
    expect(json).toMatchObject({ shapes: 2, report: { exact: 1, placeholders: { 'missing-image': 1 } } })
    expect(held).toEqual([pictures.reduce((sum, { byteLength }) => sum + byteLength, 0), 0])
  } finally {
    Object.assign(limits, { mayHold })
    Object.assign(server.converter, { convert })
  }
})

test('an address that has too much on the disk is refused, and nothing is changed', async () => {
  const [server] = servers
  const release = server.limits.mayHold('127.0.0.9', 200_000_000, () => {})
  try {
    expect(() => server.limits.mayHold('127.0.0.9', 300_000_000, () => {})).toThrow('Too much is being sent')
  } finally {
    release()
  }
})
