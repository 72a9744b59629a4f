import { arranging, grouping } from './commands/arrange.ts'
import { clipboard } from './commands/clipboard.ts'
import type { Command } from './commands/command.ts'
import { frames, links } from './commands/frames.ts'
import { history } from './commands/history.ts'
import { order } from './commands/order.ts'
import { selecting } from './commands/selection.ts'
import { toolSettings } from './commands/tools.ts'
import { view } from './commands/view.ts'
import type { Facts } from './editor/facts.ts'

export { deletion, pasting } from './commands/clipboard.ts'
export type { Command, CommandContext, CommandGroup } from './commands/command.ts'
export { finding, stepping } from './commands/find.ts'
export { menuAt, writing } from './commands/selection.ts'

/** All commands, in the order of menus: shortcuts, menus, command palette and help read this list. */
export const commands = [
  ...history,
  ...clipboard,
  ...grouping,
  ...selecting,
  ...order,
  ...arranging,
  ...frames,
  ...links,
  ...toolSettings,
  ...view,
] as const satisfies readonly Command[]

export type CommandId = (typeof commands)[number]['id']

/** Whether a command does anything now. */
export function isOffered({ when, edits }: Command, facts: Facts): boolean {
  return !(edits && facts.readOnly) && (when?.(facts) ?? true)
}

/** The command of an id that may come from elsewhere; undefined: there is none. */
export function commandOf(id: string): Command | undefined {
  const all: readonly Command[] = commands
  return all.find((command) => command.id === id)
}
