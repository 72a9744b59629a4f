import { request as httpRequest } from 'node:http'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { assetOf, greyPng, sendPiece, upload } from '../testing/asset-files.ts'
import { type MadeBoard, makeBoard, openBrowser, send } from '../testing/client.ts'
import { startServer, type TestServer } from '../testing/server.ts'

/** Uploads in pieces: offsets, lengths and ids of any kind, and rights that end meanwhile. */

let server: TestServer
let board: MadeBoard
beforeAll(async () => {
  server = await startServer()
  board = await makeBoard(openBrowser(server))
})
afterAll(() => server.dispose())

const target = () => ({ board: board.id, sent: { token: board.tokens.editor } })

describe('the bytes of an upload', () => {
  let picture: Buffer
  let grey = 0
  beforeEach(() => {
    grey += 1
    picture = greyPng(30, 30, grey)
  })
  const length = () => String(picture.byteLength)

  test('other bytes than the address names are discarded', async () => {
    const asset = assetOf(Buffer.from('others'))
    const reply = await sendPiece(server, target(), picture, { asset })
    expect(reply).toMatchObject({ status: 422, json: { error: { code: 'hash-mismatch' } } })
    expect(await server.assets.uploaded({ board: board.id as never, asset })).toBe(0)
  })

  test('more bytes than were announced are refused, and nothing is stored', async () => {
    const reply = await sendPiece(server, target(), picture, { 'Upload-Length': '20' })
    expect(reply).toMatchObject({ status: 400, json: { error: { code: 'bad-upload' } } })
    expect((await upload(server, target(), picture)).status).toBe(201)
  })

  test('fewer bytes than were announced are a part, from which the upload goes on', async () => {
    const asset = assetOf(picture)
    const part = picture.subarray(0, 40)
    expect(await sendPiece(server, target(), part, { asset, 'Upload-Length': length() })).toMatchObject({
      status: 204,
      headers: { 'upload-offset': '40' },
    })
    const address = `/api/boards/${board.id}/assets/${asset}`
    expect(await send(server, address, { ...target().sent, method: 'HEAD' })).toMatchObject({
      status: 200,
      headers: { 'upload-offset': '40', 'upload-complete': '?0' },
    })
    expect(await send(server, address, target().sent)).toMatchObject({
      status: 404,
      json: { error: { code: 'no-asset' } },
    })
    const rest = { asset, 'Upload-Length': length(), 'Upload-Offset': '40' }
    expect((await sendPiece(server, target(), picture.subarray(40), rest)).status).toBe(201)
    expect(await send(server, address, { ...target().sent, method: 'HEAD' })).toMatchObject({
      status: 200,
      headers: { 'upload-offset': length(), 'upload-complete': '?1' },
    })
  })

  test.each([
    ['-1', 400, 'bad-upload'],
    ['1e3', 400, 'bad-upload'],
    ['NaN', 400, 'bad-upload'],
    ['0x10', 400, 'bad-upload'],
    ['1.5', 400, 'bad-upload'],
    ['9007199254740993', 400, 'bad-upload'],
    ['999999999999999', 400, 'bad-upload'],
    ['0, 0', 400, 'bad-upload'],
    ['20', 409, 'wrong-offset'],
  ])('a piece at offset %s is refused', async (offset, status, code) => {
    const reply = await sendPiece(server, target(), picture, { 'Upload-Offset': offset })
    expect(reply).toMatchObject({ status, json: { error: { code } } })
  })

  test('a piece that overlaps what is there is refused with the offset to go on from', async () => {
    const headers = { asset: assetOf(picture), 'Upload-Length': length() }
    await sendPiece(server, target(), picture.subarray(0, 40), headers)
    expect(
      await sendPiece(server, target(), picture.subarray(20), { ...headers, 'Upload-Offset': '20' }),
    ).toMatchObject({
      status: 409,
      headers: { 'upload-offset': '40' },
      json: { error: { code: 'wrong-offset' } },
    })
  })

  test('an upload of other bytes that is longer than the file does not keep the file from being uploaded', async () => {
    const asset = assetOf(picture)
    const others = Buffer.concat([greyPng(30, 30, 200), Buffer.alloc(1_000)])
    await sendPiece(server, target(), others, { asset, 'Upload-Length': '5000' })
    expect((await upload(server, target(), picture)).status).toBe(201)
  })

  test.each([
    [{ 'Upload-Length': '' }, 400, 'bad-upload', 'Upload-Length is missing'],
    [{ 'Upload-Length': '-5' }, 400, 'bad-upload', 'Upload-Length is missing or not a number'],
    [{ 'Upload-Length': '0' }, 415, 'unsupported-type', 'This is an empty file.'],
    [{ 'Upload-Length': '20000001' }, 413, 'asset-too-large', 'larger than the 20000000 bytes allowed'],
    [{ 'Upload-Length': '999999999999999' }, 413, 'asset-too-large', 'larger than the 20000000 bytes allowed'],
  ])('an upload with %j is refused', async (headers, status, code, message) => {
    const reply = await sendPiece(server, target(), picture, headers)
    expect(reply).toMatchObject({ status, json: { error: { code } } })
    expect(reply.text).toContain(message)
  })

  test.each([
    '..%2f..%2fsecret.key',
    '%00',
    'a'.repeat(42),
    'a'.repeat(44),
    `${'a'.repeat(42)}/`,
    '__proto__',
    `${'a'.repeat(42)}%0a`,
  ])('the id %j reaches no file', async (asset) => {
    const path = `/api/boards/${board.id}/assets/${asset}`
    const put = await send(server, path, {
      ...target().sent,
      method: 'PUT',
      body: picture,
      headers: { 'Upload-Length': length() },
    })
    const get = await send(server, path, target().sent)
    expect([400, 404, 405]).toContain(put.status)
    expect([404, 405]).toContain(get.status)
  })

  test('two uploads of one file at once store it once', async () => {
    const replies = await Promise.all([upload(server, target(), picture, 60), upload(server, target(), picture, 60)])
    const codes = replies.map(({ status }) => status)
    expect(codes).toContain(201)
    for (const status of codes) expect([200, 201, 409]).toContain(status)
    expect((await upload(server, target(), picture)).status).toBe(200)
  })

  test('a board without room refuses a file before it is sent', async () => {
    const small = await startServer({ env: { MAX_BOARD_BYTES: '65536' } })
    try {
      const { id, tokens } = await makeBoard(openBrowser(small))
      const reply = await sendPiece(small, { board: id, sent: { token: tokens.editor } }, picture, {
        'Upload-Length': '65537',
      })
      expect(reply).toMatchObject({ status: 413, json: { error: { code: 'board-full' } } })
    } finally {
      await small.dispose()
    }
  })
})

test('a picture whose sender disconnects while it is converted is stored nonetheless', async () => {
  const picture = greyPng(31, 31, 99)
  const key = { board: board.id as never, asset: assetOf(picture) }
  const { convert } = server.converter
  const [begun, left] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  server.converter.convert = async (...args) => {
    begun.resolve()
    await left.promise
    return convert.apply(server.converter, args)
  }
  try {
    const request = httpRequest({
      host: '127.0.0.1',
      port: server.port,
      path: `/api/boards/${board.id}/assets/${key.asset}`,
      method: 'PUT',
      headers: { Authorization: `Bearer ${board.tokens.editor}`, 'Upload-Length': picture.byteLength },
    })
    request.on('error', () => {})
    request.end(picture)
    await begun.promise
    request.destroy()
    left.resolve()
    await vi.waitFor(async () => expect(await server.assets.find(key)).not.toBeNull(), { timeout: 15_000 })
  } finally {
    server.converter.convert = convert
  }
  const headers = {
    asset: key.asset,
    'Upload-Offset': String(picture.byteLength),
    'Upload-Length': String(picture.byteLength),
  }
  expect((await sendPiece(server, target(), Buffer.alloc(0), headers)).status).toBe(200)
})

describe('a right that has ended', () => {
  test('a revoked link uploads nothing, to no board', async () => {
    const [mine, theirs] = [await makeBoard(openBrowser(server)), await makeBoard(openBrowser(server))]
    const link = await server.directory.addLink(mine.id as never, 'editor', null)
    const sent = { token: link.secret ?? '' }
    await server.admission.revoke(mine.id as never, link.id)
    for (const { id } of [mine, theirs])
      expect(await upload(server, { board: id, sent }, greyPng(5, 5))).toMatchObject({
        status: 404,
        json: { error: { code: 'no-board' } },
      })
    expect(await server.directory.assetBytes(mine.id as never)).toBe(0)
  })

  test.each(['revoke', 'delete'] as const)('a link that ends during the conversion stores nothing: %s', async (end) => {
    const { id } = await makeBoard(openBrowser(server))
    const link = await server.directory.addLink(id as never, 'editor', null)
    const picture = greyPng(40, 40, 77)
    const { convert } = server.converter
    try {
      server.converter.convert = async (...args) => {
        const result = await convert.apply(server.converter, args)
        if (end === 'revoke') await server.admission.revoke(id as never, link.id)
        else await server.admission.remove(id as never)
        return result
      }
      const reply = await upload(server, { board: id, sent: { token: link.secret ?? '' } }, picture)
      expect(reply).toMatchObject({ status: 404, json: { error: { code: 'no-board' } } })
    } finally {
      Object.assign(server.converter, { convert })
    }
    const key = { board: id as never, asset: assetOf(picture) }
    expect([await server.assets.find(key), await server.assets.uploaded(key)]).toEqual([null, 0])
  })

  test('a deleted board keeps no unfinished upload', async () => {
    const { id, tokens } = await makeBoard(openBrowser(server))
    const picture = greyPng(40, 40, 78)
    const at = { board: id, sent: { token: tokens.owner } }
    await sendPiece(server, at, picture.subarray(0, 30), {
      asset: assetOf(picture),
      'Upload-Length': String(picture.byteLength),
    })
    const key = { board: id as never, asset: assetOf(picture) }
    expect(await server.assets.uploaded(key)).toBe(30)
    await send(server, `/api/boards/${id}`, { method: 'DELETE', token: tokens.owner })
    expect(await server.assets.uploaded(key)).toBe(0)
  })
})
