import { expect, test } from 'vitest'
import { barPlace, barRoom } from './text-bar-place.ts'

const view = { width: 1_280, height: 800 }
const bar = { width: 583, height: 44 }

function placed(minX: number, minY: number, maxX: number, maxY: number, covered = 0, caret = minY) {
  const { left, top } = barPlace({ box: { minX, minY, maxX, maxY }, bar, view, covered, caret })
  return [left, top]
}

test('the bar is over the middle of what is written, and below where there is no room', () => {
  expect(placed(500, 300, 700, 500)).toEqual([309, 242])
  expect(placed(500, 100, 700, 200)).toEqual([309, 214])
})

test('it is beside the style panel, wherever one writes', () => {
  for (let x = 0; x < 1_280; x += 40) {
    const [left = 0] = placed(x, 300, x + 100, 400, 240)
    expect(left).toBeGreaterThanOrEqual(12)
    expect(left + bar.width).toBeLessThanOrEqual(1_280 - 240)
  }
  expect(barRoom({ width: 600, height: 800 }, 240)).toBe(336)
})

test('where what is written fills the view it is away from the caret, and clear of the other bars', () => {
  expect(placed(100, -200, 900, 1_500, 0, 100)).toEqual([209, 680])
  expect(placed(100, -200, 900, 1_500, 0, 700)).toEqual([209, 68])
})
