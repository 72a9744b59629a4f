import { expect, test } from 'vitest'
import type { Command } from '../commands/command.ts'
import { Repeats } from '../commands/repeats.ts'
import { builtInCommands } from '../commands.ts'
import type { Plan } from '../plan/plan.ts'
import { contextWith } from '../testing/command-context.ts'
import { rectAt } from '../testing/script.ts'
import { builtInTools } from '../tools.ts'
import { createRegister } from './register.ts'
import { type Asking, runCommand, runKey } from './run.ts'

const counting: Command = {
  id: 'acme.count',
  label: 'Count',
  keys: ['U'],
  group: 'view',
  plan: ({ chosen, far }) => (chosen.length > 0 ? { ask: far ? 'acme.many' : 'acme.some' } : null),
}

/** Commands on a board of one shape, and the plans that they made. */
function started(given: Omit<Parameters<typeof contextWith>[0], 'shapes'> = {}) {
  const context = contextWith({ shapes: [rectAt('a', 0, 0)], ...given })
  const plans: Plan[] = []
  return {
    plans,
    running: {
      register: createRegister(builtInTools, [...builtInCommands, counting]),
      commits: { state: context.state, dispatch: (plan: unknown) => void plans.push(plan as Plan) },
      repeats: new Repeats(),
      context: ({ far = false }: Asking = {}) => ({ ...context, far }),
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

test('a key that nothing comes of is left to the page: unknown, not handled, not offered, not allowed', () => {
  const { plans, running } = started()
  expect(['j', 'u', 'Delete'].map((name) => runKey(key(name), running))).toEqual([false, false, false])
  const looking = started({ state: { mayEdit: false, readOnly: true, tool: 'hand' } }).running
  expect([runKey(key('r'), looking), runKey(key('h'), looking)]).toEqual([false, true])
  expect(plans).toEqual([])
})

test('a command is run by its id or as it is, far when it is asked to', () => {
  const { plans, running } = started({ selection: ['a'] })
  expect([runCommand('acme.count', { far: true }, running), runCommand(counting, {}, running)]).toEqual([true, true])
  expect(runCommand('acme.unknown', {}, running)).toBe(false)
  expect(plans).toEqual([{ ask: 'acme.many' }, { ask: 'acme.some' }])
})
