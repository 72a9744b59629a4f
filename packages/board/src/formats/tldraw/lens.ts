import { isStroke, type Shape } from '@inkbridge/types'
import type { PlainRecord } from '../../plain.ts'
import { isSame, merged } from './merge.ts'
import type { Reading } from './reading.ts'
import type { ShapeRecord } from './records.ts'
import { relativeTo, type Space, within } from './space.ts'
import { writeShape } from './write-shape.ts'
import type { WriteContext, WrittenShape } from './written.ts'

/** The record that a shape was read from, and what is read from it now. */
export interface Original {
  readonly record: ShapeRecord
  readonly reading: Reading
  /** The space of its parent when it was read. */
  readonly parent: Space
}

/** A shape to be written. */
interface Changed {
  readonly shape: Shape
  /** The space of its parent in the file. */
  readonly parent: Space
  /** Whether its ends are bound as before. */
  readonly isBoundAsBefore: boolean
}

/** The fields of a record that follow from a shape; those that were not edited are as in the original. */
export type Fields = Pick<WrittenShape, 'type' | 'props' | 'approximated'> & {
  readonly x: number
  readonly y: number
  readonly rotation: number
  readonly isLocked: boolean
  readonly opacity: number
}

/** Writes a shape that was drawn here. */
export function freshFields(shape: Shape, parent: Space, context: WriteContext): Fields {
  const { space, ...written } = writeShape(shape, context)
  return { ...written, ...relativeTo(parent, space), isLocked: shape.locked === true, opacity: opacityOf(shape) }
}

function opacityOf({ style }: Shape): number {
  return style.opacity ?? 1
}

/** Writes a shape that was read from a record: what was not edited is as it is there. */
export function editedFields(original: Original, changed: Changed, context: WriteContext): Fields {
  const { record, reading } = original
  const { shape } = changed
  const offset = { ...context, offset: reading.offset }
  const [was, now] = [writeShape(reading.shape, offset), writeShape(shape, offset)]
  if (was.type !== now.type) return freshFields(shape, changed.parent, context)
  const [before, after] = [relativeTo(original.parent, was.space), relativeTo(changed.parent, now.space)]
  const flags = {
    isLocked: (shape.locked ?? false) === (reading.shape.locked ?? false) ? record.isLocked : shape.locked === true,
    opacity: isNear(opacityOf(shape), opacityOf(reading.shape)) ? record.opacity : opacityOf(shape),
  }
  const given = record.props as PlainRecord
  if (isRewritten(original, changed, was, now)) return { ...now, props: { ...given, ...now.props }, ...after, ...flags }
  const props = { ...merged(given, was.props, now.props), ...stretched(original, shape, was, now) }
  return { type: record.type, props, ...movedSpace(record, before, after), ...flags }
}

function isNear(one: number, other: number): boolean {
  return Math.abs(one - other) < 1e-3
}

/** Whether its geometry cannot be expressed by changing single fields of the original. */
function isRewritten(original: Original, changed: Changed, was: WrittenShape, now: WrittenShape): boolean {
  const { record, reading } = original
  if (record.type !== now.type) return false
  if (isStroke(changed.shape)) return !isWhole(changed.shape, reading.shape)
  if (record.type === 'arrow') return !changed.isBoundAsBefore
  const isFlippedOtherwise = Math.abs(was.space.rotation - within(original.parent, record).rotation) > 0.1
  return isFlippedOtherwise && !(isSame(was.props.w, now.props.w) && isSame(was.props.h, now.props.h))
}

/** Whether a stroke still has all the points it was read with. */
function isWhole(shape: Shape, read: Shape): boolean {
  return isStroke(shape) && isStroke(read) && shape.visible === undefined && shape.points.length === read.points.length
}

/** The points of a stroke, which are as they were: it may be stretched. */
function stretched({ record }: Original, shape: Shape, was: WrittenShape, now: WrittenShape): PlainRecord {
  if (!isStroke(shape) || (record.type !== 'draw' && record.type !== 'highlight')) return {}
  const { segments, scaleX, scaleY } = record.props
  const factor = (key: 'scaleX' | 'scaleY') => Number(now.props[key]) / Number(was.props[key])
  const times = (scale: number, by: number) => (isNear(by, 1) ? scale : scale * by)
  return { segments, scaleX: times(scaleX, factor('scaleX')), scaleY: times(scaleY, factor('scaleY')) }
}

/** Moves and turns the origin of a record as its shape was. */
function movedSpace({ x, y, rotation }: ShapeRecord, before: Space, after: Space): Space {
  const isTurned = Math.abs(after.rotation - before.rotation) > 2e-4
  if (!isTurned && isSame([before.x, before.y], [after.x, after.y])) return { x, y, rotation }
  const turn = isTurned ? after.rotation - before.rotation : 0
  const moved = within({ ...after, rotation: after.rotation }, relativeTo({ ...before }, { x, y, rotation }))
  return { x: moved.x, y: moved.y, rotation: rotation + turn }
}
