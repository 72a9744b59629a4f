import { frameRecord, type Place, type Shape, type ShapeId } from '@inkbridge/types'
import type { Exported } from '../format.ts'

/** A container, or a shape, in the tree of a board. */
export interface Branch {
  readonly id: ShapeId
  /** Null: a group. */
  readonly shape: Shape | null
  readonly children: Branch[]
}

/** The shapes of a board with the groups and frames around them, bottom to top. */
export function outlineOf({ shapes, groupsOf }: Exported): readonly Branch[] {
  const roots: Branch[] = []
  const branches = new Map<ShapeId, Branch>()
  const known = new Set(shapes.map(({ id }) => id))
  const siblingsIn = (frame: ShapeId | undefined) => (frame === undefined ? roots : branches.get(frame)?.children)
  // Frames first: their contents may be below them.
  for (const shape of shapes) if (frameRecord.is(shape)) branches.set(shape.id, { id: shape.id, shape, children: [] })
  for (const shape of shapes) {
    const branch = branches.get(shape.id) ?? { id: shape.id, shape, children: [] }
    const frame =
      shape.frame !== undefined && known.has(shape.frame) && branches.has(shape.frame) ? shape.frame : undefined
    let siblings = siblingsIn(frame) ?? roots
    for (const group of groupsOf(shape.id).toReversed()) {
      const around = branches.get(group) ?? { id: group, shape: null, children: [] }
      if (!branches.has(group)) {
        branches.set(group, around)
        siblings.push(around)
      }
      siblings = around.children
    }
    siblings.push(branch)
  }
  return roots
}

/** The shapes in a group, those in nested groups included, but not what is in frames; or the shape itself. */
export function shapesIn({ shape, children }: Branch): readonly Shape[] {
  return shape ? [shape] : children.flatMap(shapesIn)
}

/** The places of the shapes in a group. */
export function placesIn(branch: Branch): readonly Place[] {
  return shapesIn(branch).map(({ at }) => at)
}
