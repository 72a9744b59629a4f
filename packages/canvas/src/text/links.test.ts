import { expect, test } from 'vitest'
import { linkedRuns, onlyAddress } from './links.ts'

test.each([
  ['https://example.org/a?b=c', 'https://example.org/a?b=c', 'https://example.org/a?b=c'],
  ['see www.example.org.', 'www.example.org', 'https://www.example.org/'],
  ['(https://example.org/a_(b)), or', 'https://example.org/a_(b)', 'https://example.org/a_(b)'],
  ['write to mailto:rita@example.org!', 'mailto:rita@example.org', 'mailto:rita@example.org'],
])('the address in %s is a link', (line, text, link) => {
  const runs = linkedRuns(line)
  expect(runs.map((run) => run.text).join('')).toBe(line)
  expect(runs.filter((run) => run.link)).toEqual([{ text, link }])
})

test.each(['example', 'https://', 'javascript:alert(1)', 'www.', ''])('%j is not a link', (line) => {
  expect(linkedRuns(line).some(({ link }) => link)).toBe(false)
})

test('a text that is only an address is distinguished from one that contains an address', () => {
  expect(['  https://example.org ', 'see https://example.org'].map(onlyAddress)).toEqual(['https://example.org/', null])
})
