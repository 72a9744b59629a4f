import { expect, test } from 'vitest'
import { at, failure, MemoryAssetServer } from '../testing/memory-asset-server.ts'
import { assetIdOf } from './asset-id.ts'
import { httpAssetServer } from './asset-server.ts'
import { AssetUpload, pieceBytes } from './asset-upload.ts'

const address = { board: 'AAAAAAAAAAAAAAAA' }

async function fileOf(length: number, seed = 1) {
  const bytes = Uint8Array.from({ length }, (_, at) => (at * 7 + seed) % 256)
  return { file: new Blob([bytes]), bytes, asset: await assetIdOf(bytes) }
}

async function uploading(length: number, server = new MemoryAssetServer()) {
  const { file, bytes, asset } = await fileOf(length)
  const stop = new AbortController()
  const sent: number[] = []
  const upload = new AssetUpload(asset)
  const attempt = {
    server: httpAssetServer(address, server.fetch),
    signal: stop.signal,
    mayGoOn: () => server.mayEdit,
    sent: (count: number) => void sent.push(count),
  }
  return { server, asset, bytes, sent, stop, upload, attempt, run: () => upload.attempt(file, attempt) }
}

test('[I3] a file that fits into one piece is sent at once', async () => {
  const { run, server, asset } = await uploading(1_000)
  expect([await run(), server.log]).toEqual([{ type: 'done' }, ['PUT 0+1000/1000']])
  expect(server.complete.has(asset)).toBe(true)
})

test('[I3] a larger one is sent in pieces after asking what is there', async () => {
  const { run, server, asset, sent } = await uploading(2_000_000)
  expect([await run(), server.log, sent]).toEqual([
    { type: 'done' },
    ['HEAD', 'PUT 0+900000/2000000', 'PUT 900000+900000/2000000', 'PUT 1800000+200000/2000000'],
    [0, 900_000, 1_800_000],
  ])
  expect(server.complete.has(asset)).toBe(true)
})

test('[I2] an upload resumes where the server is', async () => {
  const { run, server, asset, bytes } = await uploading(2_000_000)
  server.partial.set(asset, { length: 2_000_000, bytes: bytes.slice(0, 1_500_000) })
  expect([await run(), server.log]).toEqual([{ type: 'done' }, ['HEAD', 'PUT 1500000+500000/2000000']])
  expect(server.complete.has(asset)).toBe(true)
})

test('[I2] a server that has less than it said is followed back', async () => {
  const { run, server, asset } = await uploading(2_000_000)
  let isFirst = true
  server.intercept = async ({ offset }, answer) => {
    if (offset === 1_800_000 && isFirst) {
      isFirst = false
      server.partial.delete(asset)
    }
    return answer()
  }
  expect(await run()).toEqual({ type: 'done' })
  expect(server.complete.has(asset)).toBe(true)
})

test('[I1] what the server has already is confirmed without sending it', async () => {
  const { run, server, asset, bytes } = await uploading(2_000_000)
  server.complete.set(asset, bytes)
  expect([await run(), server.log]).toEqual([{ type: 'done' }, ['HEAD', 'PUT 2000000+0/2000000']])
})

test('[I1] an answer that is lost after the last piece is asked for again', async () => {
  const { run, server } = await uploading(1_000)
  server.intercept = async (_, answer) => {
    await answer()
    throw new TypeError('the connection was reset')
  }
  expect(await run()).toEqual({ type: 'trouble', problem: 'unreachable', retryAfterMs: 0 })
  server.intercept = null
  expect([await run(), server.complete.size]).toEqual([{ type: 'done' }, 1])
})

test('[I4] bytes with another hash are sent once more, and then refused', async () => {
  const { run, server, asset } = await uploading(1_000_000)
  let damages = 1
  server.intercept = async (_, answer) => {
    if (damages > 0 && server.partial.has(asset)) {
      damages -= 1
      server.partial.set(asset, { length: 1_000_000, bytes: new Uint8Array(pieceBytes) })
    }
    return answer()
  }
  expect([await run(), server.complete.has(asset)]).toEqual([{ type: 'done' }, true])
  server.complete.clear()
  damages = 2
  // The first attempt has had its second chance.
  expect(await run()).toEqual({ type: 'refused', problem: 'hash-mismatch' })
})

test.each<readonly [string, (offset: number, length: number) => number | string]>([
  ['always the same', () => 5],
  ['always zero', () => 0],
  ['the one that was sent', (offset) => offset],
  ['larger than the file', (_, length) => length + 1],
  ['the end, though it is not complete', (_, length) => length],
  ['going back and forth', (offset) => (offset === 0 ? 10 : 0)],
])('[I3] 409 with an offset that is %s ends every attempt, and the third one for good', async (_, next) => {
  const { run, server } = await uploading(1_000)
  server.intercept = async ({ offset, length }) =>
    new Response(null, { status: 409, headers: at(next(offset, length)) })
  const trouble = { type: 'trouble', problem: 'no-answer', retryAfterMs: 0 }
  expect([await run(), await run(), await run()]).toEqual([trouble, trouble, { type: 'refused', problem: 'no-answer' }])
  expect(server.log.length).toBeLessThan(20)
})

test.each(['-1', '1.5', 'NaN', '1e3', '', '99999999999999999999'])(
  '[I2] 204 with the offset %j is no answer',
  async (offset) => {
    const { run, server } = await uploading(1_000)
    server.intercept = async () => new Response(null, { status: 204, headers: at(offset) })
    expect(await run()).toEqual({ type: 'trouble', problem: 'no-answer', retryAfterMs: 0 })
  },
)

test.each(['-1', 'Infinity', '99999999'])('[I2] HEAD with the offset %j starts at zero', async (offset) => {
  const { run, server } = await uploading(1_000_000)
  server.intercept = async ({ method }, answer) =>
    method === 'HEAD' ? new Response(null, { status: 200, headers: at(offset) }) : answer()
  expect([await run(), server.log[1]]).toEqual([{ type: 'done' }, 'PUT 0+900000/1000000'])
})

test('[I4] a refusal in the middle ends the attempt', async () => {
  const { run, server } = await uploading(2_000_000)
  server.intercept = async ({ offset }, answer) => (offset > 0 ? failure(413, 'board-full') : answer())
  expect(await run()).toEqual({ type: 'refused', problem: 'board-full' })
})

test('[I5] without edit rights it pauses before the next piece', async () => {
  const { run, server } = await uploading(2_000_000)
  server.intercept = async ({ method }, answer) => {
    const response = await answer()
    server.mayEdit = method === 'HEAD'
    return response
  }
  expect([await run(), server.log]).toEqual([{ type: 'paused' }, ['HEAD', 'PUT 0+900000/2000000']])
})

test('aborted, it sends nothing more', async () => {
  const { run, server, stop } = await uploading(2_000_000)
  server.intercept = async (_, answer) => {
    const response = await answer()
    stop.abort()
    return response
  }
  expect([await run(), server.log]).toEqual([{ type: 'paused' }, ['HEAD']])
})

test.each([
  ['that the server has', true, { type: 'done' }],
  ['that it lacks', false, { type: 'refused', problem: 'missing' }],
])('[I5] an asset whose bytes are lost here, %s', async (_, isThere, result) => {
  const { server, asset, bytes, upload, attempt } = await uploading(1_000)
  if (isThere) server.complete.set(asset, bytes)
  expect(await upload.confirm(1_000, attempt)).toEqual(result)
})
