import { type Box, defaultSize, fillKeys, type LineShape, letterKeys, lineRecord, type ShapeId } from '@inkbridge/types'
import { colorOf, type DisplayItem, type PathItem, type Theme } from '../../display.ts'
import { boxOf, Path } from '../../geometry.ts'
import { type Room, type TextLayout, wordsIn } from '../../text.ts'
import { type Sketch, styled } from '../ink/pen-style.ts'
import type { KindOnCanvas } from '../kind.ts'
import { stylesBy } from '../style-keys.ts'
import { headAt, headSize } from './heads.ts'
import { jumping } from './jumps.ts'
import { type Cubic, type Curves, curvesOf, flat, isClosed, isCurved, pathAlong } from './line-curves.ts'
import { addOutside, labelPoint } from './line-label.ts'
import { pointsOf } from './line-points.ts'
import { resolveLine } from './resolve-line.ts'

/** Maximum width of a line's label, in text sizes and as a part of the line's width: the larger one, as in Excalidraw. */
const labelRoom = { sizes: 11, part: 0.7 }
/** The gap in a line around its label, world units. */
const labelGap = 6

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
    const path = pathAlong(drawn)
    const gap = gapOf(shape, layout)
    if (closed) path.close()
    return [
      ...styled(shape, path, closed ? path : null, theme, detail, sketchOf(shape, drawn === curves)).flatMap(
        (item): readonly DisplayItem[] => (gap && item.type === 'path' ? withGap(item, gap) : [item]),
      ),
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

/**
 * Returns what roughjs draws of a line: a curve through its points, if all of it is drawn; also between two points,
 * unless it has sharp corners, as in Excalidraw.
 */
function sketchOf(shape: LineShape, isWhole: boolean): Sketch {
  const { corners, route } = shape.style
  const isCurve = isCurved(shape) || (shape.points.length === 4 && corners !== 'sharp' && route !== 'elbow')
  return isWhole && isCurve ? { type: 'curve', points: pointsOf(shape) } : { type: 'path' }
}

function textRoom(shape: LineShape): Room {
  const { x, y } = labelPoint(shape)
  const w = Math.max(labelRoom.sizes * (shape.style.size ?? defaultSize), labelRoom.part * shape.at.w)
  return { x: x - w / 2, y, w, h: 0, wraps: true, align: 'center', valign: 'middle', fit: 'grow' }
}

/** Returns the box around a line's label, not rotated; null: it has none. */
function gapOf(shape: LineShape, layout: TextLayout): Box | null {
  const words = shape.text && wordsIn(shape, textRoom(shape), layout)
  if (!words) return null
  const half = words.laid.width / 2 + labelGap
  const center = words.x + words.width / 2
  return {
    minX: center - half,
    maxX: center + half,
    minY: words.y - labelGap / 2,
    maxY: words.y + words.laid.height + labelGap / 2,
  }
}

/** Returns the parts of an item whose stroke leaves a box out. */
function withGap({ fill, stroke, width, dash, ...item }: PathItem, gap: Box): readonly PathItem[] {
  const path = new Path()
  for (const points of item.path.polylines()) addOutside(path, points, gap)
  const cut: PathItem = {
    ...item,
    path,
    ...(stroke ? { stroke } : {}),
    ...(width ? { width } : {}),
    ...(dash ? { dash } : {}),
  }
  return [...(fill ? [{ ...item, fill }] : []), ...(stroke ? [cut] : [])]
}

/** Returns the shapes that a line is bound to. */
export function boundBy({ start, end }: LineShape): readonly ShapeId[] {
  return [start, end].flatMap((end) => (end ? [end.to] : []))
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
    const room = Math.hypot(start[0] - first[4], start[1] - first[5])
    heads.push({ ...headAt(style.startHead, ...start, direction, style.width, room), isStart: true, direction })
  }
  if (style.endHead) {
    const direction = Math.atan2(last[5] - endFrom[1], last[4] - endFrom[0])
    const room = Math.hypot(last[4] - lastStart[0], last[5] - lastStart[1])
    heads.push({ ...headAt(style.endHead, last[4], last[5], direction, style.width, room), isStart: false, direction })
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
  if (heads.every(({ back }) => back === 0)) return line
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
