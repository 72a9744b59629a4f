import { afterAll, beforeAll, expect, test } from 'vitest'
import { assetOf, greyPng, upload } from '../testing/asset-files.ts'
import { type MadeBoard, makeBoard, openBrowser, send } from '../testing/client.ts'
import { startServer, type TestServer } from '../testing/server.ts'

const [shown, removed] = [greyPng(9, 9, 1), greyPng(9, 9, 2)]
const shape = { kind: 'image', at: [0, 0, 9, 9, 0], order: 'a0', size: [9, 9], asset: assetOf(shown) }
const document = { type: 'inkbridge', version: 1, title: 'Quay', document: { shapes: { one: shape } } }

let server: TestServer
let source: MadeBoard
beforeAll(async () => {
  server = await startServer()
  source = await makeBoard(openBrowser(server))
  for (const picture of [shown, removed])
    await upload(server, { board: source.id, sent: { token: source.tokens.editor } }, picture)
})
afterAll(() => server.dispose())

async function duplicate(token: string): Promise<MadeBoard> {
  const path = `/api/boards?assetsFrom=${source.id}`
  return (await send(server, path, { method: 'POST', token, json: { title: 'Copy', document } })).json as MadeBoard
}

async function statusOf({ id, tokens }: MadeBoard, picture: Uint8Array): Promise<number> {
  return (await send(server, `/api/boards/${id}/assets/${assetOf(picture)}`, { token: tokens.viewer })).status
}

test('a copy of a board has the pictures that its document refers to, and keeps them when the source is purged', async () => {
  const copy = await duplicate(source.tokens.viewer)
  expect([await statusOf(copy, shown), await statusOf(copy, removed)]).toEqual([200, 404])
  await server.assets.purge(source.id as never)
  expect(await statusOf(copy, shown)).toBe(200)
})

test('nobody gets pictures of a board that they may not see', async () => {
  const stranger = await makeBoard(openBrowser(server))
  expect(await duplicate(stranger.tokens.owner)).toMatchObject({ error: { code: 'no-board' } })
})
