import { expect, test } from 'vitest'
import { firstPages, parsePageNumbers } from './page-numbers.ts'

const lists: readonly (readonly [text: string, numbers: readonly number[] | null])[] = [
  ['1', [1]],
  ['1-3, 7', [1, 2, 3, 7]],
  [' 2 – 4;9 ', [2, 3, 4, 9]],
  ['8-', [8, 9]],
  ['3, 1-4, 3', [3, 1, 2, 4]],
  ['', null],
  ['0', null],
  ['10', null],
  ['1-10', null],
  ['4-2', null],
  ['-3', null],
  ['one', null],
  ['1--3', null],
  ['1-2-3', null],
  ['99999999999999999999', null],
]

test.each(lists)('of nine pages, %j are %j', (text, numbers) => {
  expect(parsePageNumbers(text, 9)).toEqual(numbers)
})

test.each([1, 2, 100])('the first %i pages are written as they are read', (count) => {
  expect(parsePageNumbers(firstPages(count), count)).toHaveLength(count)
})
