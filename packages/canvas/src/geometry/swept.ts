import type { Interval } from '@inkbridge/board'
import type { WorldPoint } from '@inkbridge/types'

/** A line of varying width, and the position of each point on the stroke. */
interface Line {
  readonly x: readonly number[]
  readonly y: readonly number[]
  readonly radius: readonly number[]
  readonly origin: readonly number[]
}

/** Bisection steps for the end of an interval: precise to less than a thousandth. */
const halvings = 12

/**
 * Returns the intervals of a line whose edge comes within `reach` of the segment from `a` to `b`, as ordered positions
 * on the stroke.
 */
export function sweptIntervals(
  { x, y, radius, origin }: Line,
  a: WorldPoint,
  b: WorldPoint,
  reach: number,
): readonly Interval[] {
  const intervals: Interval[] = []
  const add = (from: number, to: number) => {
    const last = intervals.at(-1)
    if (last && from <= last[1] + 1e-6) intervals[intervals.length - 1] = [last[0], Math.max(last[1], to)]
    else intervals.push([from, to])
  }
  if (x.length === 1 && distanceTo(a, b, x[0] ?? 0, y[0] ?? 0) <= reach + (radius[0] ?? 0))
    add(origin[0] ?? 0, origin[0] ?? 0)
  for (let at = 1; at < x.length; at += 1) {
    const mix = (values: readonly number[], part: number) =>
      (values[at - 1] ?? 0) + ((values[at] ?? 0) - (values[at - 1] ?? 0)) * part
    // The distance beyond reach; it is convex along a segment, so it has one minimum.
    const beyond = (part: number) => distanceTo(a, b, mix(x, part), mix(y, part)) - reach - mix(radius, part)
    const interval = below(beyond)
    if (interval) add(mix(origin, interval[0]), mix(origin, interval[1]))
  }
  return intervals
}

/** Returns where between 0 and 1 a convex function is at most 0. */
function below(value: (part: number) => number): Interval | null {
  let [low, high] = [0, 1]
  for (let step = 0; step < 2 * halvings; step += 1) {
    const [one, two] = [low + (high - low) / 3, high - (high - low) / 3]
    if (value(one) < value(two)) high = two
    else low = one
  }
  const lowest = [0, (low + high) / 2, 1].reduce((best, part) => (value(part) < value(best) ? part : best))
  if (value(lowest) > 0) return null
  const edge = (inside: number, outside: number) => {
    if (value(outside) <= 0) return outside
    let [from, to] = [inside, outside]
    for (let step = 0; step < halvings; step += 1) {
      const middle = (from + to) / 2
      if (value(middle) <= 0) from = middle
      else to = middle
    }
    return from
  }
  return [edge(lowest, 0), edge(lowest, 1)]
}

/** Returns the distance of a point from the segment from `a` to `b`. */
function distanceTo(a: WorldPoint, b: WorldPoint, x: number, y: number): number {
  const [dx, dy] = [b.x - a.x, b.y - a.y]
  const length = dx * dx + dy * dy
  const along = length === 0 ? 0 : Math.min(1, Math.max(0, ((x - a.x) * dx + (y - a.y) * dy) / length))
  return Math.hypot(x - a.x - along * dx, y - a.y - along * dy)
}
