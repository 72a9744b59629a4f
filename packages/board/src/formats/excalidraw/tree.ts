import type { Edit, ShapeId } from '@inkbridge/types'
import { type Parents, statedParents } from './kept.ts'
import type { Raw } from './raw.ts'

/** Groups around a shape that a board reads. */
const maxNesting = 32

/** A shape of a drawing, under its id on the board. */
export interface TreeShape {
  readonly id: ShapeId
  readonly element: Raw
}

/** The groups and frames of a drawing as edits, and the parents that each shape has by them. */
export interface Tree {
  readonly edits: readonly Edit[]
  parentsOf(id: ShapeId): Parents
  /** The ids of groups on the board by those of the drawing. */
  readonly groups: ReadonlyMap<string, ShapeId>
}

/** A group with its members: shapes, and groups with two members or more. */
interface Group {
  readonly name: string
  parent: string | null
  depth: number
  readonly members: ShapeId[]
  id: ShapeId | null
  /** The frame that all shapes in it have; undefined until the first is known. */
  frame: ShapeId | null | undefined
}

/**
 * Builds groups and frames. A board has no groups with fewer than two members: their members belong to the group
 * around them. A cycle of groups is cut where it is found.
 */
export function treeOf(
  shapes: readonly TreeShape[],
  frames: ReadonlyMap<string, ShapeId>,
  newGroupId: (name: string) => ShapeId,
): Tree {
  const groups = groupsOf(shapes)
  const frameOf = ({ element, id }: TreeShape) => {
    const frame = frames.get(statedParents(element).frame ?? '') ?? null
    return frame === id ? null : frame
  }
  for (const shape of shapes) {
    const [name] = statedParents(shape.element).groups
    const group = name === undefined ? undefined : groups.get(name)
    group?.members.push(shape.id)
    if (group) group.frame = common(group.frame, frameOf(shape))
  }
  const deepestFirst = [...groups.values()].sort((a, b) => b.depth - a.depth)
  const edits: Edit[] = []
  for (const group of deepestFirst) {
    const parent = group.parent === null ? undefined : groups.get(group.parent)
    if (parent && group.frame !== undefined) parent.frame = common(parent.frame, group.frame)
    if (group.members.length < 2) {
      parent?.members.push(...group.members)
      continue
    }
    group.id = newGroupId(group.name)
    parent?.members.push(group.id)
    edits.push({ type: 'group', id: group.id, members: [...group.members] })
  }
  const parents = new Map(shapes.map((shape) => [shape.id, parentsIn(groups, shape.element, frameOf(shape))]))
  const frameNames = new Map([...frames].map(([name, id]) => [id, name]))
  const placed = new Set<ShapeId>()
  for (const { id } of shapes) {
    const { outermost, frame } = parents.get(id) ?? { outermost: null, frame: null }
    const child = outermost ?? id
    if (frame === null || placed.has(child)) continue
    placed.add(child)
    edits.push({ type: 'parent', id: child, parent: frame })
  }
  return {
    edits,
    groups: new Map(deepestFirst.flatMap(({ name, id }) => (id ? [[name, id] as const] : []))),
    parentsOf(id) {
      const { names = [], frame = null } = parents.get(id) ?? {}
      return { groups: names, frame: frame === null ? null : (frameNames.get(frame) ?? null) }
    },
  }
}

function common(one: ShapeId | null | undefined, other: ShapeId | null): ShapeId | null {
  return one === undefined || one === other ? other : null
}

/** All groups with their parents and depths; those on a cycle have no parent. */
function groupsOf(shapes: readonly TreeShape[]): Map<string, Group> {
  const groups = new Map<string, Group>()
  for (const { element } of shapes) {
    const names = statedParents(element).groups
    names.forEach((name, index) => {
      const parent = names[index + 1] ?? null
      const known = groups.get(name)
      if (known) known.parent ??= parent
      else groups.set(name, { name, parent, depth: -1, members: [], id: null, frame: undefined })
    })
  }
  for (const group of groups.values()) measure(group, groups)
  return groups
}

/** Sets the depth of a group and of those around it, without recursion: files nest as deeply as they like. */
function measure(group: Group, groups: ReadonlyMap<string, Group>): void {
  const path: Group[] = []
  const seen = new Set<Group>()
  let at: Group | undefined = group
  while (at && at.depth < 0 && !seen.has(at)) {
    seen.add(at)
    path.push(at)
    at = at.parent === null ? undefined : groups.get(at.parent)
  }
  const top = path.at(-1)
  if (at && at.depth < 0 && top) top.parent = null
  let depth = at && at.depth >= 0 ? at.depth + 1 : 0
  for (const each of path.reverse()) {
    each.depth = depth
    depth += 1
  }
}

/** The groups that exist around an element, and the frame that it or its outermost group is in. */
function parentsIn(groups: ReadonlyMap<string, Group>, element: Raw, frame: ShapeId | null) {
  const names: string[] = []
  let outermost: Group | null = null
  const [first] = statedParents(element).groups
  for (let at = groups.get(first ?? ''); at; at = groups.get(at.parent ?? '')) {
    if (!at.id) continue
    if (names.length < maxNesting) names.push(at.name)
    outermost = at
  }
  return { names, outermost: outermost?.id ?? null, frame: outermost ? (outermost.frame ?? null) : frame }
}
