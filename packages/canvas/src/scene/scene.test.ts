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

test('only what comes to lie above all others is on top; of equal orders the higher id', () => {
  const scene = new Scene([rectAt('m', 0, 0, 10, 10, 'a5')], plain)
  expect(ids(scene.take(change({ added: [rectAt('n', 0, 0, 10, 10, 'a5')] })).onTop)).toEqual(['n'])
  const below = scene.take(change({ added: [rectAt('b', 0, 0, 10, 10, 'a5')] }))
  expect([below.onTop, below.boxes.length]).toEqual([[], 1])
  const several = [rectAt('y', 0, 0, 10, 10, 'a7'), rectAt('x', 0, 0, 10, 10, 'a6')]
  expect(ids(scene.take(change({ added: several })).onTop)).toEqual(['x', 'y'])
})

test('what moved or went looks different where it was and where it is', () => {
  const scene = new Scene([rectAt('a', 0, 0), rectAt('b', 300, 0)], plain)
  const moved = scene.take(change({ changed: [rectAt('a', 500, 0)] }))
  expect([moved.onTop, moved.boxes.map(({ minX }) => minX)]).toEqual([[], [-4, 496]])
  expect(scene.take(change({ removed: [rectAt('b', 0, 0).id] })).boxes).toHaveLength(1)
})

test('a stroke in progress changes nothing of what is dry; sealed it lies on top', () => {
  const scene = new Scene([], plain)
  const wet = inkAt('s', 5, { wet: true })
  expect(scene.take(change({ added: [wet] }))).toEqual({ ids: ['s'], boxes: [], onTop: [] })
  const { wet: _wet, ...dry } = wet
  expect(ids(scene.take(change({ changed: [dry] })).onTop)).toEqual(['s'])
})

test('thousands at once are found where they are, and so is what is left of them', () => {
  const scene = new Scene([], plain)
  const many = Array.from({ length: 3_000 }, (_, index) => rectAt(`r${index}`, index * 200, 0))
  scene.take(change({ added: many }))
  const near = { minX: 200_000, minY: 0, maxX: 200_100, maxY: 100 }
  expect(ids(scene.inBox(near))).toEqual(['r1000'])
  scene.take(change({ changed: many.map((shape) => ({ ...shape, at: { ...shape.at, y: 500 } })) }))
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

  test('is let go by an edit before one of them is deleted, where it is seen then', () => {
    const scene = new Scene([one, other, arrowFrom('a', 'b')], plain)
    const shown = scene.get('arrow' as ShapeId)
    expect(scene.letGo([other.id])).toEqual([
      { type: 'props', id: 'arrow', props: { points: shown?.kind === 'line' && shown.points }, at: shown?.at },
      { type: 'bind', id: 'arrow', end: 'end', to: null },
    ])
    expect(scene.letGo([third.id])).toEqual([])
  })

  test('that was bound elsewhere leads there, and no longer to where it did', () => {
    const scene = new Scene([one, other, third, arrowFrom('a', 'b')], plain)
    expect([connectedTo(one, 'right', scene), ids(scene.holding(other.id))]).toEqual(['b', ['arrow']])
    scene.take(change({ changed: [arrowFrom('a', 'c')] }))
    expect([connectedTo(one, 'right', scene), ids(scene.holding(other.id))]).toEqual(['c', []])
    scene.take(change({ removed: ['arrow' as ShapeId] }))
    expect([connectedTo(one, 'right', scene), ids(scene.holding(one.id))]).toEqual([null, []])
  })
})

test('the next of a chart lies where nothing is: beside it, else beside that', () => {
  const signed = { author: null, now: 0 }
  const placeOf = (scene: Scene) => {
    const edit = nextTo(rectAt('a', 0, 0), 'right', scene, () => 'new' as ShapeId, signed)?.edits[0]
    return edit?.type === 'create' && [edit.shape.at.x, edit.shape.at.y]
  }
  expect(placeOf(new Scene([], plain))).toEqual([196, 0])
  expect(placeOf(new Scene([rectAt('taken', 196, 0)], plain))).toEqual([196, 124])
  expect(placeOf(new Scene([rectAt('taken', 196, 0), rectAt('too', 196, 124)], plain))).toEqual([196, -124])
  // What both lie in takes no room, and what only the next would lie in does.
  const around = { ...frameAt('f', 0, 600), at: { x: -50, y: -50, w: 600, h: 400, rotation: 0 } }
  expect(placeOf(new Scene([around], plain))).toEqual([196, 0])
  expect(placeOf(new Scene([{ ...around, at: { ...around.at, x: 150 } }], plain))).toEqual([196, -248])
})

describe('what is in a frame', () => {
  const inside: Shape = { ...rectAt('in', 50, 0), frame: 'f' as ShapeId }

  test('is seen and touched in it only, and so in a frame in a frame', () => {
    const scene = new Scene([frameAt('g', 0, 80), frameAt('f', 0, 120, 'g'), inside], plain)
    const seen = scene.get(inside.id) ?? inside
    expect(boundsOf(seen, plain)).toEqual({ minX: 46, minY: 0, maxX: 80, maxY: 100 })
    expect(drawn(seen, { theme: 'light', ...plain }).map((item) => item.type === 'clipped' && String(item.by))).toEqual(
      ['M0 0L80 0L80 100L0 100Z'],
    )
    expect([hitOf(seen, { x: 50, y: 50 }, 5, plain), hitOf(seen, { x: 148, y: 50 }, 5, plain)]).toEqual(['on', null])
  })

  test('follows a frame that changes, and one around that', () => {
    const scene = new Scene([frameAt('g', 0, 80), frameAt('f', 0, 120, 'g'), inside], plain)
    const { ids: now } = scene.take(change({ changed: [frameAt('g', 0, 60)] }))
    expect([...now].sort()).toEqual(['f', 'g', 'in'])
    expect(scene.get(inside.id)?.clips?.map(({ w }) => w)).toEqual([120, 60])
  })
})

test('a text that was deleted does not come back when a font does', () => {
  const text: Shape = { ...rectAt('t', 0, 0), kind: 'text', text: [{ runs: [{ text: 'boats' }] }] }
  const scene = new Scene([text], plain)
  scene.take(change({ removed: [text.id] }))
  scene.setWords()
  expect(scene.size).toBe(0)
})

test('all shapes are in z-order after each change, and the same array until the next', () => {
  const shapes = ['a0', 'a1', 'a2', 'a3'].map((order, index) => rectAt(`s${index}`, index * 200, 0, 100, 100, order))
  const scene = new Scene(shapes, plain)
  const order = () => scene.all().map(({ id }) => id)
  const take = (change: Partial<BoardChange>) =>
    scene.take({ origin: 'local', added: [], changed: [], removed: [], regrouped: false, ...change })
  expect(order()).toEqual(['s0', 's1', 's2', 's3'])
  expect(scene.all()).toBe(scene.all())
  const [first, second] = shapes
  take({ changed: [{ ...first, order: 'a25' }] as Shape[], added: [rectAt('new', 0, 0, 10, 10, 'a0')] })
  expect(order()).toEqual(['new', 's1', 's2', 's0', 's3'])
  take({ changed: [{ ...second, hidden: true }] as Shape[], removed: ['s3' as ShapeId] })
  expect(order()).toEqual(['new', 's2', 's0'])
  take({ changed: [second] as Shape[] })
  expect(order()).toEqual(['new', 's1', 's2', 's0'])
})

test('a shape that changed and stayed where it was is found as it is now', () => {
  const scene = new Scene([rectAt('a', 0, 0)], plain)
  const changed = { ...rectAt('a', 0, 0), order: 'b00' }
  scene.take({ origin: 'remote', added: [], changed: [changed], removed: [], regrouped: true })
  expect(scene.inBox({ minX: 0, minY: 0, maxX: 10, maxY: 10 })).toEqual([changed])
})

test('shapes that are grouped do not look different, and are as the board has them', () => {
  const [first, second] = [rectAt('a', 0, 0, 10, 10), rectAt('b', 20, 0, 10, 10)]
  const scene = new Scene([first, second], plain)
  const parent = 'group' as ShapeId
  const grouped = [
    { ...first, parent },
    { ...second, parent },
  ]
  expect(scene.take(change({ changed: grouped }))).toEqual({ ids: [], boxes: [], onTop: [] })
  expect(scene.all()).toEqual(grouped)
  expect(grouped.map((shape) => scene.asStored(shape))).toEqual(grouped)
  expect(scene.take(change({ changed: [first] }))).toEqual({ ids: [], boxes: [], onTop: [] })
  expect(scene.all()).toEqual([first, grouped[1]])
})
