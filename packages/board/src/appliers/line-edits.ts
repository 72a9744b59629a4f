import { type NewShape, parseLinePoints } from '@inkbridge/types'
import { bindingRecord } from '../bindings.ts'
import { encodePlace } from '../place.ts'
import { isPlainRecord, type PlainRecord } from '../plain.ts'
import { type Appliers, setProps } from './context.ts'

/** Edits of the points of lines, and of what their ends are bound to. */
export const lineAppliers: Appliers<'points' | 'pins' | 'bind'> = {
  points({ id, points, at }, context) {
    const before = context.born(id)?.at
    if (!before || !parseLinePoints(points)) return
    context.layout.at.set(id, encodePlace(at, before))
    setProps(context, id, { points: [...points] })
  },
  pins: ({ id, pins }, context) => setProps(context, id, { pins: [...pins] }),
  bind({ id, end, to }, { layout }) {
    if (!layout.shapes.has(id) || to?.to === id) return
    const value = layout.bind.get(id)
    const { [end]: _before, ...others } = isPlainRecord(value) ? value : {}
    const ends = { ...others, ...(to ? { [end]: bindingRecord(to) } : {}) }
    if (Object.keys(ends).length > 0) layout.bind.set(id, ends)
    else layout.bind.delete(id)
  },
}

/** What the ends of a new line are bound to, as the document keeps it; null: nothing. */
export function endsOf(shape: NewShape): PlainRecord | null {
  if (shape.kind !== 'line' || (!shape.start && !shape.end)) return null
  const { start, end } = shape
  return { ...(start ? { start: bindingRecord(start) } : {}), ...(end ? { end: bindingRecord(end) } : {}) }
}
