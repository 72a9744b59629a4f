import {
  carriage,
  type Edit,
  newShapeId,
  type Place,
  partId,
  type Shape,
  type ShapeId,
  type StyleChange,
} from '@inkbridge/types'
import { cutKey, encodeCut, type Interval, parseCut, without } from './cut.ts'
import { decodeInk, encodeInk, InkTrail } from './ink.ts'
import type { Layout } from './layout.ts'
import { isOrder } from './order.ts'
import { encodePlace, roundPlace } from './place.ts'
import { isPlainRecord } from './plain.ts'
import type { Born } from './read.ts'
import type { Pen } from './wet.ts'

export interface EditContext {
  readonly layout: Layout
  readonly pen: Pen
  /** How a shape was made; undefined when there is none. */
  born(id: ShapeId): Born | undefined
  /** How it is now. */
  shape(id: ShapeId): Shape | undefined
  topOrder(): string
}

/** Applies one edit. Call inside a transaction. An edit of a shape that is not there, or not any more, does nothing. */
export function applyEdit(edit: Edit, context: EditContext): void {
  const { layout, pen, born, topOrder } = context
  switch (edit.type) {
    case 'create': {
      const { id, kind, at, style, order, ...own } = edit.shape
      const { x, y, w, h, rotation, mirrored } = roundPlace(at)
      const record = {
        kind,
        at: [x, y, w, h, rotation, ...(mirrored ? [1] : [])],
        style: { ...style },
        order: isOrder(order) ? order : topOrder(),
        ...own,
      }
      layout.shapes.set(id, record)
      return
    }
    case 'place': {
      const at = born(edit.id)?.at
      if (at) layout.at.set(edit.id, encodePlace(edit.at, at))
      return
    }
    case 'style':
      if (layout.shapes.has(edit.id)) layout.style.set(edit.id, changedStyle(layout.style.get(edit.id), edit.style))
      return
    case 'order':
      if (layout.shapes.has(edit.id) && isOrder(edit.order)) layout.order.set(edit.id, edit.order)
      return
    case 'delete':
      return deleteShape(context, edit.id)
    case 'cut':
      return cut(context, edit.id, [edit.from, edit.to])
    case 'split':
      return split(context, edit.id, [edit.from, edit.to])
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

function deleteShape({ layout, born }: EditContext, id: ShapeId): void {
  const part = born(id)?.part
  // Else the stroke it is a part of would have it back.
  if (part && layout.shapes.has(id)) layout.cut.set(cutKey(part.of, newShapeId()), encodeCut([part.from, part.to]))
  const { shapes, at, style, order, flags, bind, link, props, text } = layout
  for (const map of [shapes, at, style, order, flags, bind, link, props, text]) if (map.has(id)) map.delete(id)
}

/** Points count from the stroke's own first one; cuts from that of the stroke it is a part of. */
function inRoot({ part }: Born, [from, to]: Interval): Interval {
  const shift = part ? Math.floor(part.from) : 0
  return [from + shift, to + shift]
}

function cut({ layout, born }: EditContext, id: ShapeId, interval: Interval): void {
  const stroke = born(id)
  if (stroke?.kind !== 'ink') return
  const value = encodeCut(inRoot(stroke, interval))
  if (parseCut(value)) layout.cut.set(cutKey(stroke.part?.of ?? id, newShapeId()), value)
}

function split({ layout, born, shape }: EditContext, id: ShapeId, interval: Interval): void {
  const [stroke, now] = [born(id), shape(id)]
  const trail = trailOf(layout, id)
  const piece = partId(id, interval)
  if (stroke?.kind !== 'ink' || now?.kind !== 'ink' || !trail || layout.shapes.has(piece)) return
  const claim = parseCut(encodeCut(inRoot(stroke, interval)))
  if (!claim) return
  const [from, to] = claim
  const part = { of: stroke.part?.of ?? id, from, to }
  const header = { ...trail.header, style: now.style, order: now.order, part }
  const own = new InkTrail(header)
  own.add(trail.steps.slice(Math.floor(interval[0]), Math.ceil(interval[1]) + 1))
  layout.shapes.set(piece, encodeInk(own))
  layout.at.set(piece, encodePlace(carriedPlace(own.born, now.born, now.at), own.born))
}

function trailOf(layout: Layout, id: ShapeId): InkTrail | null {
  const bytes = layout.shapes.get(id)
  return bytes instanceof Uint8Array ? decodeInk(bytes) : null
}

/** Where a box in a stroke as it was drawn is, now that the stroke is elsewhere. */
function carriedPlace(box: Place, born: Omit<Place, 'rotation'>, at: Place): Place {
  const { scaleX, moveX, scaleY, moveY } = carriage(born, at)
  const [w, h] = [box.w * Math.abs(scaleX), box.h * scaleY]
  const [x, y] = [Math.min(box.x * scaleX, (box.x + box.w) * scaleX) + moveX, box.y * scaleY + moveY]
  const [sin, cos] = [Math.sin(at.rotation), Math.cos(at.rotation)]
  const [offX, offY] = [x + w / 2 - (at.x + at.w / 2), y + h / 2 - (at.y + at.h / 2)]
  return {
    x: at.x + at.w / 2 + offX * cos - offY * sin - w / 2,
    y: at.y + at.h / 2 + offX * sin + offY * cos - h / 2,
    w,
    h,
    rotation: at.rotation,
    ...(at.mirrored ? { mirrored: true } : {}),
  }
}

/** Copies all that is known of a shape under a new id, to a place, on top. Call inside a transaction. */
export function copyShape(context: EditContext, shape: Shape, at: Place): ShapeId {
  const { layout, born, topOrder } = context
  const { id } = shape
  const copy = newShapeId()
  const { shapes, style, flags, link, props } = layout
  for (const map of [shapes, style, flags, link, props]) if (map.has(id)) map.set(copy, map.get(id))
  if (shape.kind === 'ink' && shape.visible) copyCuts(layout, id, copy, shape.visible)
  const place = born(id)?.at
  if (place) layout.at.set(copy, encodePlace(at, place))
  layout.order.set(copy, topOrder())
  return copy
}

/** The copy is no part of anything: what is not seen of the original is erased of it. */
function copyCuts(layout: Layout, id: ShapeId, copy: ShapeId, visible: readonly Interval[]): void {
  const trail = trailOf(layout, id)
  if (!trail) return
  const { part, ...header } = trail.header
  const own = new InkTrail(header)
  own.add(trail.steps)
  if (part) layout.shapes.set(copy, encodeInk(own))
  for (const gap of without([[0, trail.steps.length - 1]], visible)) {
    layout.cut.set(cutKey(copy, newShapeId()), encodeCut(gap))
  }
}
