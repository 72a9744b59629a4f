import { expect, test } from 'vitest'
import { layOut } from './use-rows.ts'

const sizes = { width: 260, height: 230, gap: 20 }

test('as many columns as fit are made, and at least one', () => {
  const columns = [0, 259, 539, 540, 1_120].map((width) => layOut(10, width, [0, 800], sizes).columns)
  expect(columns).toEqual([1, 1, 1, 2, 4])
})

test('of 2,000 boards only those near the window are rendered, with space for the others', () => {
  const { columns, first, end, above, below } = layOut(2_000, 1_120, [23_000, 23_800], sizes)
  expect([columns, first, end]).toEqual([4, 97 * 4, 107 * 4])
  expect([above, below]).toEqual([97 * 230, (500 - 107) * 230])
})

test.each([
  ['the beginning', [0, 800], [0, 28]],
  ['beyond the end', [200_000, 200_800], [2_000, 2_000]],
  ['above the list', [-5_000, -4_200], [0, 0]],
] as const)('at %s no board is rendered that does not exist', (_, seen, range) => {
  const { first, end } = layOut(2_000, 1_120, seen, sizes)
  expect([first, end]).toEqual(range)
})

test('an empty list has no space', () => {
  expect(layOut(0, 1_120, [0, 800], sizes)).toEqual({ columns: 4, first: 0, end: 0, above: 0, below: 0 })
})
