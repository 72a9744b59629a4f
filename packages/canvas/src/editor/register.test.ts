import { expect, test } from 'vitest'
import type { Command } from '../commands/command.ts'
import { builtInCommands } from '../commands.ts'
import { contextWith } from '../testing/command-context.ts'
import { rectAt } from '../testing/script.ts'
import type { ToolEntry } from '../tools/entry.ts'
import { families } from '../tools/toolset.ts'
import { builtInTools } from '../tools.ts'
import { createRegister } from './register.ts'

const stamp: ToolEntry = {
  name: 'acme.stamp',
  label: 'Stamp',
  keys: ['Shift+S'],
  group: 'ink',
  styles: [],
  cursor: 'crosshair',
  idle: null,
  next: (state) => ({ state }),
}

const tint: Command = {
  id: 'acme.tint',
  label: 'Tint red',
  keys: ['Alt+T'],
  group: 'edit',
  when: ({ selected }) => selected > 0,
  plan: ({ chosen }) => (chosen.length > 0 ? { style: { color: 'red' } } : null),
}

test('the built-in lists have no clash', () => {
  expect(() => createRegister(builtInTools, builtInCommands)).not.toThrow()
})

test('a host adds a tool and a command: both have their keys, and the tool is in its group', () => {
  const { tools, ofKeys, toolOf, commandOf } = createRegister([...builtInTools, stamp], [...builtInCommands, tint])
  expect(tools.filter(({ group }) => group === 'ink').at(-1)).toBe(stamp)
  expect([ofKeys(['+', 'Shift+S', 'Alt+T']), ofKeys(['Alt+T']), ofKeys(['Mod+Alt+J'])]).toEqual([
    { tool: 'acme.stamp' },
    { commands: [tint] },
    null,
  ])
  expect([toolOf('acme.stamp'), commandOf('acme.tint')]).toEqual([stamp, tint])
})

test('a command of a host gets the same context as built-in ones, and plans or leaves the key to the page', () => {
  expect(tint.plan(contextWith({ shapes: [rectAt('a', 0, 0)], selection: ['a'] }))).toEqual({ style: { color: 'red' } })
  expect(tint.plan(contextWith({}))).toBeNull()
})

test.each<readonly [string, readonly ToolEntry[], readonly Command[], string]>([
  ['a name of two tools', [...builtInTools, stamp, { ...stamp }], [], 'Two tools are called "acme.stamp".'],
  ['an id of two commands', builtInTools, [tint, { ...tint }], 'Two commands are called "acme.tint".'],
  ['a list without the hand', builtInTools.filter(({ name }) => name !== 'hand'), [], 'lacks "hand"'],
  [
    'a key of two tools',
    [...builtInTools, { ...stamp, keys: ['D'] }],
    [],
    'The key D is that of the tool "pen" and the tool "acme.stamp".',
  ],
  [
    'a key of a command and a tool',
    builtInTools,
    [{ ...tint, keys: ['R'] }],
    'The key R is that of the command "acme.tint" and the tool "rect".',
  ],
  [
    'a key of two commands',
    builtInTools,
    [...builtInCommands, { ...tint, keys: ['Mod+Z'] }],
    'The key Mod+Z is that of the command "undo" and the command "acme.tint".',
  ],
])('%s is an error that names the clash', (_name, tools, commands, message) => {
  expect(() => createRegister(tools, commands)).toThrow(message)
})

test('tools share places in the toolbar, fewer in a narrow view', () => {
  const named = (narrow: boolean) =>
    families([...builtInTools, { ...stamp, narrowUnder: 'pen' }], narrow).map(([first]) => first?.name)
  expect(named(true)).toEqual(['select', 'pen', 'eraser', 'rect', 'arrow', 'text', 'note'])
  expect(named(false)).toContain('acme.stamp')
  const withoutArrow = builtInTools.filter(({ name }) => name !== 'arrow')
  expect(families(withoutArrow, false).map(([first]) => first?.name)).toContain('line')
})
