import { maxTextLength } from '@inkbridge/types'
import { expect, test } from 'vitest'
import { fitting, isTooLong, sliceOf, wordsIn } from './pasting.ts'
import { schema } from './schema.ts'

test.each([
  ['A\n\nB', 'A\n\nB'],
  ['A\r\n\r\n\r\nB\r\n', 'A\n\n\nB\n'],
  ['', ''],
  ['one\ttwo', 'one | two'],
  ['"first\nsecond"\tB\n"say ""hi"""\t4', 'first second | B\nsay "hi" | 4'],
  ['if\n\tthen', 'if\n then'],
])('%j is pasted and copied line by line', (pasted, copied) => {
  expect(wordsIn(sliceOf(pasted))).toBe(copied)
})

test('an address in pasted text is a link', () => {
  const [paragraph] = sliceOf('see https://example.org, or not').content.content
  expect(paragraph?.content.content.map(({ text, marks }) => [text, marks[0]?.attrs.href])).toEqual([
    ['see ', undefined],
    ['https://example.org', 'https://example.org/'],
    [', or not', undefined],
  ])
})

test('text beyond the maximum length is split off, without cutting a character in two', () => {
  const doc = schema.node('doc', null, [schema.node('paragraph', null, [schema.text('12345')])])
  expect(fitting('short', doc)).toEqual(['short', ''])
  const long = '😀'.repeat(maxTextLength)
  const [fits, rest] = fitting(long, doc)
  expect([fits + rest === long, fits.isWellFormed(), fits.length]).toEqual([true, true, maxTextLength - 6])
  const of = (length: number) =>
    schema.node('doc', null, [schema.node('paragraph', null, [schema.text('x'.repeat(length))])])
  expect([maxTextLength - 1, maxTextLength].map((length) => isTooLong(of(length)))).toEqual([false, true])
})
