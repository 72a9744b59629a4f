import { seeded } from '@inkbridge/types/testing'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { encodeInSlices } from './sliced-encoding.ts'

/** Random edits: writes, overwrites and deletions in a map, a list and a text. */
function scribble(doc: Y.Doc, random: () => number, steps: number): void {
  const [map, list, text] = [doc.getMap<number>('map'), doc.getArray<number>('list'), doc.getText('text')]
  for (let step = 0; step < steps; step += 1) {
    const what = random()
    if (what < 0.3) list.insert(Math.floor(random() * list.length), [step, step])
    else if (what < 0.5 && list.length > 4) list.delete(Math.floor(random() * (list.length - 3)), 2)
    else if (what < 0.8) text.insert(Math.floor(random() * text.length), 'word')
    else if (what < 0.9 && text.length > 9) text.delete(Math.floor(random() * (text.length - 8)), 6)
    else map.set(`k${Math.floor(random() * 20)}`, step)
  }
}

test('a document without edits meanwhile is encoded like Yjs does', async () => {
  for (const steps of [0, 1, 5_000]) {
    const [a, b] = [new Y.Doc(), new Y.Doc()]
    scribble(a, seeded(1), steps)
    Y.applyUpdate(b, Y.encodeStateAsUpdate(a))
    scribble(b, seeded(2), steps)
    expect(new Uint8Array(await encodeInSlices(b))).toEqual(Y.encodeStateAsUpdate(b))
  }
})

test.each([1, 2, 3, 4, 5])(
  'a document that is drawn on meanwhile is whole with what was drawn (seed %i)',
  async (seed) => {
    const random = seeded(seed)
    const [a, doc] = [new Y.Doc(), new Y.Doc()]
    scribble(a, random, 6_000)
    Y.applyUpdate(doc, Y.encodeStateAsUpdate(a))
    scribble(doc, random, 6_000)
    const before = Y.decodeStateVector(Y.encodeStateVector(doc))
    const meanwhile: Uint8Array[] = []
    doc.on('update', (update: Uint8Array) => meanwhile.push(update))
    let pauses = 0
    const bytes = await encodeInSlices(doc, async () => {
      pauses += 1
      scribble(doc, random, 50)
    })
    expect(pauses).toBeGreaterThan(3)
    const copy = new Y.Doc()
    Y.applyUpdate(copy, bytes)
    expect([copy.store.pendingStructs, copy.store.pendingDs]).toEqual([null, null])
    for (const [client, clock] of before) expect(Y.getState(copy.store, client)).toBeGreaterThanOrEqual(clock)
    for (const update of meanwhile) Y.applyUpdate(copy, update)
    expect(Y.encodeStateAsUpdate(copy)).toEqual(Y.encodeStateAsUpdate(doc))
  },
)

test('a difference to any state is encoded like Yjs does', async () => {
  const doc = new Y.Doc()
  const random = seeded(3)
  scribble(doc, random, 3_000)
  const before = Y.encodeStateVector(doc)
  scribble(doc, random, 3_000)
  const deleted = Y.createDeleteSetFromStructStore(doc.store).clients
  const stranger = Uint8Array.of(1, 99, 1)
  for (const vector of [before, stranger, Y.encodeStateVector(doc)]) {
    const from = Y.decodeStateVector(vector)
    const bytes = new Uint8Array(await encodeInSlices(doc, undefined, { from, deleted }))
    expect(bytes).toEqual(Y.encodeStateAsUpdate(doc, vector))
  }
})
