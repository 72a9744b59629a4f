import type { BoardChange } from '@inkbridge/board'
import type { FrameShape, LineShape, Shape, ShapeId } from '@inkbridge/types'
import { describe, expect, test } from 'vitest'
import { connectedTo, nextTo } from '../commands/flow.ts'
import { boundsOf } from '../shapes/bounds.ts'
import { drawn } from '../shapes/drawn.ts'
import { hitOf } from '../shapes/hits.ts'
import { lineThrough } from '../shapes/line/line-points.ts'
import { plain } from '../testing/plain.ts'
import { inkAt, rectAt } from '../testing/script.ts'
import { Scene } from './scene.ts'

function change(what: Partial<BoardChange>): BoardChange {
  return { origin: 'remote', added: [], changed: [], removed: [], regrouped: false, ...what }
}

const ids = (shapes: readonly { readonly id: string }[]) => shapes.map(({ id }) => id)

test('only new topmost shapes are on top; of equal orders the higher id', () => {
  const scene = new Scene([rectAt('m', 0, 0, 10, 10, 'a5')], plain)
  expect(ids(scene.apply(change({ added: [rectAt('n', 0, 0, 10, 10, 'a5')] })).onTop)).toEqual(['n'])
  const below = scene.apply(change({ added: [rectAt('b', 0, 0, 10, 10, 'a5')] }))
  expect([below.onTop, below.boxes.length]).toEqual([[], 1])
  const several = [rectAt('y', 0, 0, 10, 10, 'a7'), rectAt('x', 0, 0, 10, 10, 'a6')]
  expect(ids(scene.apply(change({ added: several })).onTop)).toEqual(['x', 'y'])
})

test('moved and removed shapes look different where they were and where they are', () => {
  const scene = new Scene([rectAt('a', 0, 0), rectAt('b', 300, 0)], plain)
  const moved = scene.apply(change({ changed: [rectAt('a', 500, 0)] }))
  expect([moved.onTop, moved.boxes.map(({ minX }) => minX)]).toEqual([[], [-4, 496]])
  expect(scene.apply(change({ removed: [rectAt('b', 0, 0).id] })).boxes).toHaveLength(1)
})

test('a live stroke repaints nothing that is committed; sealed it is on top', () => {
  const scene = new Scene([], plain)
  const live = inkAt('s', 5, { wet: true })
  expect(scene.apply(change({ added: [live] }))).toEqual({ ids: ['s'], boxes: [], onTop: [] })
  const { wet: _, ...sealed } = live
  expect(ids(scene.apply(change({ changed: [sealed] })).onTop)).toEqual(['s'])
})

test('thousands of shapes added or moved at once are found by position', () => {
  const scene = new Scene([], plain)
  const many = Array.from({ length: 3_000 }, (_, index) => rectAt(`r${index}`, index * 200, 0))
  scene.apply(change({ added: many }))
  const near = { minX: 200_000, minY: 0, maxX: 200_100, maxY: 100 }
  expect(ids(scene.inBox(near))).toEqual(['r1000'])
  scene.apply(change({ changed: many.map((shape) => ({ ...shape, at: { ...shape.at, y: 500 } })) }))
  expect(scene.inBox(near)).toEqual([])
  expect(scene.box()).toEqual({ minX: -4, minY: 496, maxX: 2_999 * 200 + 104, maxY: 604 })
})

function arrowFrom(from: string, to: string): LineShape {
  const line = lineThrough([50, 50, 350, 50])
  const binding = { start: { to: from as ShapeId }, end: { to: to as ShapeId } }
  return { id: 'arrow' as ShapeId, kind: 'line', order: 'b0', style: rectAt('s', 0, 0).style, ...line, ...binding }
}

function frameAt(id: string, x: number, w: number, frame?: string): FrameShape {
  const { style } = rectAt(id, 0, 0)
  const at = { x, y: 0, w, h: 100, rotation: 0 }
  return {
    id: id as ShapeId,
    kind: 'frame',
    name: '',
    order: 'a0',
    style,
    at,
    ...(frame ? { frame: frame as ShapeId } : {}),
  }
}

describe('an arrow between two shapes', () => {
  const [one, other, third] = [rectAt('a', 0, 0), rectAt('b', 300, 0), rectAt('c', 600, 0)]

  test('is unbound by an edit before one of them is deleted, and stays in place', () => {
    const scene = new Scene([one, other, arrowFrom('a', 'b')], plain)
    const shown = scene.get('arrow' as ShapeId)
    expect(scene.unbindFrom([other.id])).toEqual([
      { type: 'props', id: 'arrow', props: { points: shown?.kind === 'line' && shown.points }, at: shown?.at },
      { type: 'bind', id: 'arrow', end: 'end', to: null },
    ])
    expect(scene.unbindFrom([third.id])).toEqual([])
  })

  test('that is bound to another shape leads to it, and no longer to the previous one', () => {
    const scene = new Scene([one, other, third, arrowFrom('a', 'b')], plain)
    expect([connectedTo(one, 'right', scene), ids(scene.linesBoundTo(other.id))]).toEqual(['b', ['arrow']])
    scene.apply(change({ changed: [arrowFrom('a', 'c')] }))
    expect([connectedTo(one, 'right', scene), ids(scene.linesBoundTo(other.id))]).toEqual(['c', []])
    scene.apply(change({ removed: ['arrow' as ShapeId] }))
    expect([connectedTo(one, 'right', scene), ids(scene.linesBoundTo(one.id))]).toEqual([null, []])
  })
})

test('the next shape of a chart is put where no other is: beside it, else beside that', () => {
  const attribution = { author: null, now: 0 }
  const placeOf = (scene: Scene) => {
    const edit = nextTo(rectAt('a', 0, 0), 'right', scene, () => 'new' as ShapeId, attribution)?.edits[0]
    return edit?.type === 'create' && [edit.shape.at.x, edit.shape.at.y]
  }
  expect(placeOf(new Scene([], plain))).toEqual([196, 0])
  expect(placeOf(new Scene([rectAt('taken', 196, 0)], plain))).toEqual([196, 124])
  expect(placeOf(new Scene([rectAt('taken', 196, 0), rectAt('too', 196, 124)], plain))).toEqual([196, -124])
  // A shape around both takes no room; a shape around only the next one does.
  const around = { ...frameAt('f', 0, 600), at: { x: -50, y: -50, w: 600, h: 400, rotation: 0 } }
  expect(placeOf(new Scene([around], plain))).toEqual([196, 0])
  expect(placeOf(new Scene([{ ...around, at: { ...around.at, x: 150 } }], plain))).toEqual([196, -248])
})

describe('a shape in a frame', () => {
  const inside: Shape = { ...rectAt('in', 50, 0), frame: 'f' as ShapeId }

  test('is visible and hit only inside it, also in nested frames', () => {
    const scene = new Scene([frameAt('g', 0, 80), frameAt('f', 0, 120, 'g'), inside], plain)
    const seen = scene.get(inside.id) ?? inside
    expect(boundsOf(seen, plain)).toEqual({ minX: 46, minY: 0, maxX: 80, maxY: 100 })
    expect(drawn(seen, { theme: 'light', ...plain }).map((item) => item.type === 'clipped' && String(item.by))).toEqual(
      ['M0 0L80 0L80 100L0 100Z'],
    )
    expect([hitOf(seen, { x: 50, y: 50 }, 5, plain), hitOf(seen, { x: 148, y: 50 }, 5, plain)]).toEqual(['on', null])
  })

  test('changes with its frame, and with the frame around that', () => {
    const scene = new Scene([frameAt('g', 0, 80), frameAt('f', 0, 120, 'g'), inside], plain)
    const { ids: now } = scene.apply(change({ changed: [frameAt('g', 0, 60)] }))
    expect([...now].sort()).toEqual(['f', 'g', 'in'])
    expect(scene.get(inside.id)?.clips?.map(({ w }) => w)).toEqual([120, 60])
  })
})

test('a deleted text does not come back when a font has loaded', () => {
  const text: Shape = { ...rectAt('t', 0, 0), kind: 'text', text: [{ runs: [{ text: 'boats' }] }] }
  const scene = new Scene([text], plain)
  scene.apply(change({ removed: [text.id] }))
  scene.relayoutText()
  expect(scene.size).toBe(0)
})

test('all shapes are in z-order after each change, and the same array until the next', () => {
  const shapes = ['a0', 'a1', 'a2', 'a3'].map((order, index) => rectAt(`s${index}`, index * 200, 0, 100, 100, order))
  const scene = new Scene(shapes, plain)
  const order = () => scene.all().map(({ id }) => id)
  const apply = (change: Partial<BoardChange>) =>
    scene.apply({ origin: 'local', added: [], changed: [], removed: [], regrouped: false, ...change })
  expect(order()).toEqual(['s0', 's1', 's2', 's3'])
  expect(scene.all()).toBe(scene.all())
  const [first, second] = shapes
  apply({ changed: [{ ...first, order: 'a25' }] as Shape[], added: [rectAt('new', 0, 0, 10, 10, 'a0')] })
  expect(order()).toEqual(['new', 's1', 's2', 's0', 's3'])
  apply({ changed: [{ ...second, hidden: true }] as Shape[], removed: ['s3' as ShapeId] })
  expect(order()).toEqual(['new', 's2', 's0'])
  apply({ changed: [second] as Shape[] })
  expect(order()).toEqual(['new', 's1', 's2', 's0'])
})

test('a shape that changed in place is found in its new version', () => {
  const scene = new Scene([rectAt('a', 0, 0)], plain)
  const changed = { ...rectAt('a', 0, 0), order: 'b00' }
  scene.apply({ origin: 'remote', added: [], changed: [changed], removed: [], regrouped: true })
  expect(scene.inBox({ minX: 0, minY: 0, maxX: 10, maxY: 10 })).toEqual([changed])
})

test('grouping shapes repaints nothing, and updates them', () => {
  const [first, second] = [rectAt('a', 0, 0, 10, 10), rectAt('b', 20, 0, 10, 10)]
  const scene = new Scene([first, second], plain)
  const parent = 'group' as ShapeId
  const grouped = [
    { ...first, parent },
    { ...second, parent },
  ]
  expect(scene.apply(change({ changed: grouped }))).toEqual({ ids: [], boxes: [], onTop: [] })
  expect(scene.all()).toEqual(grouped)
  expect(grouped.map((shape) => scene.asStored(shape))).toEqual(grouped)
  expect(scene.apply(change({ changed: [first] }))).toEqual({ ids: [], boxes: [], onTop: [] })
  expect(scene.all()).toEqual([first, grouped[1]])
})
