import { parseBoxedKind, type ScreenPoint, type Shape, type ShapeId } from '@inkbridge/types'
import { middleOf } from '../geometry.ts'
import type { Direction, Plan } from '../plan/plan.ts'
import { hasEditableText, isEmptyInside } from '../shapes.ts'
import { type Facts, nextUnit, unitsOf, unitTowards } from '../state/state.ts'
import { groupOver, isIn, placeAround, selectionBoxOf, shapeOf } from '../tools.ts'
import { toWorld } from '../viewport/viewport.ts'
import type { Command, CommandContext } from './command.ts'
import { connectEdit, connectedTo } from './flow.ts'

const inNone = { hiddenIn: ['menu', 'palette'] } as const

export const selecting = [
  {
    id: 'select-all',
    keys: ['Mod+A'],
    group: 'select',
    plan: ({ state: { entered }, scene, groups }) => {
      const inGroup = entered && groups.membersOf(entered).flatMap((id) => scene.get(id) ?? [])
      const free = (inGroup ?? scene.all()).filter(({ locked }) => !locked)
      return { tool: 'select', selection: free.map(({ id }) => id) }
    },
  },
  { id: 'cancel', keys: ['Escape'], group: 'select', ...inNone, plan: planEscape },
  { id: 'enter', keys: ['Enter'], group: 'select', ...inNone, plan: planEnter },
  {
    id: 'select-next',
    keys: ['Tab'],
    group: 'select',
    ...inNone,
    repeats: 'steps',
    plan: (context) =>
      selectedUnit(context, nextUnit(unitsAround(context), context.state.selection, 1, context.scene.kinds)),
  },
  {
    id: 'select-previous',
    keys: ['Shift+Tab'],
    group: 'select',
    ...inNone,
    repeats: 'steps',
    plan: (context) =>
      selectedUnit(context, nextUnit(unitsAround(context), context.state.selection, -1, context.scene.kinds)),
  },
  towards('select-left', 'left', 'Alt+ArrowLeft'),
  towards('select-right', 'right', 'Alt+ArrowRight'),
  towards('select-up', 'up', 'Alt+ArrowUp'),
  towards('select-down', 'down', 'Alt+ArrowDown'),
  {
    id: 'edit-text',
    keys: [],
    group: 'edit',
    when: ({ writable }) => writable,
    edits: true,
    plan: ({ chosen: [only] }) => (only ? { write: { id: only.id, at: 'all' } } : null),
  },
  {
    id: 'connect',
    keys: [],
    group: 'edit',
    when: ({ connectable, locked }) => connectable && locked === 0,
    edits: true,
    plan: ({ chosen: [from, to], newId, styleOf, scene: { kinds } }) =>
      from && to ? { edits: [connectEdit(from, to, newId(), styleOf('arrow'), kinds)] } : null,
  },
  beside('next-left', 'left', ['Mod+ArrowLeft']),
  beside('next-right', 'right', ['Mod+ArrowRight', 'Mod+Enter']),
  beside('next-up', 'up', ['Mod+ArrowUp']),
  beside('next-down', 'down', ['Mod+ArrowDown']),
] as const satisfies readonly Command[]

function towards<Id extends string>(id: Id, direction: Direction, key: string) {
  const plan = (context: CommandContext) => selectedUnit(context, unitIn(context, direction)) ?? {}
  const hiddenIn = ['menu'] as const
  return { id, keys: [key], group: 'select' as const, hiddenIn, repeats: 'steps' as const, plan }
}

function beside<Id extends string>(id: Id, direction: Direction, keys: readonly string[]) {
  return {
    id,
    keys,
    group: 'select' as const,
    when: ({ selected, bindable }: Facts) => selected === 1 && bindable,
    edits: true as const,
    plan: () => ({ beside: direction }),
  }
}

/** Returns the shape that an arrow leads to in a direction, else the nearest one. */
function unitIn(context: CommandContext, direction: Direction): readonly ShapeId[] | null {
  const [only, another] = context.chosen
  const connected = only && !another ? connectedTo(only, direction, context.scene) : null
  return connected
    ? [connected]
    : unitTowards(unitsAround(context), context.state.selection, direction, context.scene.kinds)
}

/** Returns all unlocked units at the current level of groups. */
function unitsAround({ state: { entered }, scene, groups }: CommandContext): readonly (readonly Shape[])[] {
  const ids = entered ? groups.membersOf(entered) : scene.all().map(({ id }) => id)
  const free = ids.filter((id) => !scene.get(id)?.locked)
  return unitsOf(free, { scene, groups, entered }).units
}

/** Selects shapes and brings them into view; null: no shapes. */
function selectedUnit({ state, scene }: CommandContext, ids: readonly ShapeId[] | null): Plan | null {
  if (!ids || ids.length === 0) return null
  const box = scene.box(ids)
  return {
    ...(state.tool === 'select' ? {} : { tool: 'select' }),
    selection: ids,
    ...(box ? { camera: { type: 'reveal', box } } : {}),
  }
}

/** Enter: finishes a line, enters a group, edits a text, or creates a shape in the middle of the view. */
function planEnter(context: CommandContext): Plan | null {
  const { state, begun, chosen } = context
  if (begun) return { end: 'finish', done: true }
  const [group] = context.groupsChosen
  if (group && state.tool === 'select') {
    const within = { ...context, state: { ...state, entered: group } }
    const [first] = unitsAround(within)
    return { ...selectedUnit(within, first?.map(({ id }) => id) ?? null), entered: group }
  }
  const [only, another] = chosen
  if (only && !another && state.tool === 'select' && isWritable(only, context))
    return { write: { id: only.id, at: 'all' } }
  const kind = parseBoxedKind(state.tool)
  if (!kind || state.readOnly) return null
  const at = placeAround(kind, middleOf(context.viewport.viewOf(state.camera)))
  const shape = shapeOf(kind, context.newId(), at, { style: context.styleOf(state.tool) })
  return { edits: [{ type: 'create', shape }], tool: 'select', selection: [shape.id] }
}

function isWritable(shape: Shape, { state, scene }: Pick<CommandContext, 'state' | 'scene'>): boolean {
  return !state.readOnly && !shape.locked && hasEditableText(shape, scene.kinds)
}

/** Escape: leaves one state after the other. */
function planEscape({ state, begun, groups }: CommandContext): Plan {
  const { gesture, following, entered, readOnly, selection } = state
  if (gesture) return { end: 'cancel' }
  if (begun) return { end: 'finish' }
  if (following) return { follow: null }
  if (entered) return { entered: groups.groupsOf(entered)[0] ?? null, selection: groups.membersOf(entered) }
  if (selection.length > 0) return { selection: [] }
  return { tool: readOnly ? 'hand' : 'select' }
}

/** Hit tolerance of the context menu, screen pixels. */
const menuReach = 8

/** Selects the unit under a point of the view, and opens the context menu there. */
export function menuAt(
  menu: ScreenPoint,
  { state, scene, groups }: Pick<CommandContext, 'state' | 'scene' | 'groups'>,
): Plan {
  const { camera, selection, entered } = state
  const [point, reach] = [toWorld(menu, camera), menuReach / camera.zoom]
  const shape = scene.at(point, reach, true)
  const around =
    selection.length > 1
      ? selectionBoxOf(
          selection.flatMap((id) => scene.get(id) ?? []),
          scene.kinds,
        )
      : null
  // Inside a multiple selection the menu is for the selection, as a drag is.
  if (around && isIn(around, point) && (!shape || isEmptyInside(shape, point, reach, scene))) return { menu }
  if (!shape) return { menu, selection: [] }
  if (selection.includes(shape.id)) return { menu }
  const group = shape.locked ? null : groupOver(shape.id, { groups, entered })
  return { menu, tool: 'select', selection: group ? groups.membersOf(group) : [shape.id] }
}

/** Edits the text of a shape, or asks for the name of a frame; null: it cannot be edited. */
export function planWrite(
  id: ShapeId,
  at: ScreenPoint | 'all' | undefined,
  { state, scene }: Pick<CommandContext, 'state' | 'scene'>,
): Plan | null {
  const shape = scene.get(id)
  return shape && isWritable(shape, { state, scene }) ? { write: { id, at } } : null
}
