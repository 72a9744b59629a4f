import { type Box, fillKeys, type LineShape, letterKeys, lineRecord, type ShapeId } from '@inkbridge/types'
import { colorOf, type DisplayItem, type Theme } from '../../display.ts'
import { boxOf, type Path } from '../../geometry.ts'
import { type Room, type TextLayout, wordsIn } from '../../text.ts'
import { styled } from '../ink/pen-style.ts'
import type { KindOnCanvas } from '../kind.ts'
import { stylesBy } from '../style-keys.ts'
import { headAt, headSize } from './heads.ts'
import { jumping } from './jumps.ts'
import {
  type Cubic,
  type Curves,
  curvesOf,
  curvesThrough,
  flat,
  flattened,
  isClosed,
  isCurved,
  pathAlong,
} from './line-curves.ts'
import { labelPoint, outside } from './line-label.ts'
import { pointsOf } from './line-points.ts'
import { resolveLine } from './resolve-line.ts'

/** Maximum width of a line's label, and the gap in the line around it, world units. */
const [labelWidth, labelGap] = [180, 6]

const styles = stylesBy(lineRecord.style.uses, [fillKeys, ['corners'], letterKeys])

export const line: KindOnCanvas<LineShape> = {
  hasInside: (shape) => isClosed(shape),
  styles: (shape) =>
    styles(isClosed(shape), shape.points.length > 4 || shape.style.route === 'elbow', shape.text !== undefined),
  resolve: resolveLine,
  textRoom,

  outline: (shape) => [{ points: flat(shape), closed: isClosed(shape) }],

  draw(shape, { theme, detail, layout, shapesIn }) {
    const closed = isClosed(shape)
    const curves = curvesOf(shape)
    const heads = closed ? [] : headsOf(shape, curves)
    const cut = shortened(curves, heads)
    const drawn = shapesIn && !closed ? jumping(shape, cut, shapesIn) : cut
    const path = shape.text ? aroundLabel(shape, drawn, layout) : pathAlong(drawn)
    if (closed) path.close()
    return [
      ...styled(shape, path, closed ? path : null, theme, detail),
      ...heads.map(({ path: head, isFilled }) => headItem(shape, head, isFilled, theme)),
    ]
  },

  extent: (shape): Box => {
    const { x, y, w, h } = shape.at
    // A curve extends beyond its points.
    return isCurved(shape) ? boxOf(flat(shape)) : { minX: x, minY: y, maxX: x + w, maxY: y + h }
  },

  stray({ style }): number {
    return style.startHead || style.endHead ? headSize(style.width) : 0
  },
}

function textRoom(shape: LineShape): Room {
  const { x, y } = labelPoint(shape)
  return { x: x - labelWidth / 2, y, w: labelWidth, h: 0, wraps: true, align: 'center', valign: 'middle', fit: 'grow' }
}

/** Returns a line with a gap for its label. */
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

/** Returns the shapes that a line is bound to. */
export function boundBy({ start, end }: LineShape): readonly ShapeId[] {
  return [start, end].flatMap((end) => (end ? [end.to] : []))
}

/** Returns the middle of a line between a point, by its index, and the next one; not rotated. */
export function halfWay(shape: LineShape, index: number): { readonly x: number; readonly y: number } {
  const points = pointsOf(shape)
  const [x0 = 0, y0 = 0, x1 = 0, y1 = 0] = points.slice(2 * index, 2 * index + 4)
  if (!isCurved(shape)) return { x: (x0 + x1) / 2, y: (y0 + y1) / 2 }
  const curve = curvesThrough(points, isClosed(shape))[index]
  const [ax = x0, ay = y0, bx = x1, by = y1] = curve ?? []
  return { x: (x0 + 3 * ax + 3 * bx + x1) / 8, y: (y0 + 3 * ay + 3 * by + y1) / 8 }
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
  const heads: LineHead[] = []
  if (style.startHead) {
    const direction = Math.atan2(start[1] - startTo[1], start[0] - startTo[0])
    heads.push({ ...headAt(style.startHead, ...start, direction, style.width), isStart: true, direction })
  }
  if (style.endHead) {
    const direction = Math.atan2(last[5] - endFrom[1], last[4] - endFrom[0])
    heads.push({ ...headAt(style.endHead, last[4], last[5], direction, style.width), isStart: false, direction })
  }
  return heads
}

/** Returns the first control that differs from a point. */
function awayFrom([x, y]: readonly [number, number], [x1, y1, x2, y2]: readonly number[]): readonly [number, number] {
  const isHere = Math.hypot((x1 ?? 0) - x, (y1 ?? 0) - y) < 1e-6
  return isHere ? [x2 ?? x, y2 ?? y] : [x1 ?? x, y1 ?? y]
}

/** Shortens a line to where a closed head begins. */
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
