import { seeded } from '@inkbridge/types/testing'
import { expect, test } from 'vitest'
import { decimals } from './decimals.ts'

const [hundredths, thousandths] = [decimals(2), decimals(3)]

test.each<[number, string]>([
  [0, '0'],
  [-0, '0'],
  [-0.001, '0'],
  [0.05, '0.05'],
  [-0.5, '-0.5'],
  [12.345, '12.35'],
  [-12.1, '-12.1'],
  [700, '700'],
  [1e9 + 0.25, '1000000000.25'],
  [Number.NaN, 'NaN'],
  [-Infinity, '-Infinity'],
])('%d is written as %s', (value, text) => {
  expect(hundredths(value)).toBe(text)
})

test('a fraction may be written without zero', () => {
  expect([0, 0.5, -0.25, 1.5].map(decimals(2, ''))).toEqual(['0', '.5', '-.25', '1.5'])
})

test('numbers of all sizes are written like String writes them', () => {
  const random = seeded(7)
  for (let round = 0; round < 20_000; round += 1) {
    const value = (random() - 0.5) * 10 ** Math.floor(random() * 12)
    expect([hundredths(value), thousandths(value)], `of ${value}`).toEqual([
      String(Math.round(value * 100) / 100),
      String(Math.round(value * 1_000) / 1_000),
    ])
  }
})
