import { seeded } from '@inkbridge/types/testing'
import * as encoding from 'lib0/encoding'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { deletionsIn, digestDeletions, lackingDeletions, missingUpdate } from './deletions.ts'

function scribble(doc: Y.Doc, random: () => number, steps: number): void {
  const [map, list] = [doc.getMap<number>('map'), doc.getArray<number>('list')]
  for (let step = 0; step < steps; step += 1) {
    const what = random()
    if (what < 0.4) list.insert(Math.floor(random() * list.length), [step, step, step])
    else if (what < 0.7 && list.length > 4) list.delete(Math.floor(random() * (list.length - 3)), 2)
    else map.set(`k${Math.floor(random() * 20)}`, step)
  }
}

function bring(from: Y.Doc, to: Y.Doc): number {
  const update = missingUpdate(from, Y.encodeStateVector(to), digestDeletions(deletionsIn(to)))
  Y.applyUpdate(to, update)
  return update.byteLength
}

function content(doc: Y.Doc): string {
  const deleted = [...Y.createDeleteSetFromStructStore(doc.store).clients].sort(([a], [b]) => a - b)
  const entries = [...doc.getMap<number>('map').entries()].sort()
  return JSON.stringify([entries, doc.getArray('list').toJSON(), deleted])
}

test.each(Array.from({ length: 20 }, (_, index) => index * 7_919 + 1))(
  '[R1] two documents that exchange only what is missing are equal (seed %i)',
  (seed) => {
    const random = seeded(seed)
    const [a, b] = [new Y.Doc({ gc: seed % 2 === 0 }), new Y.Doc()]
    for (let round = 0; round < 6; round += 1) {
      scribble(a, random, Math.floor(random() * 3_000))
      scribble(b, random, Math.floor(random() * 300))
      bring(a, b)
      bring(b, a)
      expect(content(a)).toBe(content(b))
      expect([bring(a, b), bring(b, a)]).toEqual([2, 2])
    }
  },
)

test('[R1] updates that wait for missing ones are passed on', () => {
  const [a, b, c] = [new Y.Doc(), new Y.Doc(), new Y.Doc()]
  const updates: Uint8Array[] = []
  a.on('update', (update: Uint8Array) => updates.push(update))
  for (const value of [1, 2, 3]) a.getArray('list').push([value])
  a.getArray('list').delete(0, 1)
  for (const update of updates.slice(1)) Y.applyUpdate(b, update)
  bring(b, c)
  Y.applyUpdate(c, updates[0] ?? Uint8Array.of(0, 0))
  expect(content(c)).toBe(content(a))
})

test('[R1] only deletions near changes are sent', () => {
  const [a, b] = [new Y.Doc(), new Y.Doc()]
  const map = a.getMap<number>('map')
  a.transact(() => {
    for (let index = 0; index < 20_000; index += 1) {
      map.set(`stays${index}`, index)
      map.set('goes', index)
    }
  })
  bring(a, b)
  const untrimmed = Y.encodeStateAsUpdate(a, Y.encodeStateVector(b)).byteLength
  map.delete('stays5')
  const sent = bring(a, b)
  expect(untrimmed).toBeGreaterThan(70_000)
  expect(sent).toBeLessThan(9_000)
  expect(digestDeletions(deletionsIn(a)).byteLength).toBeLessThan(120)
  expect(content(b)).toBe(content(a))
})

test('[R1] a million consecutive deletions are one entry, and cost no more than one', () => {
  const [a, b, c] = [new Y.Doc(), new Y.Doc(), new Y.Doc()]
  const list = a.getArray('list')
  list.push(Array.from({ length: 1_000_000 }, () => 0))
  bring(a, b)
  list.delete(100, 900_000)
  expect(digestDeletions(deletionsIn(a)).byteLength).toBeLessThan(50)
  expect(bring(a, b)).toBeLessThan(40)
  expect([bring(a, b), bring(b, a)]).toEqual([2, 2])
  bring(a, c)
  expect([content(b), content(c)]).toEqual([content(a), content(a)])
})

test('[R1] a client that knows part of a range of deletions is sent the rest', () => {
  const [a, b] = [new Y.Doc(), new Y.Doc()]
  const list = a.getArray('list')
  list.push(Array.from({ length: 200_000 }, () => 0))
  bring(a, b)
  b.getArray('list').delete(50_000, 50_000)
  list.delete(0, 20_000)
  list.delete(60_000, 70_000)
  for (const [from, to] of [
    [a, b],
    [b, a],
  ] as const)
    expect(bring(from, to)).toBeLessThan(60)
  expect(content(b)).toBe(content(a))
  expect([bring(a, b), bring(b, a)]).toEqual([2, 2])
})

test('[R1] a digest of the first version is ignored: all deletions are sent', () => {
  const doc = new Y.Doc()
  doc.getArray('list').push([1, 2, 3])
  doc.getArray('list').delete(0, 1)
  const first = encoding.encode((to) => {
    for (const number of [1, doc.clientID, 1, 0]) encoding.writeVarUint(to, number)
    encoding.writeUint32(to, 1)
    encoding.writeUint32(to, 2)
  })
  const state = Y.encodeStateVector(doc)
  expect(missingUpdate(doc, state, first)).toEqual(Y.encodeStateAsUpdate(doc, state))
})

test.each([
  ['cut short', Uint8Array.of(0, 2, 1, 5, 1, 0)],
  ['with bytes after its end', Uint8Array.of(0, 2, 0, 0)],
  ['of a hundred million clients', Uint8Array.of(0, 2, 128, 194, 215, 47)],
])('[R1] a digest %s is refused', (_name, bytes) => {
  const doc = new Y.Doc()
  expect(() => missingUpdate(doc, Y.encodeStateVector(doc), bytes)).toThrow()
})

test('[R1] a document with more than two hundred thousand deleted ranges is not hashed, and all deletions are sent', () => {
  const ranges = (count: number) => Array.from({ length: count }, (_, index) => ({ clock: index * 2, len: 1 }))
  const most = new Map([[7, ranges(200_000)]])
  const more = new Map([...most, [8, ranges(1)] as const])
  const [digest, empty] = [digestDeletions(most), digestDeletions(more)]
  expect([digest.byteLength > 500, [...empty]]).toEqual([true, [0, 2, 0]])
  expect(lackingDeletions(most, digest).size).toBe(0)
  expect(lackingDeletions(more, digest)).toEqual(more)
})
