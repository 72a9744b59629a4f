import { type LineShape, type NewShape, newShapeId, parseLink, type ShapeId } from '@inkbridge/types'
import { copyShapes } from '../copy.ts'
import { cutKey, encodeCut } from '../cut.ts'
import { type Appliers, type EditContext, type EditOf, kindOf } from '../edit-context.ts'
import { parseForeign } from '../foreign.ts'
import { isOrder } from '../order.ts'
import { encodePlace, roundPlace } from '../place.ts'
import { isKey, isPlain, isPlainRecord, type PlainRecord } from '../plain.ts'
import { kindUnder, readCreated } from '../read.ts'
import { emptyText } from '../text.ts'
import { endsOf } from './line-edits.ts'
import { setText } from './text-edits.ts'

/** Edits that create, move, flag, copy and delete shapes of any kind. */
export const shapeAppliers: Appliers<'create' | 'place' | 'flags' | 'link' | 'props' | 'foreign' | 'copy' | 'delete'> =
  {
    create,
    place({ id, at }, { layout, created }) {
      const before = created(id)?.at
      if (before) layout.at.set(id, encodePlace(at, before))
    },
    flags: setFlags,
    link({ id, link }, { layout }) {
      if (link === null) layout.link.delete(id)
      else if (layout.shapes.has(id) && parseLink(link)) layout.link.set(id, link)
    },
    props: setProps,
    foreign: setForeign,
    copy: (edit, context) => copyShapes(context, context, edit),
    delete: ({ id }, context) => deleteShape(context, id),
  }

function create({ shape }: EditOf<'create'>, { layout, kinds, topOrder }: EditContext): void {
  const { id, text, ...own } = shape
  const record = recordOf(own, topOrder)
  if (kinds.get(shape.kind)?.connects) {
    const { start: _start, end: _end, ...unbound } = record
    layout.shapes.set(id, unbound)
    const ends = endsOf(shape as Partial<LineShape>)
    if (ends) layout.bind.set(id, ends)
  } else layout.shapes.set(id, record)
  layout.text.set(id, emptyText())
  if (text) setText(layout, id, text)
}

/** The record of a new shape in the document. */
function recordOf(shape: Omit<NewShape, 'id' | 'text'>, topOrder: () => string): PlainRecord {
  const { kind, at, style, order, ...own } = shape
  const { x, y, w, h, rotation, mirrored } = roundPlace(at)
  return {
    kind,
    at: [x, y, w, h, rotation, ...(mirrored ? [1] : [])],
    style: { ...style },
    order: isOrder(order) ? order : topOrder(),
    ...own,
  }
}

/** Changes properties of a shape as its kind allows; if one of them is invalid, none is changed. */
function setProps({ id, props, at }: EditOf<'props'>, context: EditContext): void {
  const { layout, kinds, created } = context
  const [kind, before] = [kindOf(context, id), layout.props.get(id)]
  // A copy made by this transaction is known to the document only.
  const place =
    created(id)?.at ?? (layout.shapes.has(id) ? readCreated(id, layout.shapes.get(id), kinds).at : undefined)
  const { kind: becomes, ...own } = props
  const isAllowed =
    kind && isPlain(props) && !kind.check(own) && (becomes === undefined || kindUnder(kind, becomes, kinds))
  if (!isAllowed || (at && !place)) return
  if (at && place) layout.at.set(id, encodePlace(at, place))
  layout.props.set(id, { ...(isPlainRecord(before) ? before : {}), ...props })
}

function setForeign({ id, foreign }: EditOf<'foreign'>, { layout }: EditContext): void {
  if (foreign === null) layout.foreign.delete(id)
  else if (isKey(id) && parseForeign(foreign)) layout.foreign.set(id, foreign)
}

function setFlags({ id, locked, hidden }: EditOf<'flags'>, { layout }: EditContext): void {
  if (!layout.shapes.has(id)) return
  const value = layout.flags.get(id)
  const before: PlainRecord = isPlainRecord(value) ? value : {}
  const after = { ...before, locked: locked ?? before.locked, hidden: hidden ?? before.hidden }
  const set = Object.fromEntries(Object.entries(after).filter(([, flag]) => flag !== false && flag !== undefined))
  if (Object.keys(set).length > 0) layout.flags.set(id, set)
  else layout.flags.delete(id)
}

/** Deletes a shape or the record of a group, from every root. */
export function deleteShape({ layout, created }: EditContext, id: ShapeId): void {
  const part = created(id)?.part
  // Else its points would return to the stroke that it is a part of.
  if (part && layout.shapes.has(id)) layout.cut.set(cutKey(part.of, newShapeId()), encodeCut([part.from, part.to]))
  const { shapes, at, style, order, flags, bind, link, props, foreign, text } = layout
  for (const map of [shapes, at, style, order, flags, bind, link, props, foreign, text]) if (map.has(id)) map.delete(id)
}
