import { defaultStyle, type ShapeId } from '@inkbridge/types'
import { expect, test } from 'vitest'
import { notesOf, pastedWords, rowsOf } from './pasted.ts'

const maker = { newId: () => 'new' as ShapeId, author: null, now: 5, styleOf: () => defaultStyle }

test.each([
  [
    'cells by rows',
    'a\tb\nc\t\n',
    [
      ['a', 'b'],
      ['c', ''],
    ],
  ],
  [
    'lines as many side by side as below each other',
    'a\r\nb\n\nc\nd\ne',
    [
      ['a', 'b', 'c'],
      ['d', 'e'],
    ],
  ],
  ['one line to no notes', 'only this', null],
])('%s', (_name, text, rows) => {
  expect(rowsOf(text)).toEqual(rows)
})

test('notes lie about the point, none where a cell is empty', () => {
  const edits = notesOf(
    [
      ['a', 'b'],
      ['', 'c'],
    ],
    { x: 0, y: 0 },
    maker,
  )
  expect(edits.map((edit) => edit.type === 'create' && [edit.shape.at.x, edit.shape.at.y, edit.shape.text])).toEqual([
    [-212, -212, [{ runs: [{ text: 'a' }] }]],
    [12, -212, [{ runs: [{ text: 'b' }] }]],
    [12, 12, [{ runs: [{ text: 'c' }] }]],
  ])
})

test('a sheet of thousands of cells is two hundred notes', () => {
  const rows = Array.from({ length: 100 }, () => Array.from({ length: 50 }, () => 'x'))
  expect(notesOf(rows, { x: 0, y: 0 }, maker)).toHaveLength(200)
})

test('one line is a text about the point, a long one wraps', () => {
  const placeOf = (words: string) => {
    const [edit] = pastedWords(words, { x: 100, y: 100 }, maker)
    return edit?.type === 'create' && edit.shape.kind === 'text' && [edit.shape.at.x, edit.shape.at.w, edit.shape.wraps]
  }
  expect(placeOf('boats')).toEqual([100, 0, undefined])
  expect(placeOf('boats '.repeat(20))).toEqual([-140, 480, true])
})
