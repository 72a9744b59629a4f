import { builtIn, builtInCommands, builtInTools, type Command } from '@inkbridge/canvas'
import { expect, test } from 'vitest'
import { en } from './en.ts'
import { commandLabel, toolLabel } from './labels.ts'
import type { BoardMessages } from './languages.ts'
import { createWords } from './words.ts'

const words = createWords<BoardMessages>('en', en)

test('every built-in tool and command has its text, and there is no other', () => {
  const commands: readonly Command[] = builtInCommands
  const ids = commands.map(({ id }) => /^(convert|paper)-/.exec(id)?.[1] ?? id)
  const expected = [
    ...builtInTools.map(({ name }) => `tool.${name}`),
    ...new Set(ids.map((id) => `command.${id}`)),
    'command.plainPaper',
  ]
  expect(
    Object.keys(en)
      .filter((key) => /^(tool|command)\./.test(key))
      .sort(),
  ).toEqual(expected.sort())
})

test('every field of a built-in kind, and each of its values, has its text', () => {
  const labels = builtIn.flatMap(({ fields = [] }) =>
    fields.flatMap(({ label, options }) => [label, ...options.map((option) => option.label)]),
  )
  expect(labels.map((label) => words.find(`field.${label}`))).toEqual([
    ...['Corners', 'Sharp', 'Soft', 'Round'],
    ...['Shape', 'Rectangle', 'Ellipse'],
  ])
})

test('commands for one kind or colour each have a label with it', () => {
  const labels = ['convert-star', 'paper-plain', 'paper-blue', 'frame-wide', 'undo'].map((id) =>
    commandLabel({ id }, words),
  )
  expect(labels).toEqual(['Change to star', 'Background: plain', 'Background: blue', '16:9 frame', 'Undo'])
})

test('tools and commands of a host have their own labels, or else their names', () => {
  expect([
    toolLabel({ name: 'acme.stamp', label: 'Stamp' }, words),
    toolLabel({ name: 'acme.stamp' }, words),
    commandLabel({ id: 'acme.tint', label: 'Tint red' }, words),
    commandLabel({ id: 'acme.tint' }, words),
    toolLabel({ name: 'pen', label: 'Quill' }, words),
  ]).toEqual(['Stamp', 'acme.stamp', 'Tint red', 'acme.tint', 'Quill'])
})
