import { defaultStyle, newShapeId, type Shape, type ShapeId } from '@inkbridge/types'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { openBoard } from './board.ts'
import { exportJson, importJson, parseJson } from './json.ts'

function drawn(): Y.Doc {
  const doc = new Y.Doc()
  const board = openBoard(doc)
  const [rect, ink, wet] = ['r', 'i', 'w'] as [ShapeId, ShapeId, ShapeId]
  const points = [
    { x: 1, y: 2, pressure: null, time: 0 },
    { x: 5, y: 9, pressure: null, time: 16 },
  ]
  board.apply([
    {
      type: 'create',
      shape: { id: rect, kind: 'rect', at: { x: 1, y: 2, w: 3, h: 4, rotation: 0 }, style: defaultStyle },
    },
  ])
  board.apply([{ type: 'place', id: rect, at: { x: 9, y: 9, w: 3, h: 4, rotation: 0 } }])
  for (const id of [ink, wet])
    board.apply([{ type: 'ink-begin', id, style: defaultStyle, pressure: false, quantum: 0.5, points }])
  doc.getMap('shapes').set('u', { kind: 'hologram', glow: { colour: 'green' }, bytes: Uint8Array.of(1, 2) })
  doc.getMap('props').set('u', { crop: [1, 2] })
  return doc
}

/** A shape with its points as arrays, live or sealed. */
function plain(shape: Shape): unknown {
  if (shape.kind !== 'ink') return shape
  const { wet: _wet, points, ...rest } = shape
  const list = (numbers: ArrayLike<number> | null) => numbers && Array.from(numbers).slice(0, points.length)
  return { ...rest, points: [points.x, points.y, points.pressure, points.time].map(list) }
}

test('a board survives its file without loss, including unknown and unfinished shapes', () => {
  const doc = drawn()
  const file = parseJson(JSON.parse(exportJson(doc, 'Harbour')))
  if (!file.ok) throw new Error(file.problem.message)
  const again = new Y.Doc()
  expect(importJson(again, file.value, null)).toBe(4)
  expect(openBoard(again).shapes().map(plain)).toEqual(openBoard(doc).shapes().map(plain))
  expect(again.getMap('shapes').get('u')).toEqual(doc.getMap('shapes').get('u'))
  expect(again.getMap('props').get('u')).toEqual({ crop: [1, 2] })
  expect(file.value.title).toBe('Harbour')
})

test('importing overwrites nothing: existing shapes stay, and imported ones get new ids', () => {
  const doc = drawn()
  const file = parseJson(JSON.parse(exportJson(doc, '')))
  if (!file.ok) throw new Error(file.problem.message)
  const before = openBoard(doc)
    .shapes()
    .filter(({ id }) => id !== 'w')
  importJson(doc, file.value, null)
  const board = openBoard(doc)
  expect(before.map(({ id }) => board.get(id))).toEqual(before)
  expect(board.shapes().length).toBe(7)
})

test.each<readonly [string, unknown]>([
  ['nothing', null],
  ['a list', []],
  ['another kind of file', { type: 'excalidraw', version: 2, elements: [] }],
  ['a later version', { type: 'inkbridge', version: 2, document: {} }],
  ['no document', { type: 'inkbridge', version: 1 }],
  ['a root that is not a record', { type: 'inkbridge', version: 1, document: { shapes: [1] } }],
  [
    'a place beyond the board',
    { type: 'inkbridge', version: 1, document: { shapes: { a: { kind: 'rect', at: [1e12, 0, 1, 1, 0] } } } },
  ],
  [
    'a key that every object has',
    JSON.parse('{"type":"inkbridge","version":1,"document":{"shapes":{"__proto__":{"kind":"x"}}}}'),
  ],
  ['invalid bytes', { type: 'inkbridge', version: 1, document: { shapes: { a: { $bytes: '%%%' } } } }],
  [
    'a pit',
    {
      type: 'inkbridge',
      version: 1,
      document: { shapes: { a: { kind: 'x', pit: JSON.parse('['.repeat(5_000) + ']'.repeat(5_000)) } } },
    },
  ],
])('%s is refused with a reason', (_name, input) => {
  expect(parseJson(input)).toMatchObject({
    ok: false,
    problem: { code: 4422, message: expect.stringContaining('Nothing was changed.') },
  })
})

test('generated ids are ten characters of base62', () => {
  expect(newShapeId()).toMatch(/^[0-9A-Za-z]{10}$/)
})
