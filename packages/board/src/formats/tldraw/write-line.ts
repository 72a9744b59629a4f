import type { LineShape } from '@inkbridge/types'
import { keysBetween } from '../../order.ts'
import { leastBend } from './read-line.ts'
import type { Vec } from './records.ts'
import { colorOfText, richDoc } from './rich-doc.ts'
import { spaceOf, toPage } from './space.ts'
import { fillName, fontName, headName, labelColorName, losesColor, losesHead, outlineProps } from './write-style.ts'
import type { WriteContext, WrittenShape } from './written.ts'

/** A line with heads, bindings, a label or right angles is an arrow, which has two ends and one bend; others are lines. */
export function writeLine(shape: LineShape, context: WriteContext): WrittenShape {
  return isArrow(shape) ? writeArrow(shape, context) : writePlain(shape, context)
}

function isArrow({ style, start, end, text }: LineShape): boolean {
  return Boolean(start || end || text || style.startHead || style.endHead || style.route)
}

/** The points in the coordinates of the record, and where its origin is. */
function drawn({ at, points }: LineShape, offset: Vec) {
  const across = (part: number) => (at.mirrored ? 1 - part : part) * at.w + offset.x
  const all: Vec[] = []
  for (let index = 0; index + 1 < points.length; index += 2)
    all.push({ x: across(points[index] ?? 0), y: (points[index + 1] ?? 0) * at.h + offset.y })
  const space = { ...toPage(spaceOf(at), { x: -offset.x, y: -offset.y }), rotation: at.rotation }
  return { points: all, space }
}

function writePlain(shape: LineShape, { offset }: WriteContext): WrittenShape {
  const { style } = shape
  const { points, space } = drawn(shape, offset)
  const keys = keysBetween(null, null, points.length, () => 0.5)
  const entries = points.map(({ x, y }, index) => [
    `a${index + 1}`,
    { id: `a${index + 1}`, index: keys[index] ?? '', x, y },
  ])
  const props = {
    ...outlineProps(style),
    spline: style.corners === 'round' ? 'cubic' : 'line',
    points: Object.fromEntries(entries) as object,
  }
  return {
    type: 'line',
    space,
    props,
    ...(style.fill ? { approximated: 'fill-pattern' } : losesColor(style) ? { approximated: 'color' } : {}),
  }
}

function writeArrow(shape: LineShape, { offset }: WriteContext): WrittenShape {
  const { style, text } = shape
  const { points, space } = drawn(shape, offset)
  const [start = offset, end = offset] = [points[0], points.at(-1)]
  const isElbow = style.route === 'elbow'
  const bend = isElbow ? 0 : bendOf(points)
  const isApproximated = !isElbow && points.length > 2 && (style.corners !== 'round' || !isArc(points, bend))
  return {
    type: 'arrow',
    space,
    props: {
      ...outlineProps(style),
      ...{ kind: isElbow ? 'elbow' : 'arc', start, end, bend, elbowMidPoint: 0.5, labelPosition: 0.5 },
      arrowheadStart: headName(style.startHead),
      arrowheadEnd: headName(style.endHead),
      fill: fillName(style),
      font: fontName(style),
      labelColor: labelColorName(colorOfText(text), style.color),
      richText: richDoc(text),
    },
    ...(isApproximated
      ? { approximated: 'shape' }
      : losesHead(style)
        ? { approximated: 'arrowhead' }
        : losesColor(style)
          ? { approximated: 'color' }
          : {}),
  }
}

/** The distance to the right of the way from the first to the last point at which the line is half way. */
function bendOf(points: readonly Vec[]): number {
  const [start, end] = [points[0], points.at(-1)]
  if (!start || !end || points.length < 3) return 0
  const middle = points[Math.floor(points.length / 2)] ?? start
  const other = points[Math.ceil(points.length / 2) - 1] ?? middle
  const half = points.length % 2 === 1 ? middle : { x: (middle.x + other.x) / 2, y: (middle.y + other.y) / 2 }
  const bend = rightOf(start, end, half)
  return Math.abs(bend) < leastBend ? 0 : bend
}

function rightOf(start: Vec, end: Vec, { x, y }: Vec): number {
  const [across, down] = [end.x - start.x, end.y - start.y]
  const length = Math.hypot(across, down)
  return length > 0 ? ((y - start.y) * across - (x - start.x) * down) / length : 0
}

/** Whether all points are at the distance of an arc from the chord, in a tenth of the bend. */
function isArc(points: readonly Vec[], bend: number): boolean {
  const [start, end] = [points[0], points.at(-1)]
  if (!start || !end || bend === 0) return points.length <= 2
  const half = Math.hypot(end.x - start.x, end.y - start.y) / 2
  const radius = (half * half + bend * bend) / (2 * Math.abs(bend))
  const along = (point: Vec) =>
    half > 0
      ? ((point.x - start.x) * (end.x - start.x) + (point.y - start.y) * (end.y - start.y)) / (2 * half) - half
      : 0
  return points.every((point) => {
    const centre = bend - Math.sign(bend) * radius
    const distance = Math.hypot(along(point), rightOf(start, end, point) - centre)
    return Math.abs(distance - radius) <= Math.max(1, Math.abs(bend) / 10)
  })
}
