import { arranging, grouping } from './commands/arrange.ts'
import { clipboard } from './commands/clipboard.ts'
import type { Command } from './commands/command.ts'
import { frames, links } from './commands/frames.ts'
import { history } from './commands/history.ts'
import { order } from './commands/order.ts'
import { selecting } from './commands/selection.ts'
import { toolSettings } from './commands/tools.ts'
import { view } from './commands/view.ts'
import type { HostId } from './tools/name.ts'

export { accepting, deletion, dropping, pasting } from './commands/clipboard.ts'
export type { Command, CommandContext, CommandGroup } from './commands/command.ts'
export { arriving, finding, revealing, stepping } from './commands/find.ts'
export { travelling } from './commands/history.ts'
export { Repeats } from './commands/repeats.ts'
export { menuAt, writing } from './commands/selection.ts'

/** The built-in commands, in the order of menus. */
export const builtInCommands = [
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

/** An id of a command: built-in ones are known by name, those of a host have a dot. */
export type CommandId = (typeof builtInCommands)[number]['id'] | HostId
