import type { Box, WorldPoint } from '@inkbridge/types'
import type { Guide } from '../plan/plan.ts'

export interface Snapped {
  readonly dx: number
  readonly dy: number
  readonly guides: readonly Guide[]
}

type Axis = 'x' | 'y'

/** The extent of a box along one axis, and across it. */
interface Span {
  readonly low: number
  readonly high: number
  readonly acrossLow: number
  readonly acrossHigh: number
}

/** Tolerance for equal positions, world units. */
const alike = 1e-3

/**
 * Returns the distance to move a box so that a side or its middle aligns with another box, or gaps between neighbours
 * become equal. `reach` in world units.
 */
export function snapMove(box: Box, others: readonly Box[], reach: number): Snapped {
  const [dx, dy] = [snapAxis(box, others, reach, 'x'), snapAxis(box, others, reach, 'y')]
  const there = { minX: box.minX + dx, maxX: box.maxX + dx, minY: box.minY + dy, maxY: box.maxY + dy }
  return { dx, dy, guides: [...guidesOf(there, others, 'x'), ...guidesOf(there, others, 'y')] }
}

/** Returns the distance to move the dragged sides of a box; null: that side stays. */
export function snapSides(
  sides: { readonly x: number | null; readonly y: number | null },
  others: readonly Box[],
  reach: number,
): { readonly dx: number; readonly dy: number } {
  const nearest = (side: number | null, axis: Axis) =>
    side === null
      ? 0
      : smallest(
          others.flatMap((other) => marksOf(spanOf(other, axis)).map((mark) => mark - side)),
          reach,
        )
  return { dx: nearest(sides.x, 'x'), dy: nearest(sides.y, 'y') }
}

/** Rounds a point to the grid. */
export function snapToGrid({ x, y }: WorldPoint, size: number): { readonly x: number; readonly y: number } {
  return { x: Math.round(x / size) * size, y: Math.round(y / size) * size }
}

function snapAxis(box: Box, others: readonly Box[], reach: number, axis: Axis): number {
  const span = spanOf(box, axis)
  const spans = others.map((other) => spanOf(other, axis))
  const inLine = spans.flatMap((other) => {
    const marks = marksOf(other)
    return marksOf(span).flatMap((mark) => marks.map((to) => to - mark))
  })
  return smallest([...inLine, ...gapsOf(span, spans).map(({ by }) => by)], reach)
}

function marksOf({ low, high }: Span): readonly number[] {
  return [low, (low + high) / 2, high]
}

/** Returns the smallest step within reach; 0 if none. */
function smallest(steps: readonly number[], reach: number): number {
  let best = Infinity
  for (const step of steps) if (Math.abs(step) < Math.abs(best)) best = step
  return Math.abs(best) <= reach ? best : 0
}

interface Gap {
  /** The distance to a gap equal to the neighbouring one. */
  readonly by: number
  /** Both gaps after that. */
  readonly gaps: readonly (readonly [low: number, high: number, across: number])[]
}

/** Returns the places between and beyond two neighbours that make equal gaps. */
function gapsOf(span: Span, others: readonly Span[]): readonly Gap[] {
  const row = others.filter((other) => meets(other, span)).sort((a, b) => a.low - b.low)
  const size = span.high - span.low
  return row.flatMap((left, index): readonly Gap[] => {
    const right = row.slice(index + 1).find((other) => other.low > left.high && meets(other, left))
    if (!right) return []
    const gap = right.low - left.high
    const between = (gap - size) / 2
    const gaps: Gap[] = [
      {
        by: right.high + gap - span.low,
        gaps: [
          [left.high, right.low, middleAcross(left, right)],
          [right.high, right.high + gap, middleAcross(right, span)],
        ],
      },
      {
        by: left.low - gap - span.high,
        gaps: [
          [left.high, right.low, middleAcross(left, right)],
          [left.low - gap, left.low, middleAcross(left, span)],
        ],
      },
    ]
    if (between > 0)
      gaps.push({
        by: left.high + between - span.low,
        gaps: [
          [left.high, left.high + between, middleAcross(left, span)],
          [right.low - between, right.low, middleAcross(right, span)],
        ],
      })
    return gaps
  })
}

/** Whether two boxes overlap across the axis. */
function meets(a: Span, b: Span): boolean {
  return a.acrossLow < b.acrossHigh && b.acrossLow < a.acrossHigh
}

function middleAcross(a: Span, b: Span): number {
  return (Math.max(a.acrossLow, b.acrossLow) + Math.min(a.acrossHigh, b.acrossHigh)) / 2
}

/** Returns the alignment guides of a box. */
function guidesOf(box: Box, others: readonly Box[], axis: Axis): readonly Guide[] {
  const span = spanOf(box, axis)
  const spans = others.map((other) => spanOf(other, axis))
  const lines = new Map<number, { low: number; high: number }>()
  for (const other of spans) {
    for (const mark of marksOf(span)) {
      if (!marksOf(other).some((to) => Math.abs(to - mark) < alike)) continue
      const line = lines.get(mark) ?? { low: span.acrossLow, high: span.acrossHigh }
      line.low = Math.min(line.low, other.acrossLow)
      line.high = Math.max(line.high, other.acrossHigh)
      lines.set(mark, line)
    }
  }
  const point = (along: number, across: number): WorldPoint =>
    axis === 'x' ? { x: along, y: across } : { x: across, y: along }
  const gap = gapsOf(span, spans).find(({ by }) => Math.abs(by) < alike)
  return [
    ...[...lines].map(([at, { low, high }]): Guide => ({ from: point(at, low), to: point(at, high) })),
    ...(gap?.gaps ?? []).map(
      ([low, high, across]): Guide => ({ from: point(low, across), to: point(high, across), gap: true }),
    ),
  ]
}

function spanOf({ minX, minY, maxX, maxY }: Box, axis: Axis): Span {
  return axis === 'x'
    ? { low: minX, high: maxX, acrossLow: minY, acrossHigh: maxY }
    : { low: minY, high: maxY, acrossLow: minX, acrossHigh: maxX }
}
