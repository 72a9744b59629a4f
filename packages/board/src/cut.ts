import { limits, type ShapeId } from '@inkbridge/types'
import { perPoint } from './ink.ts'

/** From one place of a stroke to another, in points: 1.5 is half way from the second to the third. */
export type Interval = readonly [from: number, to: number]

/** A key of `cut` is the stroke's id, a slash, and something that nobody else uses. */
export function cutKey(id: string, unique: string): string {
  return `${id}/${unique}`
}

/** The stroke that a key of `cut` is about. */
export function cutOf(key: string): ShapeId {
  return key.slice(0, Math.max(0, key.indexOf('/'))) as ShapeId
}

/** Places are kept to a sixteenth of a point. */
export function encodeCut([from, to]: Interval): readonly [from: number, to: number] {
  return [Math.round(from * perPoint), Math.round(to * perPoint)]
}

/** Null when it is none. */
export function parseCut(value: unknown): Interval | null {
  if (!Array.isArray(value) || value.length !== 2 || !value.every(Number.isInteger)) return null
  const [from, to] = [Number(value[0]) / perPoint, Number(value[1]) / perPoint]
  return from >= 0 && from < to && to <= limits.maxStrokePoints ? [from, to] : null
}

/** What is left of some intervals without others; in order, nothing without length among them. */
export function without(intervals: readonly Interval[], taken: readonly Interval[]): readonly Interval[] {
  let left = intervals
  for (const [from, to] of taken) {
    left = left.flatMap(([start, end]): readonly Interval[] => {
      if (to <= start || from >= end) return [[start, end]]
      return [[start, Math.min(end, from)] as const, [Math.max(start, to), end] as const].filter(([a, b]) => a < b)
    })
  }
  return left
}
