import { arranging, grouping } from './commands/arrange-commands.ts'
import { board, copyingAs } from './commands/board-commands.ts'
import { clipboard } from './commands/clipboard-commands.ts'
import type { Command } from './commands/command.ts'
import { frames, links } from './commands/frame-commands.ts'
import { history } from './commands/history-commands.ts'
import { order } from './commands/order-commands.ts'
import { selecting } from './commands/selection-commands.ts'
import { toolSettings } from './commands/tool-commands.ts'
import { view } from './commands/view-commands.ts'
import type { HostId } from './plan/plan.ts'

export { accepting, deletion, dropping, pasting } from './commands/clipboard-commands.ts'
export type { Command, CommandContext, CommandGroup } from './commands/command.ts'
export { arriving, finding, revealing, stepping } from './commands/find.ts'
export { nextTo } from './commands/flow.ts'
export { travelling } from './commands/history-commands.ts'
export { Repeats } from './commands/repeats.ts'
export { menuAt, writing } from './commands/selection-commands.ts'

/** The built-in commands, in the order of menus. */
export const builtInCommands = [
  ...history,
  ...clipboard,
  ...copyingAs,
  ...grouping,
  ...selecting,
  ...order,
  ...arranging,
  ...frames,
  ...links,
  ...toolSettings,
  ...view,
  ...board,
] as const satisfies readonly Command[]

/** An id of a command: built-in ones are known by name, those of a host have a dot. */
export type CommandId = (typeof builtInCommands)[number]['id'] | HostId
