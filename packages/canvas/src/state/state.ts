import type { Board } from '@inkbridge/board'
import {
  type Box,
  type Peer,
  type PrincipalId,
  parseBoxedKind,
  type ShapeId,
  type Style,
  type StyleChange,
  widths,
} from '@inkbridge/types'
import type { Offer } from '../paste.ts'
import type { Draft, Matches, Plan, Settings, ToolName, Written } from '../plan/plan.ts'
import { type Scene, search } from '../scene/scene.ts'
import { usualOf } from '../shapes.ts'
import { firstTool, isAllowed, type ToolEntry, type Toolset } from '../tools.ts'
import type { Camera } from '../viewport/viewport.ts'
import { type Facts, factsOf, noFacts } from './facts.ts'
import { fieldsOf, type ShownField } from './fields.ts'
import { makerOf, type NextStyles, nextStyle, noStyles, withNext, withNextLike } from './next-styles.ts'
import { jointStyle } from './styles.ts'
import { groupsIn } from './units.ts'

export type { Facts } from './facts.ts'
export { nextStyle } from './next-styles.ts'
export { pickedFrom, stylesFor, wholeStyle } from './styles.ts'
export { nextUnit, type Units, unitsOf, unitTowards } from './units.ts'

/** The initial camera. */
export const initialCamera: Camera = { x: 0, y: 0, zoom: 1 }

/** The immutable state of an editor. */
export interface EditorState {
  readonly tool: ToolName
  /** The tool stays active after it has made a shape. */
  readonly keepTool: boolean
  /** Of the selection, or of the next shape; null when there is nothing to style. */
  readonly style: Style | null
  /** Which parts of a style the panel offers. */
  readonly styles: readonly (keyof Style)[]
  /** The widths that the panel offers. */
  readonly widths: readonly number[]
  /** Fields of the kinds in the panel: those that all selected shapes have. */
  readonly fields: readonly ShownField[]
  /** Style parts in which the selected shapes differ. */
  readonly mixed: readonly (keyof Style)[]
  readonly selection: readonly ShapeId[]
  /** The group whose members are selected one by one. */
  readonly entered: ShapeId | null
  /** The selected groups. */
  readonly groups: readonly ShapeId[]
  readonly facts: Facts
  readonly settings: Settings
  readonly camera: Camera
  readonly canUndo: boolean
  readonly canRedo: boolean
  readonly empty: boolean
  /** The board has content, but none of it is in view. */
  readonly lost: boolean
  /** Nothing can be changed: by role, or in view mode. */
  readonly readOnly: boolean
  /** View mode. */
  readonly viewing: boolean
  /** The shape whose text is edited here; null: none. */
  readonly writing: Written | null
  /** The offer after a paste; null: none. */
  readonly offer: Offer | null
  /** Search results; null: nothing is searched for. */
  readonly matches: Matches | null
  /** A pointer is drawing, moving or selecting. */
  readonly gesture: boolean
  /** Only a pen draws; fingers move the board. Begins when a pen is first used. */
  readonly penMode: boolean
  /** The person whose view is shown; null: nobody. */
  readonly following: PrincipalId | null
  /** The people who follow this view. */
  readonly followers: readonly PrincipalId[]
}

/** The state with the parts that only the engine needs. */
export interface State extends EditorState {
  /** By role; `readOnly` is also true in view mode. */
  readonly mayEdit: boolean
  readonly nextStyles: NextStyles
  readonly copiedStyle: StyleChange | null
  readonly lastShape: ToolName
  /** The tool to return to after one that is used once. */
  readonly toolBefore: ToolName
  readonly searched: string
  readonly draft: Draft
  readonly cursor: string | null
  readonly peers: readonly Peer[]
  /** Of the scene and of the undo history. */
  readonly revision: number
}

/** What the state depends on besides plans; read only. */
export interface World {
  readonly tools: Toolset
  readonly scene: Pick<Scene, 'get' | 'all' | 'size' | 'hasAny' | 'hasLocked' | 'hasHidden' | 'kinds'>
  readonly board: Pick<Board, 'groupsOf' | 'membersOf' | 'contentsOf' | 'canUndo' | 'canRedo'>
  /** Increases with every change of the scene or of the undo history. */
  readonly revision: number
  readonly camera: Camera
  readonly view: Box
  readonly following: PrincipalId | null
  readonly followers: readonly PrincipalId[]
}

export function initialState(readOnly: boolean, tools: Toolset): State {
  return {
    tool: firstTool(tools, readOnly),
    keepTool: false,
    style: null,
    styles: [],
    widths,
    fields: [],
    mixed: [],
    selection: [],
    entered: null,
    groups: [],
    facts: noFacts,
    settings: { snaps: true, grid: false, wholly: false, jumps: false, paper: null },
    camera: initialCamera,
    canUndo: false,
    canRedo: false,
    empty: true,
    lost: false,
    readOnly,
    viewing: false,
    writing: null,
    offer: null,
    matches: null,
    gesture: false,
    penMode: false,
    following: null,
    followers: [],
    mayEdit: !readOnly,
    nextStyles: noStyles,
    copiedStyle: null,
    lastShape: 'rect',
    toolBefore: 'select',
    searched: '',
    draft: {},
    cursor: null,
    peers: [],
    revision: -1,
  }
}

/** Returns the state after a plan whose edits are applied. The same object if nothing changes. */
export function reduce(before: State, plan: Plan, world: World): State {
  const planned = selected(switched({ ...before, ...valuesOf(plan, before) }, plan, world), plan, world)
  const { revision, camera } = world
  const current = { ...consistent(planned, before, world), revision, camera, ...followed(before, world) }
  const isSameText = before.writing?.id === current.writing?.id
  const isDerived = isSameText && derivedFrom.every((key) => before[key] === current[key])
  const derived = isDerived ? current : { ...current, ...derivedOf(current, world) }
  const next: State = { ...derived, lost: world.scene.size > 0 && !world.scene.hasAny(world.view) }
  return isSame(before, next, []) ? before : next
}

/** Whether subscribers need not be notified: drafts, cursors and peers are only painted. */
export function looksSame(before: State, after: State): boolean {
  return before === after || isSame(before, after, ['draft', 'cursor', 'peers'])
}

type Mutable<Of> = { -readonly [Key in keyof Of]: Of[Key] }

/** Returns the values that a plan sets. */
function valuesOf(plan: Plan, before: State): Partial<State> {
  const { draft, cursor, gesture, keepTool, penMode, peers, viewing, mayEdit, writing, matches, offer } = plan
  const values: Partial<Mutable<State>> = {}
  if (draft) values.draft = draft
  if (cursor !== undefined) values.cursor = cursor
  if (gesture !== undefined) values.gesture = gesture
  if (keepTool !== undefined) values.keepTool = keepTool
  if (penMode !== undefined) values.penMode = penMode
  if (peers) values.peers = peers
  if (viewing !== undefined) values.viewing = viewing
  if (mayEdit !== undefined) values.mayEdit = mayEdit
  if (writing !== undefined) values.writing = writing
  if (offer !== undefined) values.offer = offer
  if (plan.copiedStyle) values.copiedStyle = plan.copiedStyle
  if (plan.settings) values.settings = { ...before.settings, ...plan.settings }
  if (matches !== undefined) {
    values.matches = matches && { all: matches.all, at: matches.at }
    values.searched = matches?.words ?? ''
  }
  return values
}

/** Switches the tool: clears the draft, and the selection unless the tool keeps it. */
function switched(state: State, { tool, style }: Plan, world: World): State {
  const { tools } = world
  const readOnly = state.viewing || !state.mayEdit
  const entry = tool === undefined ? undefined : tools.toolOf(tool)
  const isChosen = entry !== undefined && isAllowed(entry, readOnly)
  const next = isChosen ? chosen({ ...state, readOnly }, entry) : { ...state, readOnly }
  return style ? { ...next, nextStyles: styledNext(next, style, world) } : next
}

/** Applies a style set for the selection to the next shapes. */
function styledNext({ nextStyles, selection, tool }: State, style: StyleChange, { tools, scene }: World): NextStyles {
  const shapes = selection.flatMap((id) => scene.get(id) ?? [])
  if (shapes.length > 0) return withNextLike(nextStyles, shapes, style, { tools: tools.tools, kinds: scene.kinds })
  const entry = tools.toolOf(tool)
  return entry ? withNext(nextStyles, entry, style) : nextStyles
}

function chosen(state: State, { name: tool, keepsSelection }: ToolEntry): State {
  return {
    ...state,
    tool,
    toolBefore: state.tool === tool ? state.toolBefore : state.tool,
    lastShape: parseBoxedKind(tool) ? tool : state.lastShape,
    draft: {},
    cursor: null,
    ...(keepsSelection ? {} : { selection: [], entered: null }),
  }
}

function selected(state: State, { selection, entered }: Plan, { scene, board }: World): State {
  const within = entered === undefined ? state.entered : entered
  if (!selection) return within === state.entered ? state : { ...state, entered: within }
  const there = selection.every((id) => scene.get(id)) ? selection : selection.filter((id) => scene.get(id))
  const isSameOne = there.length === state.selection.length && there.every((id, at) => id === state.selection[at])
  const next = isSameOne ? state.selection : there
  return { ...state, selection: next, entered: within && stillIn(within, next, board) }
}

/** Returns the entered group while the selection is in it and it exists, else null. */
function stillIn(entered: ShapeId, selection: readonly ShapeId[], board: World['board']): ShapeId | null {
  const members = new Set(board.membersOf(entered))
  return members.size > 0 && selection.every((id) => members.has(id)) ? entered : null
}

/** Removes deleted shapes from the state, and updates the positions of search results. */
function consistent(state: State, before: State, { scene, board, revision }: World): State {
  if (revision === before.revision) return state
  const { selection, entered, matches, searched, offer } = state
  const there = selection.every((id) => scene.get(id)) ? selection : selection.filter((id) => scene.get(id))
  const all = matches && search(scene.all(), searched, scene.kinds)
  return {
    ...state,
    selection: there,
    // The paste was undone, or its shapes deleted.
    offer: offer && (offer.made.length === 0 || offer.made.some((id) => scene.get(id))) ? offer : null,
    entered: entered && stillIn(entered, there, board),
    matches: all && { all, at: Math.min(matches?.at ?? 0, Math.max(0, all.length - 1)) },
  }
}

function followed(before: State, { following, followers }: World): Pick<State, 'following' | 'followers'> {
  return { following, followers: followers.join() === before.followers.join() ? before.followers : followers }
}

const derivedFrom = ['revision', 'selection', 'tool', 'entered', 'readOnly', 'nextStyles', 'copiedStyle'] as const

/** Returns the derived parts of the state, except the camera. */
function derivedOf(state: State, world: World) {
  const { selection, tool, readOnly, entered, facts, nextStyles, copiedStyle, writing } = state
  const { scene, board } = world
  // Text fields are shown while text is edited, even if it is still empty.
  const all = selection
    .flatMap((id) => scene.get(id) ?? [])
    .map((shape) => (shape.id === writing?.id ? { ...shape, text: shape.text ?? [] } : shape))
  const shapes = all.filter((shape) => !scene.kinds.of(shape).placeholder)
  const entry = world.tools.toolOf(tool)
  const joint =
    shapes.length > 0
      ? jointStyle(shapes, scene.kinds)
      : {
          style: { ...usualOf(tool, scene.kinds), ...nextStyle(nextStyles, entry) },
          keys: entry?.styles ?? [],
          mixed: [],
        }
  const groups = groupsIn(selection, { scene, groups: board, entered })
  const grouped = groups.reduce((sum, group) => sum + board.membersOf(group).filter((id) => scene.get(id)).length, 0)
  const now = factsOf(all, { readOnly, groups: groups.length, grouped, hasStyle: copiedStyle !== null }, scene)
  return {
    style: readOnly || joint.keys.length === 0 ? null : joint.style,
    styles: joint.keys,
    widths: (shapes[0] ? makerOf(shapes[0], world.tools.tools, scene.kinds) : entry)?.widths ?? widths,
    fields: readOnly ? [] : fieldsOf(shapes, scene.kinds),
    mixed: joint.mixed,
    groups,
    facts: isSame(facts, now, []) ? facts : now,
    canUndo: board.canUndo,
    canRedo: board.canRedo,
    empty: scene.size === 0,
  }
}

function isSame<Of extends object>(before: Of, after: Of, except: readonly (keyof Of)[]): boolean {
  return Object.entries(after).every(
    ([key, value]) => except.includes(key as keyof Of) || before[key as keyof Of] === value,
  )
}
