import { builtInCommands, builtInTools } from '@inkbridge/canvas'
import { expect, test } from 'vitest'
import { en } from '../locale/en.ts'
import type { BoardMessages } from '../locale/languages.ts'
import { createWords } from '../locale/words.ts'
import { findHelp, helpGroups } from './help-entries.ts'

const words = createWords<BoardMessages>('en', en)
const groups = helpGroups({ tools: builtInTools, commands: builtInCommands }, words)

test('every command and every tool with a key is in one group', () => {
  const shown = groups.flatMap(({ name, entries }) => (name === 'writing' || name === 'pointer' ? [] : entries))
  const expected = [
    ...builtInTools.map(({ name, keys }) => [name, keys]),
    ...builtInCommands.map(({ id, keys }) => [id, keys]),
  ]
  expect(shown.map(({ id }) => id).sort()).toEqual(
    expected.flatMap(([id, keys]) => ((keys?.length ?? 0) > 0 ? [String(id)] : [])).sort(),
  )
})

test.each([
  ['undo', [['edit', ['undo']]]],
  ['clone', [['edit', ['duplicate']]]],
  ['rotate', [['arrange', ['turn-right', 'turn-left']]]],
  ['nothing like that', []],
])('%s is found in its group', (typed, expected) => {
  expect(findHelp(groups, typed).map(({ name, entries }) => [name, entries.map(({ id }) => id)])).toEqual(expected)
})

test('a key is found by its sign', () => {
  expect(findHelp(groups, 'F2').flatMap(({ entries }) => entries.map(({ id }) => id))).toEqual(['rename-frame'])
})
