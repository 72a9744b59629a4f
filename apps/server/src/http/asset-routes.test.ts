import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { assetOf, greyPng, upload } from '../testing/asset-files.ts'
import { type MadeBoard, makeBoard, openBrowser, send } from '../testing/client.ts'
import { allowedOrigin } from '../testing/defences.ts'
import { startServer, type TestServer } from '../testing/server.ts'

let server: TestServer
let board: MadeBoard
const picture = greyPng(600, 300)
const address = (search = '') => `/api/boards/${board.id}/assets/${assetOf(picture)}${search}`
beforeAll(async () => {
  server = await startServer({ env: { ALLOWED_ORIGINS: allowedOrigin } })
  board = await makeBoard(openBrowser(server))
  await upload(server, { board: board.id, sent: { token: board.tokens.editor } }, picture)
})
afterAll(() => server.dispose())

const get = (search = '', headers: Record<string, string> = {}) =>
  send(server, address(search), { token: board.tokens.viewer, headers })

test('a picture is sent once for ever, and runs and loads nothing', async () => {
  const { status, headers, bytes } = await get()
  expect(status).toBe(200)
  expect(headers).toMatchObject({
    'content-type': 'image/png',
    'content-length': String(bytes.byteLength),
    'cache-control': 'private, immutable, max-age=31536000',
    etag: `"${assetOf(picture)}-full"`,
    'x-content-type-options': 'nosniff',
    'cross-origin-resource-policy': 'same-origin',
  })
  expect(headers['content-disposition']).toBeUndefined()
  expect(headers['content-security-policy']).toMatch(/^default-src 'none';.*style-src 'unsafe-inline';.*sandbox$/)
})

test('a browser that has the picture gets no bytes', async () => {
  const etag = `"${assetOf(picture)}-full"`
  expect(await get('', { 'If-None-Match': etag })).toMatchObject({ status: 304, text: '' })
})

test.each([
  ['?w=1', 'webp', 256],
  ['?w=256', 'webp', 256],
  ['?w=257', 'webp', 512],
  ['?w=513', 'png', 600],
  ['?w=5000', 'png', 600],
  ['', 'png', 600],
])('%s gives the smallest version that is at least as wide', async (search, format, width) => {
  expect(await sharp((await get(search)).bytes).metadata()).toMatchObject({ format, width })
})

test.each(['?w=0', '?w=-1', '?w=1.5', '?w=NaN', '?w=1e300', '?w='])('%s is refused', async (search) => {
  expect(await get(search)).toMatchObject({ status: 400, json: { error: { code: 'bad-body' } } })
})

test('the original is a download', async () => {
  const { headers, bytes } = await get('?original&w=256')
  expect(headers['content-disposition']).toContain(`attachment; filename="picture-${assetOf(picture).slice(0, 8)}.png"`)
  expect(await sharp(bytes).metadata()).toMatchObject({ width: 600 })
})

test('a page of an allowed origin uploads and reads with a token', async () => {
  const headers = { 'Access-Control-Request-Method': 'PUT' }
  const preflight = await send(server, address(), { method: 'OPTIONS', origin: allowedOrigin, headers })
  expect(preflight.headers['access-control-allow-methods']).toContain('PUT')
  expect(preflight.headers['access-control-allow-headers']).toContain('Upload-Offset')
  const read = await send(server, address(), { token: board.tokens.viewer, origin: allowedOrigin, method: 'HEAD' })
  expect(read.headers['access-control-expose-headers']).toContain('Upload-Offset')
})

test('a board has only its own pictures', async () => {
  const other = await makeBoard(openBrowser(server))
  const reply = await send(server, `/api/boards/${other.id}/assets/${assetOf(picture)}`, { token: other.tokens.owner })
  expect(reply).toMatchObject({ status: 404, json: { error: { code: 'no-asset' } } })
})

test('a picture whose file is lost is answered with 404', async () => {
  const lost = greyPng(20, 20, 3)
  await upload(server, { board: board.id, sent: { token: board.tokens.editor } }, lost)
  await server.assets.purge(board.id as never)
  expect((await get()).status).toBe(404)
})
