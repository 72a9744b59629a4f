import { gunzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { Whole } from './whole.ts'

function watched(): { readonly doc: Y.Doc; readonly whole: Whole } {
  const [doc, whole] = [new Y.Doc(), new Whole()]
  doc.on('update', (update: Uint8Array) => whole.applied(update))
  return { doc, whole }
}

function read(whole: Whole, doc: Y.Doc): Record<string, unknown> {
  const { encoding, tail } = whole.of(doc)
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
  const first = whole.of(doc)
  expect([read(whole, doc), first.tail]).toEqual([{ much }, null])
  shapes.set('a', 1)
  shapes.set('b', 2)
  shapes.delete('a')
  expect(read(whole, doc)).toEqual({ much, b: 2 })
  expect(whole.of(doc).encoding).toBe(first.encoding)
  expect(gunzipSync(await first.encoding.gzip())).toEqual(Buffer.from(first.encoding.bytes))
})

test('[R2] it is encoded again when much has come since, when nobody has come for a while, and for another document', () => {
  const { doc, whole } = watched()
  const { encoding } = whole.of(doc)
  doc.getMap('shapes').set('a', 'x'.repeat(70_000))
  const second = whole.of(doc)
  expect([second.encoding === encoding, second.tail]).toEqual([false, null])
  expect(second.encoding.etag).not.toBe(encoding.etag)
  whole.rest()
  expect(whole.of(doc).encoding).toBe(second.encoding)
  whole.rest()
  whole.rest()
  expect(whole.of(doc).encoding).not.toBe(second.encoding)
  whole.drop()
  expect(read(whole, new Y.Doc())).toEqual({})
})
