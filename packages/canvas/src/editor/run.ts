import type { Command, CommandContext, CommandId } from '../commands.ts'
import { chordOf, type Key } from '../input/keyboard.ts'
import { isOffered, type Register } from '../register.ts'
import { isAllowed } from '../tools.ts'
import type { Commits } from './commit.ts'

interface Running {
  readonly register: Register
  readonly commits: Pick<Commits, 'state' | 'dispatch'>
  context(far?: boolean): CommandContext
}

/** Runs a command, if it makes sense now; false: not handled. */
export function runCommand(asked: CommandId | Command, far: boolean, { register, commits, context }: Running): boolean {
  const command = typeof asked === 'string' ? register.commandOf(asked) : asked
  const plan = command && isOffered(command, commits.state.facts) ? command.plan(context(far)) : null
  if (plan) commits.dispatch(plan)
  return plan !== null
}

/** Runs what a key is for. False: nothing that makes sense now, and the key is the page's. */
export function runKey(event: Key, running: Running): boolean {
  const { register, commits } = running
  const shortcut = register.ofKey(chordOf(event))
  if (!shortcut) return false
  if ('commands' in shortcut) return shortcut.commands.some((command) => runCommand(command, event.shiftKey, running))
  const tool = register.toolOf(shortcut.tool)
  if (!tool || !isAllowed(tool, commits.state.readOnly)) return false
  commits.dispatch({ tool: tool.name })
  return true
}
