import { expect, test } from 'vitest'
import { pageSizeOf } from './page-size.ts'

/** Sizes in points, as files say, with the pixels that are drawn. */
const sizes: readonly (readonly [what: string, number, number, shown: readonly number[], pixels: readonly number[]])[] =
  [
    ['A4', 595, 842, [793, 1123], [1587, 2245]],
    ['A0', 2384, 3370, [3179, 4493], [2898, 4096]],
    ['a ticket', 100, 40, [133, 53], [267, 107]],
    ['a page without end', 1e9, 1e6, [5000, 5], [4096, 4]],
    ['a hair', 1e-6, 1e-6, [1, 1], [0, 0]],
  ]

test.each(sizes)(
  '%s of %d x %d points is %j units on a board, and drawn in %j pixels',
  (_what, width, height, shown, pixels) => {
    const size = pageSizeOf(width, height)
    expect(size?.size).toEqual(shown)
    expect([width, height].map((side) => Math.round(side * (size?.scale ?? 0)))).toEqual(pixels)
  },
)

test.each([
  [0, 100],
  [100, -1],
  [Number.NaN, 100],
  [Number.POSITIVE_INFINITY, 100],
])('a page of %d x %d points is not drawn', (width, height) => {
  expect(pageSizeOf(width, height)).toBe(null)
})
