import type { InkPoints, InkShape } from '@inkbridge/types'
import { highlightWidths, nearestColor, nearestSize, strokeWidths } from './names.ts'
import { spaceOf, toPage } from './space.ts'
import { fillName, losesColor } from './write-style.ts'
import type { WriteContext, WrittenShape } from './written.ts'

/** A stroke: each piece that was not erased is a segment. */
export function writeInk(shape: InkShape, { library, offset }: WriteContext): WrittenShape {
  const { at, style, points, original } = shape
  const isHighlighter = style.nib === 'highlighter'
  const { name: size, scale } = nearestSize(style.width, isHighlighter ? highlightWidths : strokeWidths)
  const [scaleX, scaleY] = [stretch(at.w, original.w) * (at.mirrored ? -1 : 1), stretch(at.h, original.h)]
  const pieces = (shape.visible ?? [[0, points.length - 1]]).map(([from, to]) =>
    pieceOf(points, from, to).map(({ x, y, z }) => ({ x: x - original.x + offset.x, y: y - original.y + offset.y, z })),
  )
  const shared = {
    ...{ color: nearestColor(style.color).name, size, scale, scaleX, scaleY, isComplete: true },
    isPen: points.pressure !== null,
    segments: pieces.map((piece) => ({ type: 'free', path: library.encodePoints(piece) })),
  }
  const corner = { x: (at.mirrored ? at.w : 0) - offset.x * scaleX, y: -offset.y * scaleY }
  const space = { ...toPage(spaceOf(at), corner), rotation: at.rotation }
  const losing = losesColor(style) ? ({ approximated: 'color' } as const) : {}
  if (isHighlighter) return { type: 'highlight', space, props: shared, ...losing }
  const dash = style.nib === 'even' ? 'solid' : 'draw'
  const props = { ...shared, fill: fillName({ ...style, pattern: 'solid' }), dash, isClosed: style.fill !== undefined }
  return { type: 'draw', space, props, ...losing }
}

function stretch(now: number, was: number): number {
  return was > 0 && now > 0 ? now / was : 1
}

/** The points of an interval, its ends between points included. */
function pieceOf(points: InkPoints, from: number, to: number) {
  const [first, last] = [Math.ceil(from), Math.floor(to)]
  const inner = Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => pointAt(points, first + index))
  return [
    ...(from < first ? [pointAt(points, from)] : []),
    ...inner,
    ...(to > last || inner.length === 0 ? [pointAt(points, to)] : []),
  ]
}

function pointAt({ x, y, pressure, length }: InkPoints, at: number) {
  const low = Math.min(length - 1, Math.max(0, Math.floor(at)))
  const high = Math.min(length - 1, low + 1)
  const mixed = (values: ArrayLike<number>) =>
    (values[low] ?? 0) + ((values[high] ?? 0) - (values[low] ?? 0)) * (at - low)
  return { x: mixed(x), y: mixed(y), z: pressure ? mixed(pressure) : 0.5 }
}
