import type { Shape, Style, StyleKey } from '@inkbridge/types'
import type { ToolName } from '../plan/plan.ts'
import type { Kinds } from '../shapes.ts'
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
  /** The parts of a style that the tool uses. The value set last, with any tool or for any shape, is that of the next shape of all tools. */
  readonly styles: readonly StyleKey[]
  /** What its first shape looks like, where it is not what all begin with. */
  readonly style?: Partial<Style>
  /** Widths that the style panel offers. Default: those of lines. */
  readonly widths?: readonly number[]
  /** Parts of `styles` that the tool does not share with other tools. */
  readonly own?: readonly StyleKey[]
  /** Whether a shape is one that the tool makes: a style set for it is also that of the next one. Default: the kind has the name of the tool. */
  made?(shape: Shape, kinds: Kinds): boolean
  /** The selection stays when the tool is chosen. */
  readonly keepsSelection?: true
  /** Its shapes are written in: the text editor is loaded when the tool is chosen. */
  readonly writes?: true
}
