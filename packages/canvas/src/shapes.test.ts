import { defaultStyle, type Shape, type ShapeId } from '@inkbridge/types'
import { expect, test } from 'vitest'
import { pictureOf } from './picture.ts'
import { hitOf, isCrossedBy, touches } from './shapes/hits.ts'
import { plain } from './testing/plain.ts'
import { rectAt } from './testing/script.ts'

const at = { x: 0, y: 0, w: 100, h: 50, rotation: 0 }
const common = { id: 'a' as ShapeId, at, style: defaultStyle, order: 'a0' }
const ink: Shape = {
  ...common,
  kind: 'ink',
  at: { x: 100, y: 100, w: 20, h: 0, rotation: 0 },
  original: { x: 0, y: 0, w: 10, h: 0 },
  points: {
    length: 2,
    x: Float64Array.of(0, 10),
    y: Float64Array.of(0, 0),
    pressure: null,
    time: Float64Array.of(0, 8),
  },
}
const ellipse: Shape = { ...common, kind: 'ellipse' }
const filled: Shape = { ...common, kind: 'rect', style: { ...defaultStyle, fill: 'red' } }
const standing: Shape = { ...common, kind: 'rect', at: { ...at, rotation: Math.PI / 2 } }

test.each<readonly [string, Shape, number, number, ReturnType<typeof hitOf>]>([
  ['on the side of a rectangle', rectAt('a', 0, 0), 100, 50, 'on'],
  ['within the tolerance', rectAt('a', 0, 0), 106, 50, 'on'],
  ['beyond it', rectAt('a', 0, 0), 108, 50, null],
  ['inside an empty rectangle', rectAt('a', 0, 0), 50, 50, 'inside'],
  ['inside a filled one', filled, 50, 25, 'on'],
  ['in the corner of an ellipse', ellipse, 2, 2, null],
  ['on an ellipse', ellipse, 50, 0, 'on'],
  ['on a stroke where it was moved and stretched to', ink, 120, 100, 'on'],
  ['where a stroke was drawn', ink, 5, 0, null],
  ['on a rectangle that was turned', standing, 50, -25, 'on'],
  ['where it was before', standing, 0, 25, null],
])('a point %s', (_name, shape, x, y, hit) => {
  expect(hitOf(shape, { x, y }, 5, plain)).toBe(hit)
})

test('the path of an eraser hits a line it crosses or comes close to, and nothing else', () => {
  const square = rectAt('a', 0, 0)
  expect(isCrossedBy(square, { x: -50, y: 50 }, { x: 50, y: 50 }, 1, plain)).toBe(true)
  expect(isCrossedBy(square, { x: 40, y: 50 }, { x: 60, y: 50 }, 1, plain)).toBe(false)
  expect(isCrossedBy(square, { x: -50, y: -10 }, { x: 150, y: -10 }, 9, plain)).toBe(true)
})

test('a box that lies inside an empty shape does not touch it', () => {
  expect(touches(rectAt('a', 0, 0), { minX: 40, minY: 40, maxX: 60, maxY: 60 }, plain)).toBe(false)
  expect(touches(filled, { minX: 40, minY: 20, maxX: 60, maxY: 30 }, plain)).toBe(true)
})

test('a picture has inks by theme, custom colours unchanged, and a placeholder for unknown kinds', () => {
  const custom: Shape = { ...common, kind: 'line', points: [0, 0, 1, 1], style: { color: '#123456', width: 2 } }
  const unknown: Shape = { ...common, kind: 'unknown', was: 'hologram' }
  const picture = pictureOf([custom, unknown], { theme: 'dark', ...plain })
  expect(picture[0]?.type === 'path' && String(picture[0].path)).toBe('M0 0L100 50')
  expect(picture).toMatchObject([
    { type: 'path', stroke: '#123456', width: 2 },
    { type: 'path', stroke: '#a3a4af', dash: [6, 5] },
    { type: 'text', text: 'Unsupported shape: hologram' },
  ])
  expect(pictureOf([rectAt('a', 0, 0)], { theme: 'light', ...plain })).toMatchObject([{ stroke: '#1d1d22' }])
  expect(pictureOf([rectAt('a', 0, 0)], { theme: 'dark', ...plain })).toMatchObject([{ stroke: '#eaeaf0' }])
})

test('a tap of the pen is a dot', () => {
  const dot: Shape = { ...ink, points: { ...ink.points, length: 1 } }
  const [item] = pictureOf([dot], { theme: 'light', ...plain })
  expect(item?.type === 'path' && String(item.path)).toMatch(/^M[\d.]+ 100A/)
})

test.each([
  ['sharp', 'M0 0L100 100', 'M100 0L0 100'],
  ['round', 'M6.25 6.25L93.75 93.75', 'M93.75 6.25L6.25 93.75'],
] as const)('the cross of a box with %s corners ends at the corners', (corners, one, other) => {
  const box: Shape = {
    ...common,
    at: { ...common.at, w: 100, h: 100 },
    kind: 'x-box',
    style: { ...defaultStyle, corners },
  }
  const [item] = pictureOf([box], { theme: 'light', ...plain })
  expect(item?.type === 'path' && String(item.path)).toMatch(new RegExp(`Z${one}${other}$`))
})
