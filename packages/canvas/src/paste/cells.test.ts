import { expect, test } from 'vitest'
import { cellsOf } from './cells.ts'

test.each<readonly [string, string, ReturnType<typeof cellsOf>]>([
  [
    'cells by rows, also empty ones',
    'a\tb\nc\t\n',
    [
      ['a', 'b'],
      ['c', ''],
    ],
  ],
  [
    'a cell in quotes has lines, tabs and quotes of its own',
    '"first\nsecond"\tB1\r\n"say ""hi"""\t"a\tb"\r\n',
    [
      ['first\nsecond', 'B1'],
      ['say "hi"', 'a\tb'],
    ],
  ],
  ['a quote that is not closed, or not at the beginning, is a quote', '5" pipe\t"open\n', [['5" pipe', '"open']]],
  ['words without tabs are no table', 'a\nb', null],
  ['nor are lines that are set in by them', 'if (a) {\n\tb()\n}\n', null],
  ['also where all are', '\tone\n\ttwo\n', null],
])('%s', (_name, text, rows) => {
  expect(cellsOf(text)).toEqual(rows)
})
