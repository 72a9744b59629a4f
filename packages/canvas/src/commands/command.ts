import type { Edit, Shape } from '@inkbridge/types'
import type { CommandContext } from '../editor/context.ts'
import type { Facts } from '../editor/facts.ts'
import type { Asked, Plan } from '../editor/plan.ts'
import type { EditorState } from '../editor/state.ts'

export type { CommandContext } from '../editor/context.ts'

/** What belongs together in menus and help. */
const groups = [
  'history',
  'edit',
  'copy-as',
  'group',
  'order',
  'align',
  'flip',
  'convert',
  'frame',
  'link',
  'paper',
  'move',
  'select',
  'view',
  'board',
  'help',
] as const
export type CommandGroup = (typeof groups)[number]

/** What a person can do by a key, a menu or the command palette. */
export interface Command {
  readonly id: string
  /** What the interface calls it; it has words of its own for a built-in command. */
  readonly label?: string
  /** `Mod` is Ctrl, or Cmd on a Mac; the first is shown. */
  readonly keys: readonly string[]
  readonly group: CommandGroup
  /** Whether it does anything now; without it, always. */
  when?(facts: Facts): boolean
  /** It changes the board: not offered where nothing can be edited. */
  readonly edits?: true
  /** Whether it is on, for one that switches something on and off. */
  isOn?(state: Pick<EditorState, 'settings' | 'keepTool' | 'viewing'>): boolean
  /** The browser reports its keys by an event of its own. */
  readonly native?: true
  /** A command with the same keys, which is never offered together with this one. */
  readonly keysOf?: string
  /** What a held key does again: a step each time, or one undo step for all. Without it, it acts once. */
  readonly repeats?: 'steps' | 'one-step'
  /** Where it is of no use. */
  readonly hiddenIn?: readonly ('menu' | 'palette')[]
  /** Null: not handled, and a key goes on to the page. */
  plan(context: CommandContext): Plan | null
}

/** Something is selected. */
export const some = ({ selected }: Facts) => selected > 0
/** Something that is not locked is selected. */
export const free = ({ selected, locked }: Facts) => selected > locked

/** A command for the interface around the canvas. */
export function asking<Id extends Asked>(id: Id, keys: readonly string[], group: CommandGroup) {
  return { id, keys, group, plan: () => ({ ask: id }) }
}

/** Edits of each shape that is selected. */
export function eachChosen({ chosen }: CommandContext, edit: (shape: Shape) => Edit): Plan {
  return { edits: chosen.map(edit) }
}
