import { expect, test } from 'vitest'
import { ApiProblem } from '../api.ts'
import { de } from './de.ts'
import { en } from './en.ts'
import type { BoardMessages } from './languages.ts'
import { problemText, refusalText, refusedFileText } from './problem.ts'
import { createWords } from './words.ts'

const english = createWords<BoardMessages>('en', en)
const german = createWords<BoardMessages>('de', de)

test('an error of the API is described in the language of the interface, not by the message of the server', () => {
  const problem = new ApiProblem(0, { code: 'unreachable', message: 'fetch failed' })
  expect([problemText(problem, english), problemText(problem, german)]).toEqual([
    en['error.unreachable'],
    de['error.unreachable'],
  ])
})

test('an error of another kind is described by its own message', () => {
  expect([problemText(new Error('disk full'), english), problemText('no', english)]).toEqual(['disk full', 'no'])
})

test('the end of a connection without a reason has its own text', () => {
  expect(refusalText(null, english)).toBe(en['stopped.ended'])
})

const damaged = { code: 4422, reason: 'damaged-file', message: 'This table is empty. Nothing was changed.' } as const

test('a file that is refused is described in the language of the interface, in English as by its reader', () => {
  expect([refusedFileText('csv', damaged, english), refusedFileText('csv', damaged, german)]).toEqual([
    damaged.message,
    de['import.refused.damaged-file'],
  ])
})

const neverRead = ['drawio', 'gliffy', 'jsoncanvas', 'miro', 'figjam', 'visio', 'pdf']

test.each(neverRead)('files of %s, which are never read, have a text', (format) => {
  const texts = [english, german].map((words) => refusedFileText(format, damaged, words))
  expect(texts.filter((text) => text === damaged.message || text === de['import.refused.damaged-file'])).toEqual([])
})
