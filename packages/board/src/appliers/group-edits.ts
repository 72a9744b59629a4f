import type { ShapeId } from '@inkbridge/types'
import { type Appliers, type EditContext, type EditOf, orderOf, setOrder } from '../edit-context.ts'
import { middleOrder } from '../order.ts'
import { groupKind, isGroup } from '../read.ts'
import { deleteShape } from './shape-edits.ts'

/** Edits that group and ungroup. */
export const groupAppliers: Appliers<'group' | 'ungroup'> = {
  group({ id, members }, context) {
    const { layout } = context
    const existing = members.filter((member) => layout.shapes.has(member))
    if (existing.length < 2 || layout.shapes.has(id)) return
    const parent = commonParent(existing, context)
    layout.shapes.set(id, { kind: groupKind })
    if (parent) setOrder(layout, id, middleOrder, parent)
    for (const member of existing) setOrder(layout, member, orderOf(context, member), id)
  },
  ungroup,
}

/**
 * The innermost group that contains all members, else the frame that contains all of them; null when there is neither.
 */
function commonParent(members: readonly ShapeId[], { groups }: EditContext): ShapeId | null {
  const [first, ...others] = members.map((member) => groups.groupsOf(member))
  const group = first?.find((each) => others.every((path) => path.includes(each)))
  if (group) return group
  const [frame = null, another] = new Set(members.map((member) => groups.frameOf(member)))
  return another === undefined ? frame : null
}

function ungroup({ id }: EditOf<'ungroup'>, context: EditContext): void {
  const { layout, groups } = context
  if (!isGroup(layout.shapes.get(id))) return
  const parent = groups.parentOf(id)
  for (const child of groups.childrenOf(id)) setOrder(layout, child, orderOf(context, child), parent)
  deleteShape(context, id)
}
