import { arranging, grouping } from './commands/arrange-commands.ts'
import { board, copyingAs, library } from './commands/board-commands.ts'
import { clipboard } from './commands/clipboard-commands.ts'
import type { Command } from './commands/command.ts'
import { frames, links } from './commands/frame-commands.ts'
import { history } from './commands/history-commands.ts'
import { images } from './commands/image-commands.ts'
import { order } from './commands/order-commands.ts'
import { selecting } from './commands/selection-commands.ts'
import { toolSettings } from './commands/tool-commands.ts'
import { view } from './commands/view-commands.ts'
import type { HostId } from './plan/plan.ts'

export { type AddedImage, planImages } from './commands/add-images.ts'
export { type AddedPage, planPages } from './commands/add-pages.ts'
export { planDelete, planOffer, planPaste } from './commands/clipboard-commands.ts'
export type { Command, CommandContext, CommandGroup } from './commands/command.ts'
export { planArrival, planMatch, planReveal, planSearch } from './commands/find.ts'
export { nextTo } from './commands/flow.ts'
export { planTravel } from './commands/history-commands.ts'
export { Repeats } from './commands/repeats.ts'
export { menuAt, planWrite } from './commands/selection-commands.ts'

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
  ...images,
  ...library,
  ...toolSettings,
  ...view,
  ...board,
] as const satisfies readonly Command[]

/** An id of a command: built-in ones are known by name, those of a host have a dot. */
export type CommandId = (typeof builtInCommands)[number]['id'] | HostId
