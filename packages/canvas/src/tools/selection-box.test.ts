import { expect, test } from 'vitest'
import { plain } from '../testing/plain.ts'
import { rectAt } from '../testing/script.ts'
import { cornersOf, cursorOf, handleAt, padded, rotateHandleOf, selectionBoxOf } from './selection-box.ts'

test.each([0.05, 1, 20])(
  'however small a shape looks, it is moved by its middle and resized by its corners (zoom %d)',
  (zoom) => {
    const frame = selectionBoxOf([rectAt('a', 0, 0, 2, 2)], plain.kinds)
    if (!frame) throw new Error('a shape has a frame')
    const [first, , third] = cornersOf(padded(frame, zoom))
    expect([first, third].map((corner) => corner && handleAt(frame, corner, zoom, 6))).toEqual(['nw', 'se'])
    for (const reach of [6, 22]) expect(handleAt(frame, { x: 1, y: 1 }, zoom, reach)).toBe(null)
    expect(handleAt(frame, rotateHandleOf(padded(frame, zoom), zoom), zoom, 6)).toBe('turn')
    expect(Math.abs((third?.x ?? 0) - (first?.x ?? 0)) * zoom).toBeGreaterThanOrEqual(32 - 1e-9)
  },
)

test('the selection box of a rotated shape is rotated, with its handles', () => {
  const shape = rectAt('a', 0, 0, 100, 40)
  const frame = selectionBoxOf([{ ...shape, at: { ...shape.at, rotation: Math.PI / 2 } }], plain.kinds)
  if (!frame) throw new Error('a shape has a frame')
  // Its right side is below now: the middle of it is 8 pixels under (50, 70).
  expect(handleAt(frame, { x: 50, y: 78 }, 1, 6)).toBe('e')
  expect(cursorOf('e', frame.angle)).toBe('ns-resize')
  expect(cursorOf('ne', Math.PI / 4)).toBe('ew-resize')
})

test('several shapes have an axis-aligned box, and rotate about its centre', () => {
  const shape = rectAt('a', 0, 0, 100, 100)
  const turned = { ...shape, at: { ...shape.at, rotation: 0.3 } }
  expect(selectionBoxOf([turned, rectAt('b', 200, 0)], plain.kinds)).toMatchObject({ angle: 0 })
})
