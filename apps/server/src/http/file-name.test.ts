import { expect, test } from 'vitest'
import { attachmentOf, fileNameOf } from './file-name.ts'

test('a title is never cut inside a character', () => {
  expect(fileNameOf(`${'a'.repeat(59)}\u{20000}b`)).toBe(`${'a'.repeat(59)}\u{20000}`)
  expect(fileNameOf(`${'a'.repeat(60)}\u{20000}b`)).toBe('a'.repeat(60))
})

test('lone surrogates and symbols are removed from file names', () => {
  expect(['a\ud840', '../../etc', '\r\nSet-Cookie: a', '   ', ''].map(fileNameOf)).toEqual([
    'a',
    'etc',
    'Set-Cookie a',
    'board',
    'board',
  ])
})

test('every name gives a valid header, with an ASCII name and the full one', () => {
  expect(attachmentOf('Grüße 图.png')).toBe(
    `attachment; filename="Gr__e _.png"; filename*=UTF-8''Gr%C3%BC%C3%9Fe%20%E5%9B%BE.png`,
  )
  expect(attachmentOf('a\ud840"\\.png')).toBe(`attachment; filename="a___.png"; filename*=UTF-8''a%EF%BF%BD%22%5C.png`)
})
