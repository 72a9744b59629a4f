import type { Board } from '@inkbridge/board'
import type { Edit, Shape, ShapeId, Style, WorldPoint } from '@inkbridge/types'
import type { Plan, ToolName, UiRequest } from '../plan/plan.ts'
import type { Scene } from '../scene/scene.ts'
import type { Attribution } from '../shapes.ts'
import type { EditorState, Facts, State, Units } from '../state/state.ts'
import type { Viewport } from '../viewport/viewport.ts'

/** Groups of commands in menus and help. */
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
  'image',
  'insert',
  'library',
  'link',
  'paper',
  'move',
  'select',
  'view',
  'board',
  'help',
] as const
export type CommandGroup = (typeof groups)[number]

/** The part of the editor that commands plan from. */
export interface CommandContext extends Omit<Units, 'groups'> {
  /** The selected groups. */
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
    | 'linesBoundTo'
    | 'within'
    | 'boundsOf'
    | 'lowestOrder'
    | 'kinds'
  >
  readonly groups: Pick<Board, 'groupsOf' | 'membersOf' | 'contentsOf'>
  readonly viewport: Pick<Viewport, 'size' | 'viewOf' | 'zoomed' | 'zoomOf'>
  /** Where the context menu was opened, else the position of the pointer; null: not over the board. */
  readonly pointer: WorldPoint | null
  /** Shift is held: larger steps. */
  readonly far: boolean
  /** The tool has begun something that continues without a pressed pointer, such as a line of clicks. */
  readonly begun: boolean
  styleOf(tool: ToolName): Style
  attribution(): Attribution
  newId(): ShapeId
}

/** An action that is invoked by a key, a menu or the command palette. */
export interface Command {
  readonly id: string
  /** The label; built-in commands are translated by the interface. */
  readonly label?: string
  /** `Mod` is Ctrl, or Cmd on a Mac; the first is shown. */
  readonly keys: readonly string[]
  readonly group: CommandGroup
  /** Whether it is available; default: always. */
  when?(facts: Facts): boolean
  /** It changes the board: not available without the right to edit. */
  readonly edits?: true
  /** For a toggle: whether it is on. */
  isOn?(state: Pick<EditorState, 'settings' | 'keepTool' | 'viewing'>): boolean
  /** Its keys are handled through a browser event, such as `copy`. */
  readonly native?: true
  /** A command with the same keys that is never available at the same time. */
  readonly keysOf?: string
  /** Effect of a held key: repeat in separate undo steps, or in one. Default: no repetition. */
  readonly repeats?: 'steps' | 'one-step'
  /** Where it is not listed. */
  readonly hiddenIn?: readonly ('menu' | 'palette')[]
  /** Returns null if not handled: a key is then left to the page. */
  plan(context: CommandContext): Plan | null
}

/** True if anything is selected. */
export const some = ({ selected }: Facts) => selected > 0
/** True if anything unlocked is selected. */
export const free = ({ selected, locked }: Facts) => selected > locked

/** Returns a command that is carried out by the interface. */
export function uiCommand<Id extends UiRequest>(id: Id, keys: readonly string[], group: CommandGroup) {
  return { id, keys, group, plan: () => ({ ask: id }) }
}

/** Returns a plan with an edit of each selected shape. */
export function eachChosen({ chosen }: CommandContext, edit: (shape: Shape) => Edit): Plan {
  return { edits: chosen.map(edit) }
}
