import { gunzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { SnapshotCache } from './snapshot-cache.ts'

function watched(): { readonly doc: Y.Doc; readonly cache: SnapshotCache } {
  const [doc, cache] = [new Y.Doc(), new SnapshotCache()]
  doc.on('update', (update: Uint8Array) => cache.append(update))
  return { doc, cache }
}

const aMomentOld = { current: false }

async function read(cache: SnapshotCache, doc: Y.Doc): Promise<Record<string, unknown>> {
  const { encoding, tail } = await cache.get(doc, aMomentOld)
  const copy = new Y.Doc()
  Y.applyUpdate(copy, encoding.bytes)
  if (tail) Y.applyUpdate(copy, tail)
  return copy.getMap('shapes').toJSON()
}

test('[R2] many new clients share the same bytes, and get later edits with them', async () => {
  const { doc, cache } = watched()
  const shapes = doc.getMap('shapes')
  const much = 'x'.repeat(200_000)
  shapes.set('much', much)
  const first = await cache.get(doc, aMomentOld)
  expect([await read(cache, doc), first.tail]).toEqual([{ much }, null])
  shapes.set('a', 1)
  shapes.set('b', 2)
  shapes.delete('a')
  expect(await read(cache, doc)).toEqual({ much, b: 2 })
  expect((await cache.get(doc, aMomentOld)).encoding).toBe(first.encoding)
  expect(gunzipSync(await first.encoding.gzip())).toEqual(Buffer.from(first.encoding.bytes))
})

test('[R2] the document is encoded again after many edits, after a while without use, and for another document', async () => {
  const { doc, cache } = watched()
  const { encoding } = await cache.get(doc, aMomentOld)
  doc.getMap('shapes').set('a', 'x'.repeat(70_000))
  const second = await cache.get(doc, aMomentOld)
  expect([second.encoding === encoding, second.tail]).toEqual([false, null])
  expect(await second.encoding.etag()).not.toBe(await encoding.etag())
  cache.evictUnused()
  expect((await cache.get(doc, aMomentOld)).encoding).toBe(second.encoding)
  cache.evictUnused()
  cache.evictUnused()
  expect((await cache.get(doc, aMomentOld)).encoding).not.toBe(second.encoding)
  cache.clear()
  expect(await read(cache, new Y.Doc())).toEqual({})
})

test('[R2] a current snapshot contains everything applied before the request', async () => {
  const { doc, cache } = watched()
  doc.getMap('shapes').set('much', 'x'.repeat(200_000))
  await cache.get(doc, aMomentOld)
  doc.getMap('shapes').set('a', 1)
  const { encoding } = await cache.get(doc, { current: true })
  const copy = new Y.Doc()
  Y.applyUpdate(copy, encoding.bytes)
  expect(copy.getMap('shapes').get('a')).toBe(1)
  expect((await cache.get(doc, { current: true })).encoding).toBe(encoding)
})
