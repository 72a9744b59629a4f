import { type Box, boxTransform, fillKeys, type InkShape, inkRecord, type Style } from '@inkbridge/types'
import { colorOf, type DisplayItem, highlightOf, type Theme } from '../../display.ts'
import { boxOf, Path, type Polyline } from '../../geometry.ts'
import type { KindOnCanvas } from '../kind.ts'
import { stylesBy } from '../style-keys.ts'
import { fillOf } from './pen-style.ts'
import { pieceOf, type Spine, spineOf } from './spine.ts'
import { addLine, addStroke } from './stroke-path.ts'

/** Below this width a stroke is drawn as a line instead of a filled outline; units of detail. */
const hairline = 1.2
/** From this detail on strokes are not smoothed; world units. */
const far = 4
/** Points nearer than this are joined by straight lines; units of detail. */
const straight = 3
/** Maximum distance of the ends of a closed stroke, as a part of its size. */
const closedWithin = 0.12

const styles = stylesBy(inkRecord.style.uses, [['nib', 'streamline'], fillKeys])

export const ink: KindOnCanvas<InkShape> = {
  styles: (shape) => styles(shape.style.nib !== 'highlighter', hasInside(shape)),
  hasInside,
  erasableInParts: true,
  effort: ({ points }) => Math.max(1, points.length / 60),

  outline(shape) {
    const closed = shape.style.fill !== undefined
    return piecesOf(shape, 0).map((spine): Polyline => ({ points: flat(spine), closed }))
  },

  draw(shape, { theme, detail }) {
    const { style } = shape
    if (isCoarse(shape, detail)) return [coarse(shape, theme, detail)]
    const pieces = piecesOf(shape, detail)
    const inside = style.fill && !shape.visible ? [fillOf(style, style.fill, insideOf(pieces), null, theme)] : []
    return [...inside, ...pieces.map((spine) => strokeOf(spine, shape, theme, detail))].map(
      (item): DisplayItem => ({ ...item, turn: shape.at }),
    )
  },

  extent: (shape): Box => {
    const { x, y, w, h } = shape.at
    if (!shape.visible) return { minX: x, minY: y, maxX: x + w, maxY: y + h }
    return boxOf(piecesOf(shape, 0).flatMap(flat))
  },
}

/** Returns the remaining parts of a stroke, smoothed. */
export function piecesOf(shape: InkShape, detail: number): readonly Spine[] {
  const spine = spineOf(shape, detail)
  if (!shape.visible) return [spine]
  return shape.visible.map(([from, to]) => pieceOf(spine, from, to)).filter(({ x }) => x.length > 0)
}

function hasInside(shape: InkShape): boolean {
  return shape.style.nib !== 'highlighter' && isClosed(shape)
}

/** Whether a stroke is closed, and so can be filled. */
function isClosed({ points, original, visible }: InkShape): boolean {
  const last = points.length - 1
  if (last < 8 || visible) return false
  const apart = Math.hypot((points.x[last] ?? 0) - (points.x[0] ?? 0), (points.y[last] ?? 0) - (points.y[0] ?? 0))
  return apart <= Math.max(4, closedWithin * Math.hypot(original.w, original.h))
}

/** Whether smoothing would not be visible at this detail. */
function isCoarse({ style, points, visible }: InkShape, detail: number): boolean {
  return detail >= far && style.width < hairline * detail && points.length > 1 && !visible && !style.fill
}

/** Draws the raw points of a stroke, at least a pixel apart. */
function coarse({ points, at, original, style }: InkShape, theme: Theme, detail: number): PathItem {
  const { scaleX, moveX, scaleY, moveY } = boxTransform(original, at)
  const { x: xs, y: ys } = points
  const path = new Path()
  let [lastX, lastY] = [Infinity, Infinity]
  for (let index = 0; index < points.length; index += 1) {
    const x = (xs[index] ?? 0) * scaleX + moveX
    const y = (ys[index] ?? 0) * scaleY + moveY
    if (index > 0 && index < points.length - 1 && Math.abs(x - lastX) + Math.abs(y - lastY) < detail) continue
    if (index === 0) path.moveTo(x, y)
    else path.lineTo(x, y)
    lastX = x
    lastY = y
  }
  const stroke = inkColor(style, theme)
  return { type: 'path', path, stroke, width: Math.min(style.width, detail), turn: at, ...lookOf(style, theme) }
}

type PathItem = DisplayItem & { readonly type: 'path' }

function strokeOf(spine: Spine, { style }: InkShape, theme: Theme, detail: number): PathItem {
  const path = new Path()
  const color = inkColor(style, theme)
  const thin = spine.x.length > 1 && style.width < hairline * detail
  if (thin) addLine(path, spine, straight * detail)
  else addStroke(path, spine)
  return {
    type: 'path',
    path,
    ...(thin ? { stroke: color, width: thinWidth(spine, detail) } : { fill: color }),
    ...lookOf(style, theme),
  }
}

/** Returns the colour of ink. */
export function inkColor({ color, nib }: Style, theme: Theme): string {
  return nib === 'highlighter' ? highlightOf(color, theme) : colorOf(color, theme)
}

/** Returns opacity and blend mode of ink. */
export function lookOf({ nib, opacity }: Style, theme: Theme): Pick<PathItem, 'opacity' | 'blend'> {
  const faded = opacity === undefined ? {} : { opacity }
  return nib === 'highlighter' ? { ...faded, blend: theme === 'light' ? 'multiply' : 'screen' } : faded
}

function insideOf(pieces: readonly Spine[]): Path {
  const path = new Path()
  for (const spine of pieces) addLine(path, spine)
  return path.close()
}

/** Returns the mean width; a pixel if it is hardly more, because that is drawn four times as fast. */
function thinWidth({ radius }: Spine, detail: number): number {
  let sum = 0
  for (const each of radius) sum += each
  const mean = (2 * sum) / radius.length
  return mean < hairline * detail ? Math.min(mean, detail) : mean
}

function flat({ x, y }: Spine): number[] {
  const points = new Array<number>(2 * x.length)
  for (let index = 0; index < x.length; index += 1) {
    points[2 * index] = x[index] ?? 0
    points[2 * index + 1] = y[index] ?? 0
  }
  return points
}
