import {
  builtInRecordKinds,
  builtInRecords,
  createRecordKinds,
  defaultStyle,
  newShape,
  type RecordKinds,
  recordKind,
  type ShapeId,
} from '@inkbridge/types'
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { openBoard } from './board.ts'
import { checkEntry } from './check.ts'
import { exportJson, importJson, parseJson } from './json.ts'

interface Gauge {
  readonly level: number
  readonly label?: string
  readonly ticks?: readonly unknown[]
}

const gauge = recordKind<Gauge, 'gauge'>({
  kind: 'gauge',
  props: {
    level: {
      parse: (value) => (typeof value === 'number' && value >= 0 && value <= 1 ? value : undefined),
      required: true,
    },
    label: { parse: (value) => String(value).toLowerCase() || undefined, fault: labelFault },
    ticks: { parse: (value) => (Array.isArray(value) ? value : undefined) },
  },
  style: { uses: ['color'] },
  family: 'meters',
})
const dial = recordKind({ ...gauge, kind: 'dial' })
const kinds = createRecordKinds([...builtInRecords, gauge, dial])

/** Throws, as a host's function may, when given an unexpected value that is not text. */
function labelFault(value: unknown): string | null {
  return (value as string).trim() === '' ? 'a label is empty' : null
}

const at = { x: 0, y: 0, w: 100, h: 20, rotation: 0 }
const id = 'g' as ShapeId
const made = newShape(gauge, { id, at, style: defaultStyle, order: 'a0', level: 0.25, label: 'oil' })
const read = { id, kind: 'gauge', at, style: defaultStyle, order: 'a0', level: 0.25, label: 'oil' }

function boardWithGauge() {
  const board = openBoard(new Y.Doc(), { kinds })
  board.apply([{ type: 'create', shape: made }])
  return board
}

describe('a kind that is passed in', () => {
  test('is read with its properties, which a `props` edit changes and an undo restores', () => {
    const board = boardWithGauge()
    board.apply([{ type: 'props', id, props: { level: 0.75 }, at: { ...at, x: 40 } }])
    expect(board.get(id)).toEqual({ ...read, level: 0.75, at: { ...at, x: 40 } })
    board.undo()
    expect(board.get(id)).toEqual(read)
  })

  test.each<readonly [string, Readonly<Record<string, unknown>>]>([
    ['a value that the kind does not allow', { level: 7 }],
    ['one among others', { label: 'Fuel', level: null }],
    ['a value on which the kind throws', { label: 7 }],
    ['a property that the kind does not have', { level: 0.5, points: [0, 0, 1, 1] }],
    ['a kind of another family', { kind: 'star' }],
    ['an unknown kind', { kind: 'hologram' }],
    ['a value that is not plain data', { ticks: [new Map()] }],
  ])('is not changed by %s', (_, props) => {
    const board = boardWithGauge()
    board.apply([{ type: 'props', id, props, at: { ...at, x: 40 } }])
    expect(board.get(id)).toEqual(read)
    expect([...board.doc.getMap('props'), ...board.doc.getMap('at')]).toEqual([])
  })

  test('can be converted to another of its family in place', () => {
    const board = boardWithGauge()
    board.apply([{ type: 'props', id, props: { kind: 'dial', level: 0.5 } }])
    expect(board.get(id)).toEqual({ ...read, kind: 'dial', level: 0.5 })
  })

  test('is read without invalid values that others wrote', () => {
    const board = boardWithGauge()
    board.doc.getMap('props').set(id, { label: null, level: 'high', ticks: [1] })
    expect(board.get(id)).toEqual({ ...read, ticks: [1] })
  })

  test('is shown as a placeholder when a required property is missing', () => {
    const board = boardWithGauge()
    board.doc.getMap('shapes').set('h', { kind: 'gauge', at: [0, 0, 100, 20, 0], order: 'a1', level: 7 })
    expect(board.get('h' as ShapeId)).toMatchObject({ kind: 'unknown', was: 'gauge' })
  })
})

/** The problem of an entry when the shape `g` has this kind; undefined: when `g` does not exist. */
function faultOf(known: RecordKinds, kind: string | undefined, root: string, value: unknown): string | null {
  return checkEntry(root, id, value, { kinds: known, kindOf: (key) => (key === id ? kind : undefined) })
}

describe('the written value of a shape is checked', () => {
  test.each<readonly [string, unknown, string | null]>([
    ['shapes', { kind: 'gauge', at: [0, 0, 1, 1, 0], level: 1 }, null],
    ['shapes', { kind: 'gauge', at: [0, 0, 1, 1, 0] }, '"level" is invalid'],
    ['props', { level: 0.5 }, null],
    ['props', { level: 'high' }, '"level" is invalid'],
    ['props', { label: ' ' }, 'a label is empty'],
    ['props', { label: 7 }, '"label" is invalid'],
  ])('by its kind, and accepted where the kind is unknown: %s %j', (root, value, fault) => {
    expect(faultOf(kinds, 'gauge', root, value)).toBe(fault)
    expect(faultOf(builtInRecordKinds, 'gauge', root, value)).toBeNull()
  })

  const game = recordKind<{ readonly points: number }, 'game'>({
    kind: 'game',
    props: { points: { parse: (value) => (typeof value === 'number' ? value : undefined) } },
    style: { uses: [] },
  })
  const all = createRecordKinds([...builtInRecords, game])

  test.each<readonly [string, RecordKinds, string | undefined, unknown, string | null]>([
    ['by its own kind, where another has one of that name', all, 'game', 3, null],
    ['by its own kind, where another has one of that name', all, 'game', [0, 0, 1, 1], '"points" is invalid'],
    ['by its own kind, where another has one of that name', all, 'line', 3, 'a line has no points'],
    ['by nothing, where its kind is unknown', builtInRecordKinds, 'game', 3, null],
    ['by all kinds that have it, where its own does not', all, 'rect', 3, null],
    ['by all kinds that have it, where its own does not', all, 'rect', 'three', 'a line has no points'],
    ['by all kinds that have it, where the shape does not exist', all, undefined, 3, null],
    [
      'by all kinds that have it, where the shape does not exist',
      builtInRecordKinds,
      undefined,
      3,
      'a line has no points',
    ],
  ])('a property %s', (_, known, kind, points, fault) => {
    expect(faultOf(known, kind, 'props', { points })).toBe(fault)
  })

  test.each([{ kind: 7 }, 'level', { level: Number.NaN }])('as plain data of an unknown kind: %j', (value) => {
    expect(faultOf(builtInRecordKinds, 'gauge', 'props', value)).toEqual(expect.any(String))
  })
})

test('where the kind is unknown a shape is a placeholder that is moved, copied and exported, and comes back complete', () => {
  const board = boardWithGauge()
  board.apply([{ type: 'props', id, props: { ticks: [0.5] } }])
  const elsewhere = openBoard(new Y.Doc())
  Y.applyUpdate(elsewhere.doc, Y.encodeStateAsUpdate(board.doc))
  expect(elsewhere.get(id)).toEqual({ id, kind: 'unknown', was: 'gauge', at, style: defaultStyle, order: 'a0' })
  elsewhere.apply([
    { type: 'place', id, at: { ...at, x: 64 } },
    { type: 'props', id, props: { level: 0 } },
  ])
  const [copy = id] = elsewhere.duplicate([id], { x: 0, y: 32 })
  Y.applyUpdate(board.doc, Y.encodeStateAsUpdate(elsewhere.doc))
  const moved = { ...read, ticks: [0.5], at: { ...at, x: 64 } }
  expect(board.get(id)).toEqual(moved)
  const { order: _order, ...same } = moved
  expect(board.get(copy)).toMatchObject({ ...same, id: copy, at: { ...at, x: 64, y: 32 } })
  const file = parseJson(JSON.parse(exportJson(elsewhere.doc, '')))
  if (!file.ok) throw new Error(file.problem.message)
  const again = openBoard(new Y.Doc(), { kinds })
  importJson(again.doc, file.value, null)
  expect(again.get(id)).toEqual(moved)
})

test('a data file can hold properties of unknown kinds, and of known ones as the kind allows', () => {
  const file = (points: unknown, kind: string) => ({
    type: 'inkbridge',
    version: 1,
    document: {
      shapes: { a: { kind, at: [0, 0, 1, 1, 0], points: [0, 0, 1, 1] } },
      props: { a: { points } },
    },
  })
  expect([parseJson(file(3, 'game')).ok, parseJson(file(3, 'line')).ok]).toEqual([true, false])
})

test.each<readonly [string, object, string]>([
  ['a name that is in use', { kind: 'rect' }, '"rect" twice'],
  ['the name of groups', { kind: 'group' }, '"group"'],
  ['a property that all shapes have', { props: { order: gauge.props.level } }, '"order"'],
  ['a property that every object has', { props: { valueOf: gauge.props.level } }, '"valueOf"'],
  ['other properties than those of its family', { family: 'meters', props: {} }, '"gauge"'],
])('a kind with %s is refused', (_, change, problem) => {
  const another = recordKind<object, string>({ kind: 'another', props: {}, style: { uses: [] }, ...change })
  expect(() => createRecordKinds([...builtInRecords, gauge, another])).toThrow(problem)
})
