import { isStroke, newShapeId, partId } from '@inkbridge/types'
import { cutKey, encodeCut, type Interval, parseCut } from '../cut.ts'
import type { Appliers, EditContext, EditOf } from '../edit-context.ts'
import { encodeInk, exponentFor, InkTrail } from '../ink.ts'
import { isOrder } from '../order.ts'
import { encodePlace, transformedPlace } from '../place.ts'
import { type CreatedShape, trailOf } from '../read.ts'

/** Edits of strokes: drawing them, erasing and splitting off parts. */
export const inkAppliers: Appliers<'ink-begin' | 'ink-extend' | 'ink-seal' | 'ink-drop' | 'ink-add' | 'cut' | 'split'> =
  {
    'ink-begin': (edit, { pen, topOrder }) => pen.begin({ ...edit, order: topOrder() }, edit.points),
    'ink-extend': ({ id, points }, { pen }) => pen.extend(id, points),
    'ink-seal': ({ id }, { pen }) => pen.seal(id),
    'ink-drop': ({ id }, { pen }) => pen.drop(id),
    'ink-add': addStroke,
    cut({ id, from, to }, { layout, created }) {
      const stroke = created(id)
      if (!isStroke(stroke)) return
      const value = encodeCut(inRoot(stroke, [from, to]))
      if (parseCut(value)) layout.cut.set(cutKey(stroke.part?.of ?? id, newShapeId()), value)
    },
    split,
  }

function addStroke(
  { id, points, quantum, at, order, ...own }: EditOf<'ink-add'>,
  { layout, topOrder }: EditContext,
): void {
  const header = { style: own.style, pressure: own.pressure, exponent: exponentFor(quantum) }
  const trail = new InkTrail({ ...header, order: isOrder(order) ? order : topOrder() })
  trail.add(trail.round(points))
  if (trail.steps.length === 0) return
  layout.shapes.set(id, encodeInk(trail))
  if (at) layout.at.set(id, encodePlace(at, trail.original))
}

/** Points count from the stroke's own first point; cuts from that of the stroke it is a part of. */
function inRoot({ part }: CreatedShape, [from, to]: Interval): Interval {
  const shift = part ? Math.floor(part.from) : 0
  return [from + shift, to + shift]
}

function split({ id, from: begin, to: end }: EditOf<'split'>, { layout, created, shape }: EditContext): void {
  const [stroke, now] = [created(id), shape(id)]
  const trail = trailOf(layout.shapes.get(id))
  const piece = partId(id, [begin, end])
  if (!isStroke(stroke) || !isStroke(now) || !trail || layout.shapes.has(piece)) return
  const claim = parseCut(encodeCut(inRoot(stroke, [begin, end])))
  if (!claim) return
  const [from, to] = claim
  const part = { of: stroke.part?.of ?? id, from, to }
  const own = new InkTrail({ ...trail.header, style: now.style, order: now.order, part })
  own.add(trail.steps.slice(Math.floor(begin), Math.ceil(end) + 1))
  layout.shapes.set(piece, encodeInk(own))
  layout.at.set(piece, encodePlace(transformedPlace(own.original, now.original, now.at), own.original))
}
