import type { Board } from '@inkbridge/board'
import { type PrincipalId, parseBoxedKind, type Shape, type ShapeId, type Style } from '@inkbridge/types'
import type { Facts, Settings } from './actions.ts'
import type { Camera } from './camera.ts'
import type { Scene } from './scene.ts'
import type { Found } from './search.ts'
import { canBeHeld } from './shapes.ts'
import { mixedKeys, styleKeysOf, styleOf, type ToolStyles } from './styles.ts'
import type { Written } from './text/writing.ts'
import { type ToolName, tools } from './tools.ts'
import { groupsIn } from './units.ts'

/** Where everybody begins. */
export const home: Camera = { x: 0, y: 0, zoom: 1 }

/** A new object whenever something in it changed. */
export interface EditorState {
  readonly tool: ToolName
  /** The tool stays after it has made a shape. */
  readonly keepTool: boolean
  /** Of the selection, or of the next shape; null when there is nothing to style. */
  readonly style: Style | null
  /** Which parts of a style the panel offers. */
  readonly styles: readonly (keyof Style)[]
  /** On which the selection differs. */
  readonly mixed: readonly (keyof Style)[]
  readonly selection: readonly ShapeId[]
  /** The group whose members are taken one by one. */
  readonly entered: ShapeId | null
  /** Groups that are selected, as such. */
  readonly groups: readonly ShapeId[]
  /** What decides which actions make sense. */
  readonly facts: Facts
  readonly settings: Settings
  readonly camera: Camera
  readonly canUndo: boolean
  readonly canRedo: boolean
  readonly empty: boolean
  /** There is something on the board, and nothing of it is in view. */
  readonly lost: boolean
  /** Nothing can be changed: by role, or because one chose only to look. */
  readonly readOnly: boolean
  /** Who may edit chose only to look. */
  readonly viewing: boolean
  /** The shape that is written in here; null: none. */
  readonly writing: Written | null
  /** What was looked for, and which of it is shown; null: nothing is. */
  readonly found: { readonly all: readonly Found[]; readonly at: number } | null
  /** A pointer is drawing, moving or selecting. */
  readonly gesture: boolean
  /** Only a pen draws; fingers move the board. Begins when a pen is first used. */
  readonly penMode: boolean
  /** Whose view is shown; null: one's own. */
  readonly following: PrincipalId | null
  /** Who shows one's own view. */
  readonly followers: readonly PrincipalId[]
}

/** Of a board with nothing on it. */
export const noFacts: Facts = {
  readOnly: false,
  selected: 0,
  locked: 0,
  boxed: 0,
  linked: 0,
  units: 0,
  groups: 0,
  anyLocked: false,
  anyHidden: false,
  style: false,
  frames: 0,
  holdable: false,
}

export function stateAtFirst(tool: ToolName, readOnly: boolean, { size }: Scene): EditorState {
  return {
    tool,
    keepTool: false,
    style: null,
    styles: [],
    mixed: [],
    selection: [],
    entered: null,
    groups: [],
    facts: noFacts,
    settings: { snaps: true, grid: false, wholly: false, paper: null },
    camera: home,
    canUndo: false,
    canRedo: false,
    empty: size === 0,
    lost: false,
    readOnly,
    viewing: false,
    writing: null,
    found: null,
    gesture: false,
    penMode: false,
    following: null,
    followers: [],
  }
}

/** What of the state follows from the rest, but for where one looks. */
export function derivedOf(
  { selection, tool, readOnly, entered, facts }: EditorState,
  scene: Scene,
  board: Board,
  toolStyles: ToolStyles,
  hasStyle: boolean,
): Partial<EditorState> {
  const shapes = selection.flatMap((id) => scene.get(id) ?? []).filter(({ kind }) => kind !== 'unknown')
  const offered = shapes.length > 0 ? styleKeysOf(shapes) : (tools.find(({ name }) => name === tool)?.styles ?? [])
  const style = shapes.length > 0 ? styleOf(shapes) : toolStyles.of(tool)
  const groups = groupsIn(selection, { scene, groups: board, entered })
  const grouped = groups.reduce((sum, group) => sum + board.membersOf(group).filter((id) => scene.get(id)).length, 0)
  const all = selection.flatMap((id) => scene.get(id) ?? [])
  const count = (test: (shape: Shape) => unknown) => all.reduce((sum, shape) => sum + (test(shape) ? 1 : 0), 0)
  const now: Facts = {
    readOnly,
    selected: all.length,
    locked: count(({ locked }) => locked),
    boxed: count(({ kind }) => parseBoxedKind(kind)),
    linked: count(({ link }) => link),
    units: all.length - grouped + groups.length,
    groups: groups.length,
    anyLocked: scene.hasLocked,
    anyHidden: scene.hasHidden,
    style: hasStyle,
    frames: count(({ kind }) => kind === 'frame'),
    holdable: all.length === 1 && all.every(canBeHeld),
  }
  return {
    style: readOnly || offered.length === 0 ? null : style,
    styles: offered,
    mixed: mixedKeys(shapes),
    groups,
    facts: sameOr(facts, now),
    canUndo: board.canUndo,
    canRedo: board.canRedo,
    empty: scene.size === 0,
  }
}

/** The one before, if nothing in it changed: who observes it need not look again. */
function sameOr(before: Facts, after: Facts): Facts {
  return Object.entries(after).every(([key, value]) => before[key as keyof Facts] === value) ? before : after
}
