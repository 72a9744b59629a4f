import { type Box, fillKeys, type LineShape, letterKeys, lineRecord, type ShapeId } from '@inkbridge/types'
import type { DisplayItem } from '../display-list.ts'
import { boxOf } from '../geometry/box.ts'
import { alongCubic } from '../geometry/cubic.ts'
import { Path } from '../geometry/path.ts'
import { colorOf, type Theme } from '../palette.ts'
import type { TextLayout } from '../text/layout.ts'
import { type Room, wordsIn } from '../text/words.ts'
import { held } from './ends.ts'
import { headAt, headSize } from './heads.ts'
import type { KindOnCanvas } from './kind.ts'
import { pointsOf } from './line-points.ts'
import { styled } from './pen-style.ts'
import { stylesBy } from './style-keys.ts'

/** Steps that a curve between two points is cut into. */
const steps = 12
/** A line whose ends are this near to each other encloses something; in widths. */
const closedWithin = 1.5

/** How wide a label of a line is at most, world units, and between it and the line on both sides. */
const [labelWidth, labelGap] = [180, 6]

const styles = stylesBy(lineRecord.style.uses, [fillKeys, ['corners'], letterKeys])

export const line: KindOnCanvas<LineShape> = {
  hasInside: (shape) => isClosed(shape),
  styles: (shape) =>
    styles(isClosed(shape), shape.points.length > 4 || shape.style.route === 'elbow', shape.text !== undefined),
  settle: held,
  textRoom,

  outline: (shape) => [{ points: flat(shape), closed: isClosed(shape) }],

  draw(shape, { theme, detail, layout }) {
    const closed = isClosed(shape)
    const curves = curvesOf(shape)
    const heads = closed ? [] : headsOf(shape, curves)
    const path = shape.text ? aroundLabel(shape, shortened(curves, heads), layout) : pathAlong(shortened(curves, heads))
    if (closed) path.close()
    return [
      ...styled(shape, path, closed ? path : null, theme, detail),
      ...heads.map(({ path: head, isFilled }) => headItem(shape, head, isFilled, theme)),
    ]
  },

  extent: (shape): Box => {
    const { x, y, w, h } = shape.at
    // A curve goes beyond its points.
    return isCurved(shape) ? boxOf(flat(shape)) : { minX: x, minY: y, maxX: x + w, maxY: y + h }
  },

  stray({ style }): number {
    return style.startHead || style.endHead ? headSize(style.width) : 0
  },
}

function textRoom(shape: LineShape): Room {
  const { x, y } = middle(flat(shape))
  return { x: x - labelWidth / 2, y, w: labelWidth, h: 0, wraps: true, align: 'center', valign: 'middle', fit: 'grow' }
}

/** A line without what lies under its label. */
function aroundLabel(shape: LineShape, curves: Curves, layout: TextLayout): Path {
  const words = wordsIn(shape, textRoom(shape), layout)
  if (!words) return pathAlong(curves)
  const half = words.laid.width / 2 + labelGap
  const center = words.x + words.width / 2
  const box = {
    minX: center - half,
    maxX: center + half,
    minY: words.y - labelGap / 2,
    maxY: words.y + words.laid.height + labelGap / 2,
  }
  return outside(flattened(curves), box)
}

/** A polyline as a path, but for what lies in a box. */
function outside(points: readonly number[], { minX, minY, maxX, maxY }: Box): Path {
  const path = new Path()
  let isDrawn = false
  for (let at = 0; at + 3 < points.length; at += 2) {
    const [x0 = 0, y0 = 0, x1 = 0, y1 = 0] = points.slice(at, at + 4)
    const [enter, leave] = insideOf(x0, y0, x1, y1, minX, minY, maxX, maxY)
    const piece = (from: number, to: number) => {
      if (to <= from) return
      if (!isDrawn || from > 0) path.moveTo(x0 + (x1 - x0) * from, y0 + (y1 - y0) * from)
      path.lineTo(x0 + (x1 - x0) * to, y0 + (y1 - y0) * to)
      isDrawn = to === 1
    }
    if (enter >= leave) piece(0, 1)
    else {
      piece(0, enter)
      isDrawn = false
      piece(leave, 1)
    }
  }
  return path
}

/** Which part of a segment lies in a box (Liang and Barsky, 1984). */
function insideOf(
  x0: number,
  y0: number,
  x1: number,
  y1: number,
  minX: number,
  minY: number,
  maxX: number,
  maxY: number,
): readonly [enter: number, leave: number] {
  let [enter, leave] = [0, 1]
  for (const [step, room] of [
    [x0 - x1, x0 - minX],
    [x1 - x0, maxX - x0],
    [y0 - y1, y0 - minY],
    [y1 - y0, maxY - y0],
  ] as const) {
    if (step === 0 && room < 0) return [1, 0]
    if (step < 0) enter = Math.max(enter, room / step)
    if (step > 0) leave = Math.min(leave, room / step)
  }
  return [enter, leave]
}

/** Half of the way along a polyline. */
function middle(points: readonly number[]): { readonly x: number; readonly y: number } {
  const long = (at: number) =>
    Math.hypot((points[at + 2] ?? 0) - (points[at] ?? 0), (points[at + 3] ?? 0) - (points[at + 1] ?? 0))
  let left = 0
  for (let at = 0; at + 3 < points.length; at += 2) left += long(at) / 2
  for (let at = 0; at + 3 < points.length; at += 2) {
    const here = long(at)
    if (left <= here && here > 0) {
      const part = left / here
      const [x0 = 0, y0 = 0, x1 = 0, y1 = 0] = points.slice(at, at + 4)
      return { x: x0 + (x1 - x0) * part, y: y0 + (y1 - y0) * part }
    }
    left -= here
  }
  return { x: points[0] ?? 0, y: points[1] ?? 0 }
}

/** The shapes that a line holds on to. */
export function heldBy({ start, end }: LineShape): readonly ShapeId[] {
  return [start, end].flatMap((end) => (end ? [end.to] : []))
}

/** Where a line is half way between one of its points and the next, by their index; not turned. */
export function halfWay(shape: LineShape, index: number): { readonly x: number; readonly y: number } {
  const points = pointsOf(shape)
  const [x0 = 0, y0 = 0, x1 = 0, y1 = 0] = points.slice(2 * index, 2 * index + 4)
  if (!isCurved(shape)) return { x: (x0 + x1) / 2, y: (y0 + y1) / 2 }
  const curve = curvesThrough(points, isClosed(shape))[index]
  const [ax = x0, ay = y0, bx = x1, by = y1] = curve ?? []
  return { x: (x0 + 3 * ax + 3 * bx + x1) / 8, y: (y0 + 3 * ay + 3 * by + y1) / 8 }
}

/** Whether a line comes back to where it began. */
function isClosed(shape: LineShape): boolean {
  const points = pointsOf(shape)
  if (points.length < 8) return false
  const [x = 0, y = 0, endX = 0, endY = 0] = [points[0], points[1], points.at(-2), points.at(-1)]
  return Math.hypot(endX - x, endY - y) <= Math.max(1, shape.style.width * closedWithin)
}

/** A line as curves, each with where it begins; straight ones have their controls on their way. */
interface Curves {
  readonly start: readonly [x: number, y: number]
  readonly curves: readonly Cubic[]
  readonly isBent: boolean
}

function curvesOf(shape: LineShape): Curves {
  const points = pointsOf(shape)
  const [x = 0, y = 0] = points
  if (shape.style.route === 'elbow' && shape.style.corners !== 'sharp')
    return { start: [x, y], curves: roundedThrough(points, elbowRadius), isBent: true }
  const isBent = isCurved(shape)
  const curves = isBent ? curvesThrough(points, isClosed(shape)) : straightThrough(points)
  return { start: [x, y], curves, isBent }
}

/** How wide the corners of a line by right angles are, world units. */
const elbowRadius = 12

/** It is a curve through its points. */
function isCurved({ style }: LineShape): boolean {
  return style.corners === 'round' && style.route !== 'elbow'
}

/** A polyline whose corners are rounded, each by no more than half of its shorter piece. */
function roundedThrough(points: readonly number[], radius: number): readonly Cubic[] {
  const curves: Cubic[] = []
  let [fromX = 0, fromY = 0] = points
  const straight = (x: number, y: number) => {
    curves.push([fromX + (x - fromX) / 3, fromY + (y - fromY) / 3, x - (x - fromX) / 3, y - (y - fromY) / 3, x, y])
    ;[fromX, fromY] = [x, y]
  }
  for (let at = 2; at + 3 < points.length; at += 2) {
    const [beforeX = 0, beforeY = 0, x = 0, y = 0, nextX = 0, nextY = 0] = points.slice(at - 2, at + 4)
    const [before, after] = [Math.hypot(x - beforeX, y - beforeY), Math.hypot(nextX - x, nextY - y)]
    const by = Math.min(radius, before / 2, after / 2)
    if (by <= 0) continue
    straight(x + ((beforeX - x) * by) / before, y + ((beforeY - y) * by) / before)
    const [outX, outY] = [x + ((nextX - x) * by) / after, y + ((nextY - y) * by) / after]
    const to = (value: number, end: number) => end + (value - end) * 0.5523
    curves.push([to(x, fromX), to(y, fromY), to(x, outX), to(y, outY), outX, outY])
    ;[fromX, fromY] = [outX, outY]
  }
  const [endX = 0, endY = 0] = points.slice(-2)
  straight(endX, endY)
  return curves
}

function straightThrough(points: readonly number[]): readonly Cubic[] {
  return Array.from({ length: points.length / 2 - 1 }, (_, index): Cubic => {
    const [x0 = 0, y0 = 0, x = 0, y = 0] = points.slice(2 * index, 2 * index + 4)
    return [x0, y0, x, y, x, y]
  })
}

function pathAlong({ start, curves, isBent }: Curves): Path {
  const path = new Path().moveTo(...start)
  for (const [x1, y1, x2, y2, x, y] of curves) isBent ? path.cubicTo(x1, y1, x2, y2, x, y) : path.lineTo(x, y)
  return path
}

type LineHead = ReturnType<typeof headAt> & { readonly isStart: boolean; readonly direction: number }

function headsOf({ style }: LineShape, { start, curves, isBent }: Curves): readonly LineHead[] {
  const [first, last] = [curves[0], curves.at(-1)]
  if (!first || !last) return []
  const beforeLast = curves.at(-2)
  const lastStart = beforeLast ? ([beforeLast[4], beforeLast[5]] as const) : start
  const [startTo, endFrom] = isBent
    ? ([awayFrom(start, first), awayFrom([last[4], last[5]], [last[2], last[3], ...lastStart, 0, 0])] as const)
    : ([[first[4], first[5]] as const, lastStart] as const)
  const found: LineHead[] = []
  if (style.startHead) {
    const direction = Math.atan2(start[1] - startTo[1], start[0] - startTo[0])
    found.push({ ...headAt(style.startHead, ...start, direction, style.width), isStart: true, direction })
  }
  if (style.endHead) {
    const direction = Math.atan2(last[5] - endFrom[1], last[4] - endFrom[0])
    found.push({ ...headAt(style.endHead, last[4], last[5], direction, style.width), isStart: false, direction })
  }
  return found
}

/** The first of some controls that is elsewhere. */
function awayFrom([x, y]: readonly [number, number], [x1, y1, x2, y2]: readonly number[]): readonly [number, number] {
  const isHere = Math.hypot((x1 ?? 0) - x, (y1 ?? 0) - y) < 1e-6
  return isHere ? [x2 ?? x, y2 ?? y] : [x1 ?? x, y1 ?? y]
}

/** The line ends where a closed head begins. */
function shortened(line: Curves, heads: readonly LineHead[]): Curves {
  let { start, curves } = line
  for (const { isStart, direction, back } of heads) {
    if (back === 0) continue
    const [dx, dy] = [Math.cos(direction) * back, Math.sin(direction) * back]
    if (isStart) start = [start[0] - dx, start[1] - dy]
    else curves = curves.with(-1, movedEnd(curves.at(-1) ?? [0, 0, 0, 0, 0, 0], dx, dy))
  }
  return { ...line, start, curves }
}

function movedEnd([x1, y1, x2, y2, x, y]: Cubic, dx: number, dy: number): Cubic {
  return [x1, y1, x2 - dx, y2 - dy, x - dx, y - dy]
}

function headItem({ at, style }: LineShape, path: Path, isFilled: boolean, theme: Theme): DisplayItem {
  const color = colorOf(style.color, theme)
  const faded = style.opacity === undefined ? {} : { opacity: style.opacity }
  return {
    type: 'path',
    path,
    ...(isFilled ? { fill: color } : {}),
    stroke: color,
    width: style.width,
    ...faded,
    turn: at,
  }
}

function flat(shape: LineShape): readonly number[] {
  return isCurved(shape) ? flattened(curvesOf(shape)) : pointsOf(shape)
}

function flattened({ start, curves, isBent }: Curves): readonly number[] {
  const all = [...start] as number[]
  for (const curve of curves) {
    const [fromX = 0, fromY = 0] = all.slice(-2)
    if (isBent) all.push(...alongCubic(fromX, fromY, curve, steps))
    else all.push(curve[4], curve[5])
  }
  return all
}

type Cubic = [x1: number, y1: number, x2: number, y2: number, x: number, y: number]

/** A smooth curve through points: a Catmull-Rom spline (1974), as cubic Bézier curves. */
function curvesThrough(points: readonly number[], closed: boolean): readonly Cubic[] {
  const count = points.length / 2
  const at = (index: number): readonly [number, number] => {
    // What comes back goes on where it began; its last point is its first.
    const wrapped = closed ? (index + count - 1) % (count - 1) : Math.min(count - 1, Math.max(0, index))
    return [points[2 * wrapped] ?? 0, points[2 * wrapped + 1] ?? 0]
  }
  return Array.from({ length: count - 1 }, (_, index): Cubic => {
    const [[beforeX, beforeY], [x0, y0], [x1, y1], [afterX, afterY]] = [
      at(index - 1),
      at(index),
      at(index + 1),
      at(index + 2),
    ]
    return [x0 + (x1 - beforeX) / 6, y0 + (y1 - beforeY) / 6, x1 - (afterX - x0) / 6, y1 - (afterY - y0) / 6, x1, y1]
  })
}
