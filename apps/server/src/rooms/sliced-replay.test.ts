import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { replayInSlices } from './sliced-replay.ts'
import { sliceHere } from './slicer.ts'

/** A snapshot and later updates of people who write and delete. */
function logged(): { readonly snapshot: Uint8Array; readonly updates: Uint8Array[]; readonly doc: Y.Doc } {
  const doc = new Y.Doc()
  const shapes = doc.getMap('shapes')
  doc.transact(() => {
    for (let index = 0; index < 5_000; index += 1) shapes.set(`s${index % 3_000}`, { kind: 'rect', index })
  })
  const snapshot = Y.encodeStateAsUpdate(doc)
  const updates: Uint8Array[] = []
  doc.on('update', (update: Uint8Array) => updates.push(update))
  for (let index = 0; index < 500; index += 1) shapes.set(`t${index}`, { kind: 'rect', index })
  for (let index = 0; index < 100; index += 1) shapes.delete(`s${index * 3}`)
  return { snapshot, updates, doc }
}

test('a large board is read in slices with the same result', async () => {
  const { snapshot, updates, doc } = logged()
  const { doc: read, corrupt } = await replayInSlices({ snapshot, updates }, sliceHere)
  expect(corrupt).toBe(0)
  expect(Y.encodeStateAsUpdate(read)).toEqual(Y.encodeStateAsUpdate(doc))
})

test('other work runs while a large board is read', async () => {
  const { snapshot, updates } = logged()
  let turns = 0
  const counting = setInterval(() => {
    turns += 1
  }, 0)
  await replayInSlices({ snapshot, updates }, sliceHere)
  clearInterval(counting)
  expect(turns).toBeGreaterThan(3)
})

test('an update that cannot be applied is left out of a large board and counted', async () => {
  const { snapshot, updates, doc } = logged()
  const cut = Y.encodeStateAsUpdate(doc).slice(0, 40)
  const { doc: read, corrupt } = await replayInSlices({ snapshot, updates: [cut, ...updates] }, sliceHere)
  expect(corrupt).toBe(1)
  expect(read.getMap('shapes').toJSON()).toEqual(doc.getMap('shapes').toJSON())
})

test('a snapshot that the guard would refuse today can still be read', async () => {
  const doc = new Y.Doc()
  doc.getArray('wet').push([new Y.Doc(), 'x'.repeat(200_000)])
  const { doc: read } = await replayInSlices({ snapshot: Y.encodeStateAsUpdate(doc), updates: [] }, sliceHere)
  expect(read.getArray('wet').length).toBe(2)
})
