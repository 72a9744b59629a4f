import { initBoard } from '@inkbridge/board'
import { builtInRecordKinds, builtInRecords, createRecordKinds, type RecordKinds, recordKind } from '@inkbridge/types'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { createGuard } from './guard.ts'

/** A kind with a property named like one of lines. */
const game = recordKind<{ readonly points: number }, 'game'>({
  kind: 'game',
  props: { points: { parse: (value) => (typeof value === 'number' ? value : undefined), required: true } },
  style: { uses: [] },
})
const kinds = createRecordKinds([...builtInRecords, game])

const at = [0, 0, 10, 10, 0]
const shapes = {
  g: { kind: 'game', at, points: 3 },
  l: { kind: 'line', at, points: [0, 0, 1, 1] },
  c: { kind: 'group' },
}

function board(): Y.Doc {
  const doc = new Y.Doc()
  initBoard(doc, null)
  doc.transact(() => {
    for (const [id, shape] of Object.entries(shapes)) doc.getMap('shapes').set(id, shape)
  })
  return doc
}

/** A copy of a document with the given Yjs client. */
function copyOf(doc: Y.Doc, client: number): Y.Doc {
  const copy = new Y.Doc()
  copy.clientID = client
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc))
  return copy
}

/** The problem of consecutive changes of a board, each by a new client; null: none. */
function faultOf(known: RecordKinds, ...changes: readonly ((doc: Y.Doc) => void)[]): string | null {
  const before = board()
  const after = changes.reduce((doc, change, index) => {
    const next = copyOf(doc, 1_000 - index)
    change(next)
    return next
  }, before)
  const update = Y.encodeStateAsUpdate(after, Y.encodeStateVector(before))
  const judged = createGuard({ kinds: known }).judge(before, update)
  return judged.ok ? null : judged.problem
}

const set = (root: string, id: string, value: unknown) => (doc: Y.Doc) => void doc.getMap(root).set(id, value)

test.each<readonly [string, string, string, unknown, string | null, string | null]>([
  ['a shape', 'shapes', 'n', { kind: 'game', at, points: 4 }, null, null],
  [
    'a shape that its kind does not allow',
    'shapes',
    'n',
    { kind: 'game', at, points: [] },
    '"points" is invalid',
    null,
  ],
  ['a property', 'props', 'g', { points: 4 }, null, null],
  ['a property that its kind does not allow', 'props', 'g', { points: [0, 0, 1, 1] }, '"points" is invalid', null],
  ['a property of a line', 'props', 'l', { points: 4 }, 'a line has no points', 'a line has no points'],
  ['of a shape that is not there', 'props', 'n', { points: 'four' }, 'a line has no points', 'a line has no points'],
])('a guard checks %s by the kinds that it knows: %s %s %j', (_, root, id, value, informed, uninformed) => {
  expect(faultOf(kinds, set(root, id, value))).toBe(informed)
  expect(faultOf(builtInRecordKinds, set(root, id, value))).toBe(uninformed)
})

test('a shape and its property are accepted in one update, from any clients and in any order', () => {
  const shape = set('shapes', 'n', { kind: 'game', at, points: 4 })
  const property = set('props', 'n', { points: 5 })
  expect(faultOf(builtInRecordKinds, shape, property)).toBeNull()
  expect(faultOf(builtInRecordKinds, property, shape)).toBeNull()
})

test('a deleted shape that is restored has its kind again', () => {
  const undone = (doc: Y.Doc) => {
    const [all, props] = [doc.getMap('shapes'), doc.getMap('props')]
    props.set('g', { points: 7 })
    const undo = new Y.UndoManager([all, props])
    doc.transact(() => {
      all.delete('g')
      props.delete('g')
    })
    undo.undo()
  }
  expect(faultOf(builtInRecordKinds, undone)).toBeNull()
})
