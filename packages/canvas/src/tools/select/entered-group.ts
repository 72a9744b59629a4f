import type { ShapeId } from '@inkbridge/types'
import type { View } from '../tool.ts'

type Groups = Pick<View, 'groups' | 'entered'>

/** The group that is taken as one with a shape, in the group that is entered; null: the shape is taken alone. */
export function groupOver(id: ShapeId, { groups, entered }: Groups): ShapeId | null {
  const path = groups.groupsOf(id)
  const at = entered === null ? -1 : path.indexOf(entered)
  return path[at < 0 ? path.length - 1 : at - 1] ?? null
}

/** What a click on a shape selects: all that moves with it. */
export function unitOf(id: ShapeId, view: Groups): readonly ShapeId[] {
  const group = groupOver(id, view)
  return group === null ? [id] : view.groups.membersOf(group)
}

/** The same for several shapes, each once. */
export function unitsOf(ids: readonly ShapeId[], view: Groups): readonly ShapeId[] {
  return [...new Set(ids.flatMap((id) => unitOf(id, view)))]
}

/** The group that stays entered when this is clicked on: the one entered, if the shape is in it. */
export function stillEntered(id: ShapeId, { groups, entered }: Groups): ShapeId | null {
  return entered !== null && groups.groupsOf(id).includes(entered) ? entered : null
}
