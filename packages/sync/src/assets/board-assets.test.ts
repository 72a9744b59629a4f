import 'fake-indexeddb/auto'
import type { AssetId } from '@inkbridge/types'
import { afterEach, expect, test, vi } from 'vitest'
import { AssetBrowser, picture, shown, uploaded } from '../testing/asset-browser.ts'
import { failure } from '../testing/memory-asset-server.ts'
import { maxAddedBytes } from './board-assets.ts'

const browsers: AssetBrowser[] = []
afterEach(() => {
  for (const browser of browsers.splice(0)) browser.kill()
})

function opened(): AssetBrowser {
  const browser = new AssetBrowser()
  browsers.push(browser)
  return browser
}

test('[I5] what is added offline waits on the device, and is uploaded when the connection is back', async () => {
  const browser = opened()
  const { server } = browser
  const assets = browser.page(false)
  const asset = await assets.add(picture(5))
  expect(assets.uploads).toEqual([{ asset, bytes: 5, sent: 0, state: 'waiting', isKept: true, problem: null }])
  expect([await browser.stored(), server.log]).toEqual([[[5, true]], []])
  assets.setReady(true)
  await uploaded(assets)
  expect([await browser.stored(), [...server.complete.keys()]]).toEqual([[[5, false]], [asset]])
  expect(await (await assets.get(asset))?.arrayBuffer()).toEqual(await picture(5).arrayBuffer())
})

test('[I5] what was added before the browser was killed is uploaded by the next page', async () => {
  const browser = opened()
  const { server } = browser
  const [first, second] = [await browser.page(false).add(picture(5)), await browser.page(false).add(picture(6))]
  browser.kill()
  const next = browser.page(false)
  await shown(next, { asset: first, state: 'waiting' }, { asset: second, state: 'waiting' })
  expect(await (await next.get(second))?.text()).toBe(await picture(6).text())
  next.setReady(true)
  await uploaded(next)
  expect([[...server.complete.keys()].sort(), await browser.stored()]).toEqual([
    [first, second].sort(),
    [
      [5, false],
      [6, false],
    ],
  ])
})

test('[I2] a page that is closed in the middle of an upload is continued by the next one', async () => {
  const browser = opened()
  const { server } = browser
  const assets = browser.page(true)
  server.intercept = async ({ offset }, answer) => {
    if (offset > 0) assets.dispose()
    return answer()
  }
  await assets.add(picture(2_000_000))
  await vi.waitFor(() => expect(server.log).toHaveLength(3))
  server.intercept = null
  const next = browser.page(true)
  await vi.waitFor(() => expect(next.isLoaded).toBe(true))
  await uploaded(next)
  expect(server.log.slice(3)).toEqual(['HEAD', 'PUT 1800000+200000/2000000'])
})

test('disposed, it announces nothing, and takes nothing', async () => {
  const browser = opened()
  const assets = browser.page(true)
  const listener = vi.fn()
  assets.observe(listener)
  assets.dispose()
  assets.dispose()
  await expect(assets.add(picture(1))).rejects.toThrow('an open board')
  expect(listener).not.toHaveBeenCalled()
})

test('[I5] a file that is being added while the page closes is stored as well', async () => {
  const browser = opened()
  const assets = browser.page(true)
  const adding = assets.add(picture(5))
  assets.dispose()
  await adding
  expect(await browser.stored()).toEqual([[5, true]])
})

test('[I4] trouble is waited out, and says what it is', async () => {
  const browser = opened()
  const { server } = browser
  server.isOnline = false
  const problems = new Set<string | null>()
  const assets = browser.page(true)
  assets.observe(() => {
    for (const { problem } of assets.uploads) problems.add(problem)
  })
  await assets.add(picture(5))
  await vi.waitFor(() => expect(problems).toContain('unreachable'))
  server.intercept = async () => failure(507, 'disk-full')
  server.isOnline = true
  await vi.waitFor(() => expect(problems).toContain('disk-full'))
  server.intercept = null
  await uploaded(assets)
})

test('[I4] the server’s Retry-After is respected, until the person asks or the connection is back', async () => {
  const browser = opened()
  const { server } = browser
  server.intercept = async () => failure(429, 'too-many-requests', { 'Retry-After': '300' })
  const assets = browser.page(true)
  await assets.add(picture(5))
  await shown(assets, { state: 'waiting', problem: 'too-many-requests' })
  assets.retry()
  await vi.waitFor(() => expect(server.log).toHaveLength(2))
  await shown(assets, { state: 'waiting' })
  server.intercept = null
  assets.setReady(false)
  assets.setReady(true)
  await uploaded(assets)
  expect(server.log).toHaveLength(3)
})

test('[I4] ten at once, one of which is refused: the others are uploaded, two at a time', async () => {
  const browser = opened()
  const { server } = browser
  server.recognise = (bytes) => (bytes[0] === 3 ? null : 'image/png')
  let most = 0
  const assets = browser.page(true)
  assets.observe(() => {
    most = Math.max(most, assets.uploads.filter(({ state }) => state === 'sending').length)
  })
  await Promise.all(Array.from({ length: 10 }, (_, at) => assets.add(picture(100, at))))
  await shown(assets, { state: 'failed', problem: 'unsupported-type', isKept: true })
  expect([server.complete.size, most]).toEqual([9, 2])
  assets.retry()
  expect(assets.uploads).toMatchObject([{ state: 'failed' }])
})

test('[I4] one that the server fails on does not hold up the others', async () => {
  const browser = opened()
  const { server } = browser
  server.intercept = async ({ length }, answer) => (length === 1 ? failure(500, 'failed') : answer())
  const assets = browser.page(true)
  for (const length of [1, 2, 3, 4]) await assets.add(picture(length))
  await shown(assets, { bytes: 1 })
  expect(server.complete.size).toBe(3)
})

test('[I4] a full board is tried again on request', async () => {
  const browser = opened()
  const { server } = browser
  server.intercept = async () => failure(413, 'board-full')
  const assets = browser.page(true)
  const asset = await assets.add(picture(5))
  await shown(assets, { state: 'failed', problem: 'board-full' })
  expect(await (await assets.get(asset))?.text()).toBe(await picture(5).text())
  server.intercept = null
  assets.retry()
  await uploaded(assets)
})

test('[I5] edit rights that are lost in the middle stop an upload, and it resumes when they return', async () => {
  const browser = opened()
  const { server } = browser
  const assets = browser.page(true)
  server.intercept = async ({ offset }, answer) => {
    if (offset > 0) server.mayEdit = false
    return answer()
  }
  await assets.add(picture(2_000_000))
  await shown(assets, { state: 'failed', problem: 'role', sent: 900_000 })
  assets.setReady(false)
  server.intercept = null
  server.mayEdit = true
  assets.setReady(true)
  await uploaded(assets)
  expect(server.log.slice(3)).toEqual(['HEAD', 'PUT 900000+900000/2000000', 'PUT 1800000+200000/2000000'])
})

test('an upload that is cancelled in the middle sends nothing more and leaves nothing', async () => {
  const browser = opened()
  const { server } = browser
  const assets = browser.page(true)
  let asset: AssetId | null = null
  server.intercept = async ({ offset }, answer) => {
    if (offset > 0 && asset) assets.cancel(asset)
    return answer()
  }
  assets.setReady(false)
  asset = await assets.add(picture(2_700_000))
  assets.setReady(true)
  await uploaded(assets)
  await vi.waitFor(async () => expect(await browser.stored()).toEqual([]))
  expect([server.log, server.complete.size, await assets.get(asset)]).toEqual([
    ['HEAD', 'PUT 0+900000/2700000', 'PUT 900000+900000/2700000'],
    0,
    null,
  ])
})

test('the same picture twice is one upload, also when it is on the server', async () => {
  const browser = opened()
  const { server } = browser
  const assets = browser.page(false)
  const [one, two] = await Promise.all([assets.add(picture(5)), assets.add(picture(5))])
  expect([one === two, assets.uploads.length]).toEqual([true, 1])
  assets.setReady(true)
  await uploaded(assets)
  await assets.add(picture(5))
  await uploaded(assets)
  expect(server.log).toEqual(['PUT 0+5/5', 'PUT 0+5/5'])
})

test('[I1] an upload ends only by an answer with its id', async () => {
  const browser = opened()
  const { server } = browser
  let answers = 0
  server.intercept = async () => {
    answers += 1
    return Response.json({ asset: 'another' }, { status: 201 })
  }
  const assets = browser.page(true)
  await assets.add(picture(5))
  await vi.waitFor(() => expect(answers).toBeGreaterThan(2))
  expect(assets.uploads).toMatchObject([{ problem: 'no-answer' }])
})

test.each([
  ['too large', { size: maxAddedBytes + 1 } as Blob, 'expected at most 268435456 bytes, got 268435457'],
  [
    'unreadable',
    {
      size: 1,
      arrayBuffer: () => Promise.reject(new DOMException('The file has changed.', 'NotReadableError')),
    } as Blob,
    'The file has changed.',
  ],
])('a file that is %s is not added', async (_, file, message) => {
  const assets = opened().page(true)
  await expect(assets.add(file)).rejects.toThrow(message)
  expect(assets.uploads).toEqual([])
})
