import { type Edit, newShapeId, type Place, type Shape, type ShapeId, type StyleChange } from '@inkbridge/types'
import type { Layout } from './layout.ts'
import { isOrder } from './order.ts'
import { encodePlace, roundPlace } from './place.ts'
import { isPlainRecord } from './plain.ts'
import type { Pen } from './wet.ts'

export interface EditContext {
  readonly layout: Layout
  readonly pen: Pen
  /** How a shape was born; undefined when there is none. */
  bornPlace(id: ShapeId): Place | undefined
  topOrder(): string
}

/** Applies one edit. Call inside a transaction. An edit of a shape that is not there, or not any more, does nothing. */
export function applyEdit(edit: Edit, { layout, pen, bornPlace, topOrder }: EditContext): void {
  switch (edit.type) {
    case 'create': {
      const { id, kind, at, style, order, ...own } = edit.shape
      const { x, y, w, h, rotation } = roundPlace(at)
      const record = {
        kind,
        at: [x, y, w, h, rotation],
        style: { ...style },
        order: isOrder(order) ? order : topOrder(),
        ...own,
      }
      layout.shapes.set(id, record)
      return
    }
    case 'place': {
      const born = bornPlace(edit.id)
      if (born) layout.at.set(edit.id, encodePlace(edit.at, born))
      return
    }
    case 'style':
      if (layout.shapes.has(edit.id)) layout.style.set(edit.id, changedStyle(layout.style.get(edit.id), edit.style))
      return
    case 'order':
      if (layout.shapes.has(edit.id) && isOrder(edit.order)) layout.order.set(edit.id, edit.order)
      return
    case 'delete':
      return deleteShape(layout, edit.id)
    case 'ink-begin':
      return pen.begin({ ...edit, order: topOrder() }, edit.points)
    case 'ink-extend':
      return pen.extend(edit.id, edit.points)
    case 'ink-seal':
      return pen.seal(edit.id)
    case 'ink-drop':
      return pen.drop(edit.id)
  }
}

function changedStyle(value: unknown, change: StyleChange): Record<string, unknown> {
  return { ...(isPlainRecord(value) ? value : {}), ...change }
}

function deleteShape(layout: Layout, id: ShapeId): void {
  const { shapes, at, style, order, flags, bind, link, props, text } = layout
  for (const map of [shapes, at, style, order, flags, bind, link, props, text]) if (map.has(id)) map.delete(id)
}

/** Copies all that is known of a shape under a new id, to a place, on top. Call inside a transaction. */
export function copyShape({ layout, bornPlace, topOrder }: EditContext, { id }: Shape, at: Place): ShapeId {
  const copy = newShapeId()
  const { shapes, style, flags, link, props } = layout
  for (const map of [shapes, style, flags, link, props]) if (map.has(id)) map.set(copy, map.get(id))
  const born = bornPlace(id)
  if (born) layout.at.set(copy, encodePlace(at, born))
  layout.order.set(copy, topOrder())
  return copy
}
