import type { Board } from '@inkbridge/board'
import type { Edit, Shape, ShapeId, Style, WorldPoint } from '@inkbridge/types'
import type { Asked, Plan, ToolName } from '../plan/plan.ts'
import type { Scene } from '../scene/scene.ts'
import type { Signed } from '../shapes.ts'
import type { EditorState, Facts, State, Units } from '../state/state.ts'
import type { Viewport } from '../viewport/viewport.ts'

/** Commands that belong together in menus and help. */
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

/** The view of the editor that a command plans from. */
export interface CommandContext extends Omit<Units, 'groups'> {
  /** The groups that are selected, as such. */
  readonly groupsChosen: readonly ShapeId[]
  readonly state: State
  readonly scene: Pick<
    Scene,
    | 'get'
    | 'at'
    | 'all'
    | 'layout'
    | 'frameAt'
    | 'box'
    | 'inBox'
    | 'locked'
    | 'hidden'
    | 'holding'
    | 'within'
    | 'boundsOf'
    | 'lowestOrder'
    | 'kinds'
  >
  readonly groups: Pick<Board, 'groupsOf' | 'membersOf' | 'contentsOf'>
  readonly viewport: Pick<Viewport, 'size' | 'viewOf' | 'zoomed' | 'zoomOf'>
  /** Where a menu was opened that this was chosen from, else where the pointer is; null: not over the board. */
  readonly pointer: WorldPoint | null
  /** Shift was held: a long step. */
  readonly far: boolean
  /** The tool has begun something that goes on while nothing is pressed. */
  readonly begun: boolean
  styleOf(tool: ToolName): Style
  signed(): Signed
  newId(): ShapeId
}

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
