import { expect, test } from 'vitest'
import type { Command } from '../commands/command.ts'
import { Repeats } from '../commands/repeats.ts'
import { builtInCommands } from '../commands.ts'
import type { Plan } from '../plan/plan.ts'
import { contextWith } from '../testing/command-context.ts'
import { rectAt } from '../testing/script.ts'
import { builtInTools } from '../tools.ts'
import { createRegister } from './register.ts'
import { type Invocation, runCommand, runKey } from './run.ts'

const counting: Command = {
  id: 'acme.count',
  label: 'Count',
  keys: ['U'],
  group: 'view',
  plan: ({ chosen, far }) => (chosen.length > 0 ? { ask: far ? 'acme.many' : 'acme.some' } : null),
}

/** Runs commands on a board of one shape. Returns the plans they made. */
function started(given: Omit<Parameters<typeof contextWith>[0], 'shapes'> = {}) {
  const context = contextWith({ shapes: [rectAt('a', 0, 0)], ...given })
  const plans: Plan[] = []
  return {
    plans,
    running: {
      register: createRegister(builtInTools, [...builtInCommands, counting]),
      commits: { state: context.state, dispatch: (plan: unknown) => void plans.push(plan as Plan) },
      repeats: new Repeats(),
      context: ({ far = false }: Invocation = {}) => ({ ...context, far }),
    },
  }
}

function key(key: string, modifiers = {}) {
  return {
    key,
    code: `Key${key.toUpperCase()}`,
    ctrlKey: false,
    metaKey: false,
    shiftKey: false,
    altKey: false,
    repeat: false,
    ...modifiers,
  }
}

test('a key chooses its tool, and runs its command', () => {
  const { plans, running } = started({ selection: ['a'] })
  expect([runKey(key('r'), running), runKey(key('u'), running)]).toEqual([true, true])
  expect(plans).toEqual([{ tool: 'rect' }, { ask: 'acme.some' }])
})

test('a key without effect is left to the page: unknown, not handled, not available, not allowed', () => {
  const { plans, running } = started()
  expect(['j', 'u', 'Delete'].map((name) => runKey(key(name), running))).toEqual([false, false, false])
  const looking = started({ state: { mayEdit: false, readOnly: true, tool: 'hand' } }).running
  expect([runKey(key('r'), looking), runKey(key('h'), looking)]).toEqual([false, true])
  expect(plans).toEqual([])
})

test('a command is run by its id or as an object, with large steps on request', () => {
  const { plans, running } = started({ selection: ['a'] })
  expect([runCommand('acme.count', { far: true }, running), runCommand(counting, {}, running)]).toEqual([true, true])
  expect(runCommand('acme.unknown', {}, running)).toBe(false)
  expect(plans).toEqual([{ ask: 'acme.many' }, { ask: 'acme.some' }])
})
