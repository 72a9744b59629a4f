import { defaultStyle, type Edit, type InkPoint, newShapeId, type Place, type ShapeId } from '@inkbridge/types'
import { seeded } from '@inkbridge/types/testing'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { type Board, type BoardChange, openBoard } from './board.ts'
import { sealAbandoned } from './live-strokes.ts'

const at: Place = { x: 10, y: 20, w: 30, h: 40, rotation: 0 }
const [a, b, c] = ['shape-a', 'shape-b', 'shape-c'] as [ShapeId, ShapeId, ShapeId]

function rect(id: ShapeId, place = at): Edit {
  return { type: 'create', shape: { id, kind: 'rect', at: place, style: defaultStyle } }
}

function points(from: number, to: number): InkPoint[] {
  return Array.from({ length: to - from }, (_, index) => ({
    x: from + index,
    y: 2 * (from + index),
    pressure: 0.5,
    time: (from + index) * 8,
  }))
}

function begin(id: ShapeId, some: readonly InkPoint[]): Edit {
  return { type: 'ink-begin', id, style: defaultStyle, pressure: true, quantum: 0.25, points: some }
}

/** Two boards that exchange every update immediately. */
function pair(): [Board, Board] {
  const docs = [new Y.Doc(), new Y.Doc()] as const
  for (const [from, to] of [
    [docs[0], docs[1]],
    [docs[1], docs[0]],
  ] as const) {
    from.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin !== 'wire') Y.applyUpdate(to, update, 'wire')
    })
  }
  return [openBoard(docs[0]), openBoard(docs[1])]
}

function ids(board: Board): readonly string[] {
  return board.shapes().map(({ id }) => id)
}

test('created shapes are read as created, in front of the existing ones', () => {
  const board = openBoard(new Y.Doc())
  board.apply([
    rect(a),
    { type: 'create', shape: { id: b, kind: 'line', at, style: { color: '#ff0000', width: 2 }, points: [0, 0, 1, 1] } },
  ])
  expect(board.shapes()).toEqual([
    { id: a, kind: 'rect', at, style: defaultStyle, order: 'a0' },
    { id: b, kind: 'line', at, style: { color: '#ff0000', width: 2 }, order: 'a1', points: [0, 0, 1, 1] },
  ])
})

test('a change is observed once, here and on other clients, by the same observer', () => {
  const [here, there] = pair()
  const seen: [string, BoardChange][] = []
  here.observe((change) => seen.push(['here', change]))
  there.observe((change) => seen.push(['there', change]))
  here.apply([rect(a)])
  here.apply([{ type: 'place', id: a, at: { ...at, x: 11 } }])
  here.apply([{ type: 'delete', id: a }])
  const made = { id: a, kind: 'rect', at, style: defaultStyle, order: 'a0' }
  const moved = { ...made, at: { ...at, x: 11 } }
  const changes = [
    { added: [made], changed: [], removed: [] },
    { added: [], changed: [moved], removed: [] },
    { added: [], changed: [], removed: [a] },
  ]
  for (const [place, origin] of [
    ['here', 'local'],
    ['there', 'remote'],
  ] as const) {
    expect(seen.filter(([name]) => name === place).map(([, change]) => change)).toEqual(
      changes.map((change) => ({ origin, regrouped: false, ...change })),
    )
  }
})

test('a stroke exists from its first point, grows, and is sealed into the same stroke', () => {
  const [here, there] = pair()
  const seen: (readonly [number, boolean])[] = []
  there.observe(({ added, changed }) => {
    for (const shape of [...added, ...changed])
      if (shape.kind === 'ink') seen.push([shape.points.length, shape.wet ?? false])
  })
  here.apply([begin(a, points(0, 2))])
  here.apply([{ type: 'ink-extend', id: a, points: points(2, 6) }])
  here.apply([{ type: 'ink-seal', id: a }])
  expect(seen).toEqual([
    [2, true],
    [6, true],
    [6, false],
  ])
  const [stroke] = there.shapes()
  if (stroke?.kind !== 'ink') throw new Error('no stroke')
  expect([...stroke.points.x.subarray(0, 6)]).toEqual([0, 1, 2, 3, 4, 5])
  expect([...stroke.points.y.subarray(0, 6)]).toEqual([0, 2, 4, 6, 8, 10])
  expect([...stroke.points.time.subarray(0, 6)]).toEqual([0, 8, 16, 24, 32, 40])
  expect(stroke.original).toEqual({ x: 0, y: 0, w: 5, h: 10, rotation: 0 })
})

test('a cancelled stroke is removed, and is no undo step', () => {
  const [here, there] = pair()
  here.apply([begin(a, points(0, 2))])
  here.apply([{ type: 'ink-drop', id: a }])
  expect([ids(here), ids(there), here.canUndo]).toEqual([[], [], false])
})

test('undo reverts one gesture at a time, and only the user’s own', () => {
  const [here, there] = pair()
  here.apply([begin(a, points(0, 3))])
  here.apply([{ type: 'ink-extend', id: a, points: points(3, 6) }], { continues: true })
  here.apply([{ type: 'ink-seal', id: a }], { continues: true })
  there.apply([rect(b)])
  here.apply([rect(c)])
  here.apply([{ type: 'place', id: c, at: { ...at, x: 50 } }])
  here.apply([{ type: 'place', id: c, at: { ...at, x: 60 } }], { continues: true })
  const steps: unknown[] = []
  while (here.undo()) steps.push([ids(here), here.get(c)?.at.x])
  expect(steps).toEqual([
    [[a, b, c], 10],
    [[a, b], undefined],
    [[b], undefined],
  ])
  expect(ids(there)).toEqual([b])
  while (here.redo());
  expect([ids(here), here.get(c)?.at.x, ids(there)]).toEqual([[a, b, c], 60, [a, b, c]])
})

test('undo does not revert what others have changed since', () => {
  const [here, there] = pair()
  there.apply([rect(a)])
  here.apply([{ type: 'style', id: a, style: { color: 'red' } }])
  there.apply([{ type: 'style', id: a, style: { color: 'green' } }])
  expect([here.undo(), here.get(a)?.style.color]).toEqual([false, 'green'])
})

test('deleting a shape deletes its overlays, and undo restores all', () => {
  const board = openBoard(new Y.Doc())
  board.apply([rect(a)])
  board.apply([
    { type: 'place', id: a, at: { ...at, x: 99, rotation: 1 } },
    { type: 'style', id: a, style: { fill: 'red', width: 8 } },
  ])
  const before = board.get(a)
  board.apply([{ type: 'delete', id: a }])
  expect([...board.doc.getMap('at').keys(), ...board.doc.getMap('style').keys()]).toEqual([])
  board.undo()
  expect(board.get(a)).toEqual(before)
  expect(before).toMatchObject({ at: { x: 99, rotation: 1 }, style: { color: 'ink', width: 8, fill: 'red' } })
})

test('a shape of an unknown kind is kept, shown as a placeholder, and can be moved', () => {
  const doc = new Y.Doc()
  const value = { kind: 'hologram', at: [1, 2, 3, 4, 0], order: 'a5', depth: 7 }
  doc.getMap('shapes').set(a, value)
  const board = openBoard(doc)
  board.apply([{ type: 'place', id: a, at: { ...at, w: 3, h: 4 } }])
  expect(board.get(a)).toEqual({
    id: a,
    kind: 'unknown',
    was: 'hologram',
    at: { ...at, w: 3, h: 4 },
    style: defaultStyle,
    order: 'a5',
  })
  expect(doc.getMap('shapes').get(a)).toEqual(value)
})

test.each([
  ['a number', 3],
  ['nothing', null],
  ['a bent stroke', Uint8Array.of(1, 2, 3)],
  ['invalid places', { kind: 'rect', at: [Number.NaN, 0, 1, 1, 0] }],
  ['a place beyond the board', { kind: 'rect', at: [1e12, 0, 1, 1, 0] }],
  ['a line without points', { kind: 'line', at: [0, 0, 1, 1, 0] }],
  ['a nested map', new Y.Map()],
])('%s in the document is read as a placeholder without an error', (_name, value) => {
  const doc = new Y.Doc()
  doc.getMap('shapes').set(a, value)
  expect(openBoard(doc).get(a)?.kind).toBe('unknown')
})

test('overlays without a shape and invalid overlays are ignored', () => {
  const doc = new Y.Doc()
  doc.getMap('at').set(b, Uint8Array.of(1, 2))
  doc.getMap('at').set(a, 'here')
  doc.getMap('style').set(a, 7)
  doc.getMap('order').set(a, {})
  doc.getMap('wet').set('12', 'ink')
  const board = openBoard(doc)
  board.apply([rect(a)])
  expect(board.shapes()).toEqual([{ id: a, kind: 'rect', at, style: defaultStyle, order: 'a0' }])
})

test('an unfinished stroke of a disconnected author is sealed by the server, and by nobody else', () => {
  const [author, server] = pair()
  author.apply([begin(a, points(0, 5))])
  const { clientID } = author.doc
  expect(sealAbandoned(server.doc, (client) => client === clientID, null)).toBe(0)
  expect(sealAbandoned(server.doc, () => false, null)).toBe(1)
  expect([author.get(a), ids(author)]).toMatchObject([{ kind: 'ink', points: { length: 5 } }, [a]])
  expect(author.get(a)).not.toHaveProperty('wet')
})

test('many unfinished strokes of disconnected authors are sealed a few at a time, and none is lost', () => {
  const server = openBoard(new Y.Doc())
  for (let person = 0; person < 20; person += 1) {
    const author = openBoard(new Y.Doc())
    author.apply([begin(`s${person}` as ShapeId, points(0, 50))])
    Y.applyUpdate(server.doc, Y.encodeStateAsUpdate(author.doc))
  }
  const sealed: number[] = []
  do sealed.push(sealAbandoned(server.doc, () => false, null, 500))
  while (sealed.at(-1) !== 0)
  expect(sealed.reduce((sum, count) => sum + count)).toBe(20)
  expect(Math.max(...sealed)).toBeLessThan(6)
  expect(server.shapes().map((shape) => [shape.kind, 'wet' in shape])).toEqual(Array(20).fill(['ink', false]))
})

test('[bytes] a move costs at most 30 bytes in the document, and a thousand moves at most 40 more', () => {
  const doc = new Y.Doc()
  const board = openBoard(doc)
  const id = newShapeId()
  board.apply([rect(id)])
  board.dispose()
  const mover = openBoard(doc)
  const size = () => Y.encodeStateAsUpdate(doc).byteLength
  const before = size()
  const random = seeded(7)
  const move = () =>
    mover.apply([{ type: 'place', id, at: { ...at, x: random() * 2_000 - 1_000, y: random() * 2_000 - 1_000 } }], {
      continues: true,
    })
  move()
  const once = size()
  for (let moves = 0; moves < 1_000; moves += 1) move()
  expect({ once: once - before <= 30, more: size() - once <= 40 }).toEqual({ once: true, more: true })
})

test.each([
  [120, 3.6],
  [20, 4.5],
])('[bytes] strokes of %i points cost at most %f bytes a recorded point in the document', (length, most) => {
  const doc = new Y.Doc()
  const board = openBoard(doc)
  const random = seeded(length)
  const strokes = Math.ceil(6_000 / length)
  for (let stroke = 0; stroke < strokes; stroke += 1) draw(board, length, random)
  const server = new Y.Doc()
  Y.applyUpdate(server, Y.encodeStateAsUpdate(doc))
  expect(Y.encodeStateAsUpdate(server).byteLength / (strokes * length)).toBeLessThanOrEqual(most)
})

/**
 * Simulated handwriting: a curve whose speed, direction and pressure change slowly, sampled every 8 ms, four points a
 * frame.
 */
function draw(board: Board, length: number, random: () => number): void {
  const id = newShapeId()
  let [x, y, direction, speed, pressure] = [
    random() * 2_000,
    random() * 2_000,
    random() * 6,
    2 + random() * 4,
    0.3 + random() * 0.4,
  ]
  const drawn = Array.from({ length }, (_, index): InkPoint => {
    direction += (random() - 0.5) * 0.3
    speed = Math.min(9, Math.max(0.5, speed + (random() - 0.5)))
    pressure = Math.min(1, Math.max(0.05, pressure + (random() - 0.5) * 0.06))
    x += Math.cos(direction) * speed
    y += Math.sin(direction) * speed
    return { x, y, pressure, time: index * 8 }
  })
  board.apply([begin(id, drawn.slice(0, 4))])
  for (let from = 4; from < length; from += 4)
    board.apply([{ type: 'ink-extend', id, points: drawn.slice(from, from + 4) }], { continues: true })
  board.apply([{ type: 'ink-seal', id }], { continues: true })
}

test('a sealed stroke is a plain record: copying it copies its points', () => {
  const board = openBoard(new Y.Doc())
  board.apply([begin(a, points(0, 3)), { type: 'ink-seal', id: a }])
  const [shape] = board.shapes()
  const expected = {
    length: 3,
    x: Float64Array.of(0, 1, 2),
    y: Float64Array.of(0, 2, 4),
    time: Float64Array.of(0, 8, 16),
  }
  expect(structuredClone(shape)).toMatchObject({ kind: 'ink', points: expected })
  expect(JSON.parse(JSON.stringify(shape))).toMatchObject({ points: { length: 3, x: { 0: 0, 1: 1, 2: 2 } } })
})
