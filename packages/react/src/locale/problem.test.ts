import { expect, test } from 'vitest'
import { ApiProblem } from '../api.ts'
import { de } from './de.ts'
import { en } from './en.ts'
import type { BoardMessages } from './languages.ts'
import { problemText, refusalText } from './problem.ts'
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

test('an end of a connection without a reason has a text of its own', () => {
  expect(refusalText(null, english)).toBe(en['stopped.ended'])
})
