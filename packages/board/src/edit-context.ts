import type { Edit, RecordKind, RecordKinds, Shape, ShapeId } from '@inkbridge/types'
import type { Groups } from './groups.ts'
import type { Layout } from './layout.ts'
import type { Pen } from './live-strokes.ts'
import { middleOrder } from './order.ts'
import { isPlainRecord } from './plain.ts'
import { type CreatedShape, kindUnder, readCreated, readOrder } from './read.ts'

/** The data an applier reads and writes: the document, and the shapes as they were before the transaction. */
export interface EditContext {
  readonly layout: Layout
  readonly kinds: RecordKinds
  readonly pen: Pen
  readonly groups: Groups
  /** The shape as it was created; undefined when it does not exist. */
  created(id: ShapeId): CreatedShape | undefined
  /** The shape's current state. */
  shape(id: ShapeId): Shape | undefined
  /** Returns a new key above all others; each call returns a higher one. */
  topOrder(): string
}

export type EditOf<Type extends Edit['type']> = Edit & { readonly type: Type }

/** For each type of edit in an area, the function that writes it into the document. */
export type Appliers<Type extends Edit['type']> = {
  readonly [Each in Type]: (edit: EditOf<Each>, context: EditContext) => void
}

/** Writes the z-order key of a shape or a group, and its parent beside it. */
export function setOrder(layout: Layout, id: ShapeId, order: string, parent: ShapeId | null): void {
  layout.order.set(id, parent ? [order, parent] : order)
}

/** The z-order key of a shape or a group, edits of the same transaction included. */
export function orderOf({ layout, kinds, shape }: EditContext, id: ShapeId): string {
  const before = shape(id)?.order ?? null
  const own = readOrder(layout.order.get(id), before).order ?? before
  return own ?? (layout.shapes.has(id) ? readCreated(id, layout.shapes.get(id), kinds).order : middleOrder)
}

/** The kind of a shape, edits of the same transaction included; undefined when it is unknown. */
export function kindOf({ layout, kinds }: EditContext, id: ShapeId): RecordKind | undefined {
  const [record, props] = [layout.shapes.get(id), layout.props.get(id)]
  const kind = isPlainRecord(record) ? kinds.get(String(record.kind)) : undefined
  return (kind && isPlainRecord(props) && kindUnder(kind, props.kind, kinds)) || kind
}
