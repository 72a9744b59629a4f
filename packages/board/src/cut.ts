import { limits, type ShapeId } from '@inkbridge/types'
import { perPoint } from './ink.ts'

/** An interval on a stroke, in points: 1.5 is half-way from the second to the third. */
export type Interval = readonly [from: number, to: number]

/** A key of `cut` is the stroke's id, a slash, and a unique suffix. */
export function cutKey(id: string, unique: string): string {
  return `${id}/${unique}`
}

/** The stroke that a key of `cut` belongs to. */
export function cutOf(key: string): ShapeId {
  return key.slice(0, Math.max(0, key.indexOf('/'))) as ShapeId
}

/** Positions are stored in sixteenths of a point. */
export function encodeCut([from, to]: Interval): readonly [from: number, to: number] {
  return [Math.round(from * perPoint), Math.round(to * perPoint)]
}

/** Null when it is not a cut. */
export function parseCut(value: unknown): Interval | null {
  if (!Array.isArray(value) || value.length !== 2 || !value.every(Number.isInteger)) return null
  const [from, to] = [Number(value[0]) / perPoint, Number(value[1]) / perPoint]
  return from >= 0 && from < to && to <= limits.maxStrokePoints ? [from, to] : null
}

/** The remainder of some intervals, which do not overlap, without others; in order, none of them empty. */
export function without(intervals: readonly Interval[], removed: readonly Interval[]): readonly Interval[] {
  const gaps = merged(removed)
  const left: Interval[] = []
  let first = 0
  for (const [start, end] of intervals.toSorted(byStart)) {
    while ((gaps[first]?.[1] ?? Infinity) <= start) first += 1
    let from = start
    for (let at = first; (gaps[at]?.[0] ?? Infinity) < end; at += 1) {
      const [gapStart, gapEnd] = gaps[at] ?? [end, end]
      if (from < gapStart) left.push([from, gapStart])
      from = gapEnd
    }
    if (from < end) left.push([from, end])
  }
  return left
}

/** The same points in as few intervals as possible, in order. */
function merged(intervals: readonly Interval[]): readonly Interval[] {
  const all: Interval[] = []
  for (const [from, to] of intervals.toSorted(byStart)) {
    const last = all.at(-1)
    if (last && from <= last[1]) all[all.length - 1] = [last[0], Math.max(last[1], to)]
    else all.push([from, to])
  }
  return all
}

function byStart([one]: Interval, [other]: Interval): number {
  return one - other
}
