import { keysBetween } from '@inkbridge/board'
import type { Box, Edit, Place, Shape, ShapeId, WorldPoint } from '@inkbridge/types'
import RBush from 'rbush'
import { middleOf, rotateAbout, union } from '../geometry.ts'
import { extentOf, outlineBoxOf } from './extents.ts'
import type { Kinds } from './kind.ts'

/** A unit of selection: a shape, or everything in a group. */
export type Unit = readonly Shape[]

export type Axis = 'x' | 'y'
export type Edge = 'left' | 'center' | 'right' | 'top' | 'middle' | 'bottom'
export type Level = 'front' | 'forward' | 'backward' | 'back' | 'together'

/** Gap between stacked shapes, world units. */
const stackGap = 16
/** Gap in a grid, world units. */
const gridGap = 24

/** Aligns an edge, or the middle, of each unit to that of the bounds of all. */
export function align(units: readonly Unit[], edge: Edge, kinds: Kinds): readonly Edit[] {
  const boxes = units.map((unit) => boxOf(unit, kinds))
  const all = union(boxes)
  if (!all || units.length < 2) return []
  const by = (box: Box): readonly [number, number] => {
    if (edge === 'left') return [all.minX - box.minX, 0]
    if (edge === 'right') return [all.maxX - box.maxX, 0]
    if (edge === 'center') return [(all.minX + all.maxX - box.minX - box.maxX) / 2, 0]
    if (edge === 'top') return [0, all.minY - box.minY]
    if (edge === 'bottom') return [0, all.maxY - box.maxY]
    return [0, (all.minY + all.maxY - box.minY - box.maxY) / 2]
  }
  return units.flatMap((unit, index) => moved(unit, ...by(boxes[index] ?? all)))
}

/** Distributes units with equal gaps; the first and the last stay in place. */
export function distribute(units: readonly Unit[], axis: Axis, kinds: Kinds): readonly Edit[] {
  if (units.length < 3) return []
  const line = inLine(units, axis, kinds)
  const [first, last] = [line[0], line.at(-1)]
  if (!first || !last) return []
  const occupied = line.reduce((sum, { low, high }) => sum + high - low, 0)
  const gap = (last.high - first.low - occupied) / (line.length - 1)
  return placed(line, first.low, gap, axis)
}

/** Stacks units in a row or column, from the first. */
export function stack(units: readonly Unit[], axis: Axis, kinds: Kinds): readonly Edit[] {
  const line = inLine(units, axis, kinds)
  const [first] = line
  return first && line.length > 1 ? placed(line, first.low, stackGap, axis) : []
}

/** Arranges units in a grid, in reading order or by colour; the top left stays in place. */
export function grid(units: readonly Unit[], kinds: Kinds, byColor = false): readonly Edit[] {
  const boxes = new Map(units.map((unit) => [unit, boxOf(unit, kinds)]))
  const all = union(boxes.values())
  if (!all || units.length < 2) return []
  const box = (unit: Unit) => boxes.get(unit) ?? all
  let [w, h] = [0, 0]
  for (const { minX, minY, maxX, maxY } of boxes.values()) [w, h] = [Math.max(w, maxX - minX), Math.max(h, maxY - minY)]
  const color = ([first]: Unit) => first?.style.fill ?? first?.style.color ?? ''
  const inRow = (unit: Unit) => Math.round((box(unit).minY - all.minY) / Math.max(1, h))
  const sorted = units.toSorted(
    (a, b) => (byColor ? color(a).localeCompare(color(b)) : 0) || inRow(a) - inRow(b) || box(a).minX - box(b).minX,
  )
  const columns = Math.ceil(Math.sqrt(units.length))
  return sorted.flatMap((unit, index) => {
    const [column, row] = [index % columns, Math.floor(index / columns)]
    const { minX, minY } = box(unit)
    return moved(unit, all.minX + column * (w + gridGap) - minX, all.minY + row * (h + gridGap) - minY)
  })
}

/** Flips units about the centre of their bounds: `x` horizontally, `y` vertically. */
export function flip(units: readonly Unit[], axis: Axis, kinds: Kinds): readonly Edit[] {
  const shapes = units.flat()
  const all = union(shapes.map((shape) => outlineBoxOf(shape, kinds)))
  if (!all) return []
  return shapes.map(({ id, at }) => ({ type: 'place', id, at: flipped(at, axis, all) }))
}

/** Flips a place about the centre of a box. */
export function flipped({ mirrored, ...at }: Place, axis: Axis, about: Box): Place {
  const [x, y] =
    axis === 'x' ? [about.minX + about.maxX - at.x - at.w, at.y] : [at.x, about.minY + about.maxY - at.y - at.h]
  // A vertical flip is a horizontal one plus half a turn.
  const rotation = axis === 'x' ? -at.rotation : Math.PI - at.rotation
  const to: Place = { ...at, x, y, rotation: wrapped(rotation) }
  return mirrored ? to : { ...to, mirrored: true }
}

/** Rotates units about the centre of their bounds; radians clockwise. */
export function turn(units: readonly Unit[], angle: number, kinds: Kinds): readonly Edit[] {
  const shapes = units.flat()
  const about = middleOf(boxOf(shapes, kinds))
  return shapes.map(({ id, at }) => ({ type: 'place', id, at: turnedAbout(at, about, angle) }))
}

/** Rotates a place about a point; radians clockwise. */
export function turnedAbout(at: Place, about: WorldPoint, angle: number): Place {
  const middle = rotateAbout({ x: at.x + at.w / 2, y: at.y + at.h / 2 }, about, angle)
  return { ...at, x: middle.x - at.w / 2, y: middle.y - at.h / 2, rotation: wrapped(at.rotation + angle) }
}

/** Returns the bounds of what a shape draws. */
type BoundsOf = (shape: Shape) => Box

/**
 * Changes the z-order of shapes, or gathers them directly below the topmost of them. A step moves past the next shape
 * that overlaps one of them; others are skipped.
 *
 * @param all every shape of the board, bottom to top
 */
export function restack(
  all: readonly Shape[],
  chosen: ReadonlySet<ShapeId>,
  to: Level,
  boundsOf: BoundsOf,
): readonly Edit[] {
  const ours = all.filter(({ id }) => chosen.has(id))
  const others = all.filter(({ id }) => !chosen.has(id))
  if (ours.length === 0 || others.length === 0) return []
  const at = slotOf(all, ours, others, to, boundsOf)
  // Already in place.
  const now = [...others.slice(0, at), ...ours, ...others.slice(at)]
  if (now.every(({ id }, index) => id === all[index]?.id)) return []
  const low = others[at - 1]?.order ?? null
  // There is no key between equal orders: shapes above get new ones as well.
  let end = at
  while (low !== null && (others[end]?.order ?? '~') <= low) end += 1
  const rising = [...ours, ...others.slice(at, end)]
  const keys = keysBetween(low, others[end]?.order ?? null, rising.length)
  return rising.flatMap(({ id }, index): Edit[] => (keys[index] ? [{ type: 'order', id, order: keys[index] }] : []))
}

/** Returns the number of other shapes below the new position. */
function slotOf(
  all: readonly Shape[],
  ours: readonly Shape[],
  others: readonly Shape[],
  to: Level,
  boundsOf: BoundsOf,
): number {
  if (to === 'front') return others.length
  if (to === 'back') return 0
  if (to === 'backward') return slotBelow(all.indexOf(ours[0] as Shape), ours, others, boundsOf)
  // All of them but the topmost go below it.
  const under = all.lastIndexOf(ours.at(-1) as Shape) - (ours.length - 1)
  return to === 'together' ? under : slotAbove(under, ours, others, boundsOf)
}

/**
 * Returns the position below the next of the first `count` others, from the top down, that overlaps one of ours; else
 * the current one.
 */
function slotBelow(count: number, ours: readonly Shape[], others: readonly Shape[], boundsOf: BoundsOf): number {
  const meets = overlapTest(ours, boundsOf)
  for (let at = count - 1; at >= 0; at -= 1) if (meets(others[at] as Shape)) return at
  return count
}

/**
 * Returns the position above the next other shape after the first `count`, from the bottom up, that overlaps one of
 * ours.
 */
function slotAbove(count: number, ours: readonly Shape[], others: readonly Shape[], boundsOf: BoundsOf): number {
  const meets = overlapTest(ours, boundsOf)
  for (let at = count; at < others.length; at += 1) if (meets(others[at] as Shape)) return at + 1
  return count
}

/** Returns a test for overlap with any of many shapes, using an index of their boxes. */
function overlapTest(shapes: readonly Shape[], boundsOf: BoundsOf): (shape: Shape) => boolean {
  const index = new RBush<Box>().load(shapes.map(boundsOf))
  return (shape) => index.collides(boundsOf(shape))
}

interface InLine {
  readonly unit: Unit
  readonly low: number
  readonly high: number
}

function inLine(units: readonly Unit[], axis: Axis, kinds: Kinds): readonly InLine[] {
  return units
    .map((unit) => {
      const { minX, minY, maxX, maxY } = boxOf(unit, kinds)
      return axis === 'x' ? { unit, low: minX, high: maxX } : { unit, low: minY, high: maxY }
    })
    .sort((a, b) => a.low + a.high - b.low - b.high)
}

function placed(line: readonly InLine[], from: number, gap: number, axis: Axis): readonly Edit[] {
  let next = from
  return line.flatMap(({ unit, low, high }) => {
    const by = next - low
    next += high - low + gap
    return axis === 'x' ? moved(unit, by, 0) : moved(unit, 0, by)
  })
}

function moved(unit: Unit, dx: number, dy: number): readonly Edit[] {
  if (Math.abs(dx) < 1e-6 && Math.abs(dy) < 1e-6) return []
  return unit.map(({ id, at }) => ({ type: 'place', id, at: { ...at, x: at.x + dx, y: at.y + dy } }))
}

function boxOf(unit: Unit, kinds: Kinds): Box {
  return union(unit.map((shape) => extentOf(shape, kinds))) ?? { minX: 0, minY: 0, maxX: 0, maxY: 0 }
}

/** Normalizes an angle to -π to π. */
function wrapped(angle: number): number {
  const turns = angle - 2 * Math.PI * Math.round(angle / (2 * Math.PI))
  return turns === 0 ? 0 : turns
}
