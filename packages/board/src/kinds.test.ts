import {
  builtInRecordKinds,
  builtInRecords,
  createRecordKinds,
  defaultStyle,
  newShape,
  recordKind,
  type ShapeId,
} from '@inkbridge/types'
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { openBoard } from './board.ts'
import { checkEntry } from './check.ts'
import { exportJson, importJson, parseJson } from './json.ts'

const gauge = recordKind<{ readonly level: number; readonly label?: string }, 'gauge'>({
  kind: 'gauge',
  props: {
    level: {
      parse: (value) => (typeof value === 'number' && value >= 0 && value <= 1 ? value : undefined),
      required: true,
    },
    label: { parse: (value) => (typeof value === 'string' ? value : undefined) },
  },
  style: { uses: ['color'] },
  family: 'meters',
})
const dial = recordKind({ ...gauge, kind: 'dial' })
const kinds = createRecordKinds([...builtInRecords, gauge, dial])

const at = { x: 0, y: 0, w: 100, h: 20, rotation: 0 }
const id = 'g' as ShapeId
const made = newShape(gauge, { id, at, style: defaultStyle, order: 'a0', level: 0.25, label: 'Oil' })
const read = { id, kind: 'gauge', at, style: defaultStyle, order: 'a0', level: 0.25, label: 'Oil' }

function boardWithGauge() {
  const board = openBoard(new Y.Doc(), { kinds })
  board.apply([{ type: 'create', shape: made }])
  return board
}

describe('a kind that is handed in', () => {
  test('is read with its properties, which a `props` edit changes and an undo changes back', () => {
    const board = boardWithGauge()
    board.apply([{ type: 'props', id, props: { level: 0.75 }, at: { ...at, x: 40 } }])
    expect(board.get(id)).toEqual({ ...read, level: 0.75, at: { ...at, x: 40 } })
    board.undo()
    expect(board.get(id)).toEqual(read)
  })

  test.each<readonly [string, Readonly<Record<string, unknown>>]>([
    ['a value that the kind does not allow', { level: 7 }],
    ['one among others', { label: 'Fuel', level: null }],
    ['a kind of another family', { kind: 'star' }],
    ['a kind that is not known', { kind: 'hologram' }],
    ['what is not plain data', { note: new Map() }],
  ])('is not changed by %s', (_, props) => {
    const board = boardWithGauge()
    board.apply([{ type: 'props', id, props }])
    expect(board.get(id)).toEqual(read)
    expect(board.doc.getMap('props').size).toBe(0)
  })

  test('becomes another of its family in place', () => {
    const board = boardWithGauge()
    board.apply([{ type: 'props', id, props: { kind: 'dial', level: 0.5 } }])
    expect(board.get(id)).toEqual({ ...read, kind: 'dial', level: 0.5 })
  })

  test.each<readonly [string, unknown, string | null]>([
    ['shapes', { kind: 'gauge', at: [0, 0, 1, 1, 0], level: 1 }, null],
    ['shapes', { kind: 'gauge', at: [0, 0, 1, 1, 0] }, '"level" is invalid'],
    ['props', { level: 0.5 }, null],
    ['props', { level: 'high' }, '"level" is invalid'],
  ])('is judged by its own rules: %s %j', (root, value, fault) => {
    expect(checkEntry(root, id, value, kinds)).toBe(fault)
    expect(checkEntry(root, id, value, builtInRecordKinds)).toBeNull()
  })
})

test('a property that two kinds call the same may be what either allows: an entry does not say whose it is', () => {
  const other = recordKind<{ readonly points: number }, 'game'>({
    kind: 'game',
    props: { points: { parse: (value) => (typeof value === 'number' ? value : undefined) } },
    style: { uses: [] },
  })
  const both = createRecordKinds([...builtInRecords, other])
  const judged = [3, [0, 0, 1, 1], 'three'].map((points) => checkEntry('props', id, { points }, both))
  expect(judged).toEqual([null, null, 'a line has no points'])
})

test('where the kind is not known a shape is a placeholder that is moved, copied and exported, and comes back whole', () => {
  const board = boardWithGauge()
  const elsewhere = openBoard(new Y.Doc())
  Y.applyUpdate(elsewhere.doc, Y.encodeStateAsUpdate(board.doc))
  expect(elsewhere.get(id)).toEqual({ id, kind: 'unknown', was: 'gauge', at, style: defaultStyle, order: 'a0' })
  elsewhere.apply([
    { type: 'place', id, at: { ...at, x: 64 } },
    { type: 'props', id, props: { level: 0 } },
  ])
  const [copy = id] = elsewhere.duplicate([id], { x: 0, y: 32 })
  Y.applyUpdate(board.doc, Y.encodeStateAsUpdate(elsewhere.doc))
  const moved = { ...read, at: { ...at, x: 64 } }
  expect(board.get(id)).toEqual(moved)
  expect(board.get(copy)).toMatchObject({ kind: 'gauge', level: 0.25, label: 'Oil', at: { ...at, x: 64, y: 32 } })
  const file = parseJson(JSON.parse(exportJson(elsewhere.doc, '')))
  if (!file.ok) throw new Error(file.problem.message)
  const again = openBoard(new Y.Doc(), { kinds })
  importJson(again.doc, file.value, null)
  expect(again.get(id)).toEqual(moved)
})

test.each([['a name that is taken', gauge], ['the name of groups', recordKind({ ...gauge, kind: 'group' })]])(
  'kinds with %s are refused',
  (_, another) => {
    expect(() => createRecordKinds([gauge, another])).toThrow(another.kind)
  },
)
