import type { Box } from '@inkbridge/types'
import { expect, test } from 'vitest'
import { barPlace, barRoom, dockedPlace } from './text-bar-place.ts'

const view = { width: 1_280, height: 800 }
const bar = { width: 583, height: 44 }

function placed(
  minX: number,
  minY: number,
  maxX: number,
  maxY: number,
  covered = 0,
  caret = minY,
  others: readonly Box[] = [],
) {
  const { left, top } = barPlace({ box: { minX, minY, maxX, maxY }, bar, view, covered, caret, others })
  return [left, top]
}

test('the bar is above the middle of the text, or below without room', () => {
  expect(placed(500, 300, 700, 500)).toEqual([309, 242])
  expect(placed(500, 100, 700, 200)).toEqual([309, 214])
})

test('it is beside the style panel, wherever the text is', () => {
  for (let x = 0; x < 1_280; x += 40) {
    const [left = 0] = placed(x, 300, x + 100, 400, 240)
    expect(left).toBeGreaterThanOrEqual(12)
    expect(left + bar.width).toBeLessThanOrEqual(1_280 - 240)
  }
  expect(barRoom({ width: 600, height: 800 }, 240)).toBe(336)
})

test('if the text fills the view it is away from the caret, and clear of other bars', () => {
  expect(placed(100, -200, 900, 1_500, 0, 100)).toEqual([209, 680])
  expect(placed(100, -200, 900, 1_500, 0, 700)).toEqual([209, 68])
})

test('it covers no other open panel, if there is room', () => {
  const inspector = { minX: 12, minY: 72, maxX: 572, maxY: 512 }
  expect(placed(100, 300, 300, 400, 0, 300, [inspector])).toEqual([685, 242])
  const search = { minX: 400, minY: 72, maxX: 800, maxY: 118 }
  expect(placed(500, 130, 700, 200, 0, 130, [search])).toEqual([309, 214])
})

test('on a phone it is at the bottom of the visible area, above a keyboard', () => {
  expect(dockedPlace(54, 844)).toEqual({ left: 8, top: 782 })
  expect(dockedPlace(54, 500)).toEqual({ left: 8, top: 438 })
})
