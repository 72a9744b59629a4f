import type { Style } from '@inkbridge/types'
import type { ToolName } from './name.ts'
import type { Tool } from './tool.ts'

/** In the order of the toolbar. */
export const toolGroups = ['look', 'ink', 'shapes', 'words'] as const

/** A tool as a value: what it does, and how toolbar, command palette and help show it. */
export interface ToolEntry<State = unknown> extends Tool<State> {
  readonly name: ToolName
  /** What the interface calls it; it has words of its own for a built-in tool. */
  readonly label?: string
  /** As in the lists of commands: the first is shown. */
  readonly keys: readonly string[]
  /** Those of `look` change nothing on the board: they are for viewers, too. */
  readonly group: (typeof toolGroups)[number]
  /** Path data of its icon, drawn as a line in a box of 20 by 20; without it the interface has one of its own. */
  readonly icon?: string
  /** Shares a place in the toolbar with the tool of this name, and comes with a second click there. */
  readonly under?: ToolName
  /** The same where the board is as narrow as a phone. */
  readonly narrowUnder?: ToolName
  /** What of a style the tool uses. */
  readonly styles: readonly (keyof Style)[]
  /** What its first shape looks like, where it is not what all begin with. */
  readonly style?: Style
  /** The selection stays when the tool is chosen. */
  readonly keepsSelection?: true
  /** Its shapes are written in: the text editor is loaded when the tool is chosen. */
  readonly writes?: true
}
