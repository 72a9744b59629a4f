import type { ShapeId } from '@inkbridge/types'
import type { View } from '../tool.ts'

type Groups = Pick<View, 'groups' | 'entered'>

/** Returns the outermost group of a shape within the entered group; null: the shape is selected alone. */
export function groupOver(id: ShapeId, { groups, entered }: Groups): ShapeId | null {
  const path = groups.groupsOf(id)
  const at = entered === null ? -1 : path.indexOf(entered)
  return path[at < 0 ? path.length - 1 : at - 1] ?? null
}

/** Returns the unit that a click on a shape selects. */
export function unitOf(id: ShapeId, view: Groups): readonly ShapeId[] {
  const group = groupOver(id, view)
  return group === null ? [id] : view.groups.membersOf(group)
}

/** Returns the units of several shapes, without duplicates. */
export function unitsOf(ids: readonly ShapeId[], view: Groups): readonly ShapeId[] {
  return [...new Set(ids.flatMap((id) => unitOf(id, view)))]
}

/** Returns the group that stays entered after a click: the entered one, if the shape is in it. */
export function stillEntered(id: ShapeId, { groups, entered }: Groups): ShapeId | null {
  return entered !== null && groups.groupsOf(id).includes(entered) ? entered : null
}
