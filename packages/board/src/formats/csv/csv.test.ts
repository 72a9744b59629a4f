import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { plainText } from '@inkbridge/types'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { contextOf, emptyBoard, fileOf } from '../testing/on-board.ts'
import { cellsOf } from './cells.ts'
import { csvReader } from './read-csv.ts'

const tables: readonly (readonly [title: string, text: string, rows: readonly (readonly string[])[]])[] = [
  [
    'commas',
    'a,b\n1,2',
    [
      ['a', 'b'],
      ['1', '2'],
    ],
  ],
  [
    'semicolons, with commas inside',
    'a;b\n1,5;2',
    [
      ['a', 'b'],
      ['1,5', '2'],
    ],
  ],
  [
    'tabs, and Windows line ends',
    'a\tb\r\n1\t2\r\n',
    [
      ['a', 'b'],
      ['1', '2'],
    ],
  ],
  ['quotes with delimiters, quotes and lines', '"a,""b""\nc", d', [['a,"b"\nc', 'd']]],
  ['ragged rows and a blank line', 'a,b,c\n1\n\nx,y', [['a', 'b', 'c'], ['1'], ['x', 'y']]],
  ['comments with continued lines', '# label: x \\\nmore\n# y\na,b', [['a', 'b']]],
  [
    'a quote that is never closed',
    'a,"b\nc,d',
    [
      ['a', '"b'],
      ['c', 'd'],
    ],
  ],
  ['a byte order mark', '\ufeffa,b', [['a', 'b']]],
]

test.each(tables)('cells are parsed: %s', (_, text, rows) => expect(cellsOf(text)).toEqual(rows))

test('a table is boxes in rows and columns, the first row filled', async () => {
  const board = emptyBoard()
  const imported = await csvReader.read(fileOf('a.csv', 'Name;Size\nPier;12'), contextOf(board))
  if (!imported.ok) throw new Error(imported.problem.message)
  board.apply(imported.value.edits)
  expect(board.shapes().map(({ at, text, style }) => [at.x, at.y, text && plainText(text), style.fill])).toEqual([
    [0, 0, 'Name', 'slate'],
    [208, 0, 'Size', 'slate'],
    [0, 88, 'Pier', undefined],
    [208, 88, '12', undefined],
  ])
})

test.each([
  ['', /empty/],
  [`${','.repeat(9_000)}a`, /5,000 cells/],
])('a table without cells or with too many is refused', async (text, reason) => {
  const result = await csvReader.read(fileOf('a.csv', text), contextOf(emptyBoard()))
  expect(result.ok ? '' : result.problem.message).toMatch(reason)
})

test('any text is read or refused: nothing throws', async () => {
  await fc.assert(
    fc.asyncProperty(fc.stringMatching(/^[ab",;\t\n# \\]{0,60}$/), async (text) => {
      const result = await csvReader.read(fileOf('a.csv', text), contextOf(emptyBoard()))
      expect(typeof result.ok).toBe('boolean')
    }),
  )
})

const folder = process.env.INKBRIDGE_CORPUS
const names = folder ? readdirSync(join(folder, 'csv')) : ['INKBRIDGE_CORPUS is not set']

test.skipIf(!folder).each(names)('a table that people have is read: %s', async (name) => {
  const bytes = new Uint8Array(readFileSync(join(folder ?? '', 'csv', name)))
  const board = emptyBoard()
  const result = await csvReader.read(fileOf(name, bytes), contextOf(board))
  if (!result.ok) throw new Error(result.problem.message)
  board.apply(result.value.edits)
  expect(new Set(board.shapes().map(({ at }) => at.x)).size).toBeGreaterThan(1)
})
