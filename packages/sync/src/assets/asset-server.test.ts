import { afterEach, expect, test, vi } from 'vitest'
import { assetNamed } from '../testing/asset-store-suite.ts'
import { failure } from '../testing/memory-asset-server.ts'
import { httpAssetServer, noAssetServer } from './asset-server.ts'
import { trouble } from './upload-answer.ts'

const asset = assetNamed('A')
const address = { board: 'AAAAAAAAAAAAAAAA' }
const piece = { asset, bytes: new Blob(['bytes']), offset: 900_000, length: 900_005 }
const never = new AbortController().signal

afterEach(() => vi.useRealTimers())

/** A server whose only answer is given, and the request that it got. */
function serverOf(answer: (init: RequestInit) => Promise<Response>, more: { url?: string; token?: string } = {}) {
  const fetch = vi.fn((_url: string, init: RequestInit) => answer(init))
  return { fetch, server: httpAssetServer({ ...address, ...more }, fetch as typeof globalThis.fetch) }
}

/** Never answers, and rejects when it is aborted. */
const silent = ({ signal }: RequestInit) =>
  new Promise<Response>((_, reject) => signal?.addEventListener('abort', () => reject(new Error('aborted'))))

test('a piece is sent with its place, to the page’s own server by cookie', async () => {
  const { server, fetch } = serverOf(async () => Response.json({ asset }, { status: 201 }))
  expect(await server.put(piece, never)).toEqual({ type: 'complete' })
  expect(fetch.mock.lastCall).toMatchObject([
    `/api/boards/AAAAAAAAAAAAAAAA/assets/${asset}`,
    {
      method: 'PUT',
      body: piece.bytes,
      headers: { 'Content-Type': 'application/octet-stream', 'Upload-Offset': '900000', 'Upload-Length': '900005' },
    },
  ])
})

test('to another server with a link’s secret', async () => {
  const { server, fetch } = serverOf(async () => failure(404, 'no-board'), {
    url: 'https://ink.example.org',
    token: 's',
  })
  expect(await server.offset(asset, never)).toBe(null)
  expect(fetch.mock.lastCall).toMatchObject([
    `https://ink.example.org/api/boards/AAAAAAAAAAAAAAAA/assets/${asset}`,
    { method: 'HEAD', headers: { Authorization: 'Bearer s' } },
  ])
})

test('[I4] a request that is not answered is given up after two minutes', async () => {
  vi.useFakeTimers()
  const { server } = serverOf(silent)
  const answers = Promise.all([server.put(piece, never), server.offset(asset, never)])
  await vi.advanceTimersByTimeAsync(120_000)
  expect(await answers).toEqual([trouble('unreachable'), null])
})

test('an upload that ends aborts its request, and begins none', async () => {
  const { server, fetch } = serverOf(silent)
  const ended = new AbortController()
  const answer = server.put(piece, ended.signal)
  ended.abort()
  expect(await answer).toEqual(trouble('unreachable'))
  expect(await server.put(piece, ended.signal)).toEqual(trouble('unreachable'))
  expect(fetch).toHaveBeenCalledTimes(1)
})

test('without a server everything is unreachable', async () => {
  expect([await noAssetServer.put(piece, never), await noAssetServer.offset(asset, never)]).toEqual([
    trouble('unreachable'),
    null,
  ])
})
