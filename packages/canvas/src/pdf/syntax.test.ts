import { expect, test } from 'vitest'
import { addressString, factor, nameOf, real, textString } from './syntax.ts'

test.each([
  [0, '0'],
  [-0, '0'],
  [1.5, '1.5'],
  [-0.0004, '0'],
  [1 / 3, '0.333'],
  [1e300, '1000000000'],
  [-1e300, '-1000000000'],
  [5e-324, '0'],
  [Number.NaN, '0'],
  [Number.POSITIVE_INFINITY, '0'],
])('the number %d is written as %s', (value, written) => {
  expect(real(value)).toBe(written)
})

test.each([
  [1, '1'],
  [-1e-9, '0'],
  [1e-6, '0.000001'],
  [Math.SQRT1_2, '0.707107'],
  [Number.NaN, '0'],
  [100, '100'],
])('the factor %d is written as %s', (value, written) => {
  expect(factor(value)).toBe(written)
})

test.each([
  ['Inter', '/Inter'],
  ['Source Serif 4', '/Source#20Serif#204'],
  ['a/b(c)#\0é', '/a#2Fb#28c#29#23#C3#A9'],
])('the name %j is written as %s', (name, written) => {
  expect(nameOf(name)).toBe(written)
})

test.each([
  ['', '<FEFF>'],
  ['a)\n', '<FEFF00610029000A>'],
  ['😀', '<FEFFD83DDE00>'],
  ['\ud83d!', '<FEFFFFFD0021>'],
])('the text %j is written as %s', (text, written) => {
  expect(textString(text)).toBe(written)
})

test.each([
  ['https://example.org/a(b)?c=\\', '(https://example.org/a\\(b\\)?c=\\\\)'],
  ['https://example.org/\n>>endobj é', '(https://example.org/%0A>>endobj%20%C3%A9)'],
  ['https://example.org/\ud800', '(https://example.org/%EF%BF%BD)'],
])('the address %j is written as %s', (address, written) => {
  expect(addressString(address)).toBe(written)
})
