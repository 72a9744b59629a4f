import type { Edit, Shape, ShapeId } from '@inkbridge/types'
import { expect, test } from 'vitest'
import { plain } from '../testing/plain.ts'
import { inkAt, rectAt } from '../testing/script.ts'
import { align, distribute, flip, type Level, restack, stack, turn } from './arrange.ts'
import { boundsOf } from './bounds.ts'
import { drawn } from './drawn.ts'

/** The place of each shape after edits: x, y, rotation in degrees, flipped. */
function places(
  shapes: readonly Shape[],
  edits: readonly Edit[],
): readonly (readonly [number, number, number, boolean])[] {
  return shapes.map(({ id, at }) => {
    const edit = edits.find((each) => each.type === 'place' && each.id === id)
    const place = edit?.type === 'place' ? edit.at : at
    return [place.x, place.y, Math.round((place.rotation * 180) / Math.PI), place.mirrored === true]
  })
}

const rects = [rectAt('a', 0, 0, 10, 10), rectAt('b', 40, 100, 20, 20), rectAt('c', 200, 30, 100, 10)]
const units = rects.map((rect) => [rect])

test.each([
  [
    'left',
    [
      [0, 0],
      [0, 100],
      [0, 30],
    ],
  ],
  [
    'center',
    [
      [145, 0],
      [140, 100],
      [100, 30],
    ],
  ],
  [
    'right',
    [
      [290, 0],
      [280, 100],
      [200, 30],
    ],
  ],
  [
    'top',
    [
      [0, 0],
      [40, 0],
      [200, 0],
    ],
  ],
  [
    'middle',
    [
      [0, 55],
      [40, 50],
      [200, 55],
    ],
  ],
  [
    'bottom',
    [
      [0, 110],
      [40, 100],
      [200, 110],
    ],
  ],
] as const)('aligned: %s', (edge, expected) => {
  expect(places(rects, align(units, edge, plain.kinds)).map(([x, y]) => [x, y])).toEqual(expected)
})

test('members of a group keep their relative places', () => {
  const group = [rectAt('a', 50, 0, 10, 10), rectAt('b', 70, 0, 10, 10)]
  const edits = align([group, [rectAt('c', 0, 50, 10, 10)]], 'left', plain.kinds)
  expect(places(group, edits).map(([x]) => x)).toEqual([0, 20])
})

test('distributed, the gaps are equal, and the first and the last stay', () => {
  expect(places(rects, distribute(units, 'x', plain.kinds)).map(([x]) => x)).toEqual([0, 95, 200])
  expect(places(rects, distribute(units, 'y', plain.kinds)).map(([, y]) => y)).toEqual([0, 100, 50])
  expect(distribute(units.slice(0, 2), 'x', plain.kinds)).toEqual([])
})

test('stacked, one follows the other', () => {
  expect(places(rects, stack(units, 'x', plain.kinds)).map(([x]) => x)).toEqual([0, 26, 62])
})

test('flipped twice, all is as before; flipped both ways is a half turn', () => {
  const turned = [
    { ...rectAt('a', 0, 0), at: { x: 0, y: 0, w: 100, h: 40, rotation: Math.PI / 6 } },
    rectAt('b', 200, 0, 10, 10),
  ]
  const after = (shapes: readonly Shape[], edits: readonly Edit[]): readonly Shape[] =>
    shapes.map((shape) => {
      const edit = edits.find((each) => each.type === 'place' && each.id === shape.id)
      return edit?.type === 'place' ? { ...shape, at: edit.at } : shape
    })
  for (const axis of ['x', 'y'] as const) {
    const once = after(
      turned,
      flip(
        turned.map((shape) => [shape]),
        axis,
        plain.kinds,
      ),
    )
    expect(places(once, []).map(([, , , mirrored]) => mirrored)).toEqual([true, true])
    const twice = after(
      once,
      flip(
        once.map((shape) => [shape]),
        axis,
        plain.kinds,
      ),
    )
    for (const [index, { at }] of twice.entries()) {
      expect(at).not.toHaveProperty('mirrored')
      for (const key of ['x', 'y', 'w', 'h', 'rotation'] as const)
        expect(at[key]).toBeCloseTo(turned[index]?.at[key] ?? 0, 9)
    }
  }
  const over = after(
    turned,
    flip(
      turned.map((shape) => [shape]),
      'x',
      plain.kinds,
    ),
  )
  const both = after(
    over,
    flip(
      over.map((shape) => [shape]),
      'y',
      plain.kinds,
    ),
  )
  const half = after(
    turned,
    turn(
      turned.map((shape) => [shape]),
      Math.PI,
      plain.kinds,
    ),
  )
  for (const [index, { at }] of both.entries()) {
    expect(at).not.toHaveProperty('mirrored')
    expect([at.x, at.y]).toEqual([half[index]?.at.x, half[index]?.at.y].map((value) => expect.closeTo(value ?? 0, 9)))
    expect(Math.cos(at.rotation - (half[index]?.at.rotation ?? 0))).toBeCloseTo(1, 9)
  }
})

test('a flipped stroke is drawn mirrored in the same box', () => {
  const stroke = inkAt('s', 3)
  const path = (shape: Shape) =>
    drawn(shape, { theme: 'light', ...plain }).map((item) => (item.type === 'path' ? String(item.path) : ''))
  expect(path({ ...stroke, at: { ...stroke.at, mirrored: true } })).not.toEqual(path(stroke))
})

test('rotated about the common centre', () => {
  const pair = [rectAt('a', 0, 0, 20, 20), rectAt('b', 80, 0, 20, 20)]
  expect(
    places(
      pair,
      turn(
        pair.map((shape) => [shape]),
        Math.PI / 2,
        plain.kinds,
      ),
    ),
  ).toEqual([
    [40, -40, 90, false],
    [40, 40, 90, false],
  ])
})

/** Four shapes bottom to top; c overlaps none. Returns their order after a step. */
function restacked(chosen: string, to: Level, orders = ['a1', 'a2', 'a3', 'a4']): string {
  const all = ['a', 'b', 'c', 'd'].map((id, index) => ({
    ...rectAt(id, id === 'c' ? 900 : index * 5, 0, 50, 50),
    order: orders[index] ?? 'a0',
  }))
  const edits = restack(all, new Set(chosen.split('') as ShapeId[]), to, (shape) => boundsOf(shape, plain))
  const now = all.map((shape) => {
    const edit = edits.find((each) => each.type === 'order' && each.id === shape.id)
    return { id: shape.id, order: edit?.type === 'order' ? edit.order : shape.order }
  })
  return now
    .sort((one, other) => (one.order < other.order ? -1 : one.order > other.order ? 1 : one.id < other.id ? -1 : 1))
    .map(({ id }) => id)
    .join('')
}

test.each<readonly [string, Level, string]>([
  ['a', 'front', 'bcda'],
  ['d', 'back', 'dabc'],
  ['a', 'forward', 'bacd'],
  ['b', 'forward', 'acdb'],
  ['d', 'backward', 'adbc'],
  ['ab', 'front', 'cdab'],
  ['bd', 'back', 'bdac'],
  ['d', 'front', 'abcd'],
  ['c', 'forward', 'abcd'],
])('%s goes to the %s: %s', (chosen, to, expected) => {
  expect(restacked(chosen, to)).toBe(expected)
})

test('shapes of equal order get distinct orders when something moves between them', () => {
  expect(restacked('d', 'backward', ['a1', 'a1', 'a1', 'a4'])).toBe('adbc')
  expect(restacked('a', 'forward', ['a1', 'a1', 'a1', 'a1'])).toBe('bacd')
})
