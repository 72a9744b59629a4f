import { defaultStyle, type Edit, type ShapeId } from '@inkbridge/types'
import { expect, test } from 'vitest'
import { boxOfEdits, movedEdits } from './moved.ts'

const id = 'a' as ShapeId
const at = { x: 10, y: 20, w: 30, h: 40, rotation: 1 }
const moved = { ...at, x: 110, y: 220 }

test('everything an import places is moved, and nothing else is changed', () => {
  const edits: readonly Edit[] = [
    { type: 'create', shape: { id, kind: 'rect', at, style: defaultStyle } },
    {
      type: 'create',
      shape: { id, kind: 'line', at, style: defaultStyle, points: [0, 0, 1, 1], pins: [{ axis: 'y', at: 5 }] },
    },
    { type: 'place', id, at },
    {
      type: 'ink-add',
      id,
      style: defaultStyle,
      pressure: false,
      quantum: 1,
      points: [{ x: 1, y: 2, pressure: null, time: 3 }],
      at,
    },
    { type: 'props', id, props: { pins: [{ axis: 'x', at: 5 }], name: 'a' } },
    { type: 'link', id, link: 'https://example.org' },
  ]
  expect(movedEdits(edits, { x: 100, y: 200 })).toEqual([
    { type: 'create', shape: { id, kind: 'rect', at: moved, style: defaultStyle } },
    {
      type: 'create',
      shape: { id, kind: 'line', at: moved, style: defaultStyle, points: [0, 0, 1, 1], pins: [{ axis: 'y', at: 205 }] },
    },
    { type: 'place', id, at: moved },
    {
      type: 'ink-add',
      id,
      style: defaultStyle,
      pressure: false,
      quantum: 1,
      points: [{ x: 101, y: 202, pressure: null, time: 3 }],
      at: moved,
    },
    { type: 'props', id, props: { pins: [{ axis: 'x', at: 105 }], name: 'a' } },
    { type: 'link', id, link: 'https://example.org' },
  ])
  expect(movedEdits(edits, { x: 0, y: 0 })).toBe(edits)
})

test('the box of an import is that of its places and strokes', () => {
  const stroke = {
    id,
    style: defaultStyle,
    pressure: false,
    quantum: 1,
    points: [{ x: -5, y: 90, pressure: null, time: 0 }],
  }
  expect(
    boxOfEdits([
      { type: 'create', shape: { id, kind: 'rect', at, style: defaultStyle } },
      { type: 'ink-add', ...stroke },
    ]),
  ).toEqual({ minX: -5, minY: 20, maxX: 40, maxY: 90 })
  expect(boxOfEdits([{ type: 'link', id, link: null }])).toBe(null)
})
