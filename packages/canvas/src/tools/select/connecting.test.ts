import { defaultStyle, type LineShape, type Shape, type ShapeId } from '@inkbridge/types'
import { expect, test } from 'vitest'
import { nextTo } from '../../commands/flow.ts'
import { Scene } from '../../scene/scene.ts'
import { line } from '../../shapes/line/line-kind.ts'
import { countingLayout } from '../../testing/counting.ts'
import { plain } from '../../testing/plain.ts'
import { rectAt } from '../../testing/script.ts'
import { hasPointsOnly, linePoints } from './bending.ts'
import { connectHandlesOf } from './connecting.ts'

const elbow = { ...defaultStyle, endHead: 'arrow', route: 'elbow' } as const

function arrow(points: readonly number[], more: Partial<LineShape> = {}): LineShape {
  return {
    id: 'line' as ShapeId,
    kind: 'line',
    at: { x: 0, y: 0, w: 100, h: 100, rotation: 0 },
    points,
    style: elbow,
    order: 'a5',
    ...more,
  }
}

test('connect handles are beside bound arrows, and absent without room', () => {
  const [a, b] = [rectAt('a', 0, 0), rectAt('b', 300, 0)]
  const to = (end: LineShape['end']): LineShape =>
    arrow([0, 0, 1, 1], { id: `line${end?.to}` as ShapeId, start: { to: a.id }, ...(end ? { end } : {}) })
  const places = (shapes: readonly Shape[]) =>
    connectHandlesOf(a, 1, new Scene(shapes, plain)).map(({ direction, x, y }) => [direction, x, y])
  const others = [
    ['down', 50, 128],
    ['left', -28, 50],
    ['up', 50, -54],
  ]
  expect(places([a, b])).toEqual([['right', 128, 50], ...others])
  expect(places([a, b, to({ to: b.id })])).toEqual([['right', 128, 78], ...others])
  const small = { ...a, at: { ...a.at, w: 60, h: 60 } }
  const sides = [0.1, 0.3, 0.5, 0.7, 0.9].map(
    (y): LineShape =>
      arrow([0, 0, 1, 1], { id: `${y}` as ShapeId, start: { to: a.id, at: [1, y], outline: true }, end: { to: b.id } }),
  )
  const found = connectHandlesOf(small, 1, new Scene([small, b, ...sides], plain)).map(({ direction }) => direction)
  expect(found).toEqual(['down', 'left', 'up'])
})

test('an elbow arrow is dragged by its ends and segments, and has no selection box', () => {
  const shape = arrow([0, 0, 0.5, 0, 0.5, 1, 1, 1])
  expect(hasPointsOnly(shape, plain.kinds)).toBe(true)
  expect(linePoints(shape, 1, plain.kinds).map(({ x, y, isNew }) => [x, y, isNew])).toEqual([
    [0, 0, false],
    [100, 100, false],
    [50, 50, true],
  ])
  const { route: _route, ...straight } = elbow
  expect(hasPointsOnly({ ...shape, style: straight }, plain.kinds)).toBe(false)
})

test.each([
  ['three pieces: the second', [0, 0, 0.2, 0, 0.2, 1, 1, 1], [20, 50]],
  ['two pieces: the longer', [0, 0, 1, 0, 1, 0.2], [50, 0]],
  ['four pieces: the longer of those in the middle', [0, 0, 0.2, 0, 0.2, 1, 0.3, 1, 0.3, 0.5], [20, 50]],
  ['one piece', [0, 0, 1, 0], [50, 0]],
])('the label of an elbow arrow is in the middle of a segment: of %s', (_name, points, [x = 0, y = 0]) => {
  const room = line.textRoom?.(arrow(points))
  expect(room && [room.x + room.w / 2, room.y]).toEqual([x, y])
})

test('the next shape has the stored size of the previous one, for any text', async () => {
  const words = [{ runs: [{ text: 'one two three four five six seven eight nine' }] }]
  const scene = new Scene([{ ...rectAt('a', 0, 0), text: words } as Shape], {
    ...plain,
    layout: await countingLayout(),
  })
  const grown = scene.get('a' as ShapeId)
  const [edit] = (grown && nextTo(grown, 'down', scene, () => 'new' as ShapeId, { author: null, now: 0 })?.edits) ?? []
  expect([grown && grown.at.h > 100, edit?.type === 'create' && edit.shape.at.h]).toEqual([true, 100])
})
