import { expect, test } from 'vitest'
import { parseNextPath } from './next-path.ts'

test.each([
  '/',
  '/b/0123456789abcdef',
  '/?new',
  '/b/0123456789abcdef?debug#k=secret',
  '/a//b',
  '/https://evil.example',
  '/ü',
])('signing in leads on to %j', (path) => expect(parseNextPath(path)).toBe(path))

test.each([
  undefined,
  null,
  7,
  ['/b/a'],
  '',
  'b/a',
  '//evil.example',
  '///evil.example',
  '/\\evil.example',
  '\\\\evil.example',
  '/b\\..\\evil',
  'https://evil.example',
  'https:evil.example',
  'javascript:alert(1)',
  ' //evil.example',
  '/\t/evil.example',
  '/\n/evil.example',
  '/\r\n/evil.example',
  '\u0000/b',
  '/\u0085/evil.example',
  `/${'a'.repeat(2_000)}`,
])('signing in leads to the boards instead of %j', (path) => {
  expect(parseNextPath(path)).toBe('/')
  expect(new URL(parseNextPath(path), 'https://ink.example').origin).toBe('https://ink.example')
})
