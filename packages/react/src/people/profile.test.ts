import { expect, test } from 'vitest'
import { initials } from './Profile.tsx'

test.each([
  ['Ada Lovelace', 'AL'],
  ['ada', 'AD'],
  ['Jean-Luc Picard', 'JL'],
  ['X', 'X'],
  ['', ''],
])('the initials of “%s” are “%s”', (name, expected) => {
  expect(initials(name)).toBe(expected)
})
