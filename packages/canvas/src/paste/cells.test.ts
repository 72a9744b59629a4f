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
  ['an unclosed quote, or one not at the start, is a character', '5" pipe\t"open\n', [['5" pipe', '"open']]],
  ['text without tabs is not a table', 'a\nb', null],
  ['nor are indented lines', 'if (a) {\n\tb()\n}\n', null],
  ['also if all are', '\tone\n\ttwo\n', null],
])('%s', (_name, text, rows) => {
  expect(cellsOf(text)).toEqual(rows)
})
