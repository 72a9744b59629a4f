import { heads, type LineShape, type ShapeId } from '@inkbridge/types'
import { expect, test } from 'vitest'
import { plain } from '../../testing/plain.ts'
import { boundsOf } from '../bounds.ts'
import { drawn } from '../drawn.ts'
import { headAt, headPicture, headSize } from './heads.ts'

const look = { theme: 'light', ...plain } as const

const at = { x: 0, y: 0, w: 100, h: 0, rotation: 0 }
const line: LineShape = {
  id: 'l' as ShapeId,
  kind: 'line',
  at,
  points: [0, 0, 1, 0],
  style: { color: 'ink', width: 4 },
  order: 'a0',
}

/** All numbers of SVG path data. */
function numbers(data: string): readonly number[] {
  return [...data.matchAll(/-?[\d.]+/g)].map(([number]) => Number(number))
}

test.each(heads)('%s has its tip at the end of the line, and lies behind it', (head) => {
  const { path, back } = headAt(head, 0, 0, 0, 4)
  const data = numbers(path.toString())
  expect(data.length).toBeGreaterThan(3)
  // All coordinates are behind the tip; the parameters of arcs are small.
  expect(Math.min(...data)).toBeGreaterThanOrEqual(-headSize(4) * 1.75)
  expect(back).toBeLessThanOrEqual(headSize(4) * 1.2)
  expect(headPicture(head).path).not.toBe('')
})

test('an arrow points along the line, and the line reaches its tip', () => {
  const [shaft, tip] = drawn({ ...line, style: { ...line.style, endHead: 'arrow' } }, look)
  expect(shaft?.type === 'path' && String(shaft.path)).toBe('M0 0L100 0')
  expect(tip?.type === 'path' && String(tip.path)).toBe('M76.51 -8.55L100 0L76.51 8.55')
})

test('an arrowhead takes at most half of the last segment of its line', () => {
  const short = { ...line, at: { ...line.at, w: 20 }, style: { ...line.style, endHead: 'arrow' } } as const
  const [, tip] = drawn(short, look)
  expect(tip?.type === 'path' && String(tip.path)).toBe('M10.6 -3.42L20 0L10.6 3.42')
})

test('a line ends where a closed head begins, at either end', () => {
  const style = { ...line.style, startHead: 'dot', endHead: 'triangle' } as const
  const [shaft] = drawn({ ...line, style }, look)
  expect(shaft?.type === 'path' && String(shaft.path)).toBe('M14.4 0L82 0')
})

test('the head of a curve points in the direction of the curve', () => {
  const bent: LineShape = {
    ...line,
    at: { ...at, h: 100 },
    points: [0, 0, 1, 0, 1, 1],
    style: { ...line.style, corners: 'round', endHead: 'bar' },
  }
  const head = drawn(bent, look).at(-1)
  const [x0 = 0, y0 = 0, x1 = 0, y1 = 0] = numbers(head?.type === 'path' ? String(head.path) : '')
  // A bar across the line, which goes down at its end and a little to the left.
  expect([Math.round((x0 + x1) / 2), Math.round((y0 + y1) / 2)]).toEqual([100, 100])
  expect(Math.abs(x1 - x0)).toBeGreaterThan(Math.abs(y1 - y0))
})

test('a head is within the bounds of its line', () => {
  const { minY, maxY } = boundsOf({ ...line, style: { ...line.style, endHead: 'many' } }, plain)
  expect([minY <= -9, maxY >= 9]).toEqual([true, true])
})
