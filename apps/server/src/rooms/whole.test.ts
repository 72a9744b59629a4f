import { gunzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { Whole } from './whole.ts'

function watched(): { readonly doc: Y.Doc; readonly whole: Whole } {
  const [doc, whole] = [new Y.Doc(), new Whole()]
  doc.on('update', (update: Uint8Array) => whole.applied(update))
  return { doc, whole }
}

const aMomentOld = { current: false }

async function read(whole: Whole, doc: Y.Doc): Promise<Record<string, unknown>> {
  const { encoding, tail } = await whole.of(doc, aMomentOld)
  const copy = new Y.Doc()
  Y.applyUpdate(copy, encoding.bytes)
  if (tail) Y.applyUpdate(copy, tail)
  return copy.getMap('shapes').toJSON()
}

test('[R2] many who come get the same bytes, and what was drawn since', async () => {
  const { doc, whole } = watched()
  const shapes = doc.getMap('shapes')
  const much = 'x'.repeat(200_000)
  shapes.set('much', much)
  const first = await whole.of(doc, aMomentOld)
  expect([await read(whole, doc), first.tail]).toEqual([{ much }, null])
  shapes.set('a', 1)
  shapes.set('b', 2)
  shapes.delete('a')
  expect(await read(whole, doc)).toEqual({ much, b: 2 })
  expect((await whole.of(doc, aMomentOld)).encoding).toBe(first.encoding)
  expect(gunzipSync(await first.encoding.gzip())).toEqual(Buffer.from(first.encoding.bytes))
})

test('[R2] it is encoded again when much has come since, when nobody has come for a while, and for another document', async () => {
  const { doc, whole } = watched()
  const { encoding } = await whole.of(doc, aMomentOld)
  doc.getMap('shapes').set('a', 'x'.repeat(70_000))
  const second = await whole.of(doc, aMomentOld)
  expect([second.encoding === encoding, second.tail]).toEqual([false, null])
  expect(await second.encoding.etag()).not.toBe(await encoding.etag())
  whole.rest()
  expect((await whole.of(doc, aMomentOld)).encoding).toBe(second.encoding)
  whole.rest()
  whole.rest()
  expect((await whole.of(doc, aMomentOld)).encoding).not.toBe(second.encoding)
  whole.drop()
  expect(await read(whole, new Y.Doc())).toEqual({})
})

test('[R2] current is what holds everything that was applied before it was asked for', async () => {
  const { doc, whole } = watched()
  doc.getMap('shapes').set('much', 'x'.repeat(200_000))
  await whole.of(doc, aMomentOld)
  doc.getMap('shapes').set('a', 1)
  const { encoding } = await whole.of(doc, { current: true })
  const copy = new Y.Doc()
  Y.applyUpdate(copy, encoding.bytes)
  expect(copy.getMap('shapes').get('a')).toBe(1)
  expect((await whole.of(doc, { current: true })).encoding).toBe(encoding)
})
