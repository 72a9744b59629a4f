import fc from 'fast-check'
import lz from 'lz-string'
import { expect, test } from 'vitest'
import { decompressBase64 } from './lz-string.ts'

test('what LZ-String compressed is decompressed', () => {
  fc.assert(
    fc.property(
      fc.oneof(fc.string({ unit: 'binary', maxLength: 60 }), fc.stringMatching(/^(ab|abc){0,80}$/)),
      (text) => {
        expect(decompressBase64(lz.compressToBase64(text), 10_000)).toBe(text)
      },
    ),
  )
})

test('known texts of lz-string 1.5.0 are decompressed', () => {
  expect(decompressBase64('BIUwNmD2Q===', 100)).toBe('Hello')
  expect(decompressBase64('IY18ZXT5A===', 100)).toBe('a'.repeat(60))
  expect(decompressBase64('Hello', 100)).toBeNull()
})

test('white space is ignored, as in files that wrap lines', () => {
  const lines = lz.compressToBase64('harbour '.repeat(40)).replace(/.{10}/g, '$&\n\n')
  expect(decompressBase64(lines, 1_000)).toBe('harbour '.repeat(40))
})

test('a text that becomes longer than the limit is refused', () => {
  const bomb = lz.compressToBase64('a'.repeat(100_000))
  expect(bomb.length).toBeLessThan(2_000)
  expect(decompressBase64(bomb, 99_999)).toBeNull()
  expect(decompressBase64(bomb, 100_000)).toHaveLength(100_000)
})

test.each(['%%', 'AAAA', 'Q', '////', 'harbour'])(
  'any other text is refused, or decompressed to something: %s',
  (text) => {
    expect(['string', 'object']).toContain(typeof decompressBase64(text, 100))
  },
)
