import type { Shape, Style, StyleKey } from '@inkbridge/types'
import type { ToolName } from '../plan/plan.ts'
import type { Kinds } from '../shapes.ts'
import type { Tool } from './tool.ts'

/** Groups of tools, in the order of the toolbar. */
export const toolGroups = ['look', 'ink', 'shapes', 'words'] as const

/** A tool as a value: what it does, and how toolbar, command palette and help show it. */
export interface ToolEntry<State = unknown> extends Tool<State> {
  readonly name: ToolName
  /** The label; built-in tools are translated by the interface. */
  readonly label?: string
  /** Keys, as of commands: the first is shown. */
  readonly keys: readonly string[]
  /** Tools of `look` change nothing, and so are available to viewers. */
  readonly group: (typeof toolGroups)[number]
  /** Icon as path data, stroked in a box of 20 by 20. Default: the interface's own. */
  readonly icon?: string
  /** Shares a toolbar place with the tool of this name. */
  readonly under?: ToolName
  /** The same in a narrow view, as on a phone. */
  readonly narrowUnder?: ToolName
  /**
   * The parts of a style that the tool uses. The last value set for any tool or shape applies to the next shape of all
   * tools.
   */
  readonly styles: readonly StyleKey[]
  /** The initial style where it differs from that of all tools. */
  readonly style?: Partial<Style>
  /** Line widths in the style panel. Default: those of lines. */
  readonly widths?: readonly number[]
  /** Parts of `styles` not shared with other tools. */
  readonly own?: readonly StyleKey[]
  /**
   * Whether the tool makes such shapes: a style set for one also applies to the next. Default: the kind has the name of
   * the tool.
   */
  made?(shape: Shape, kinds: Kinds): boolean
  /** Choosing the tool keeps the selection. */
  readonly keepsSelection?: true
  /** Its shapes contain text: choosing the tool preloads the text editor. */
  readonly writes?: true
}
