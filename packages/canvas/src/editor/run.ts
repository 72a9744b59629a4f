import type { ScreenPoint } from '@inkbridge/types'
import type { Command, CommandContext, CommandId, Repeats } from '../commands.ts'
import { chordsOf, type Key } from '../input.ts'
import { isAllowed } from '../tools.ts'
import type { Commits } from './commit.ts'
import { isOffered, type Register } from './register.ts'

/** How a command was invoked. */
export interface Invocation {
  /** Shift was held. */
  readonly far?: boolean
  /** The key is held and repeats. */
  readonly isRepeat?: boolean
  /** Position of the context menu it was chosen from, CSS pixels of the view. */
  readonly at?: ScreenPoint | undefined
}

interface Running {
  readonly register: Register
  readonly commits: Pick<Commits, 'state' | 'dispatch'>
  readonly repeats: Repeats
  context(how?: Invocation): CommandContext
}

/** Runs a command if it is available. Returns false if not handled. */
export function runCommand(asked: CommandId | Command, how: Invocation, running: Running): boolean {
  const { register, commits, repeats, context } = running
  const command = typeof asked === 'string' ? register.commandOf(asked) : asked
  if (!command || !isOffered(command, commits.state.facts)) return false
  const plan = repeats.planOf(command, context(how), how.isRepeat ?? false)
  if (plan) commits.dispatch(plan)
  return plan !== null
}

/** Runs the command or tool of a key. Returns false if none is available: the key is left to the page. */
export function runKey(event: Key & Pick<KeyboardEvent, 'repeat'>, running: Running): boolean {
  const { register, commits } = running
  const shortcut = register.ofKeys(chordsOf(event))
  if (!shortcut) return false
  const how = { far: event.shiftKey, isRepeat: event.repeat }
  if ('commands' in shortcut) return shortcut.commands.some((command) => runCommand(command, how, running))
  const tool = register.toolOf(shortcut.tool)
  if (!tool || !isAllowed(tool, commits.state.readOnly)) return false
  if (!event.repeat) commits.dispatch({ tool: tool.name })
  return true
}
