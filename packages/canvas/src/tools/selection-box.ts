import type { Box, Place, ScreenPoint, Shape, WorldPoint } from '@inkbridge/types'
import { grow, middleOf, rotateAbout, union } from '../geometry.ts'
import { extentOf, flipped, type Kinds, ownExtentOf } from '../shapes.ts'

/** The box around a selection, rotated about a point. */
export interface SelectionBox {
  readonly box: Box
  readonly about: WorldPoint
  /** Radians, clockwise. */
  readonly angle: number
}

/** The eight resize handles, named by the sides they move. */
const sides = ['n', 'ne', 'e', 'se', 's', 'sw', 'w', 'nw'] as const
export type Side = (typeof sides)[number]
export type Handle = Side | 'turn'

/** Padding of the selection box, its minimum size, and the distance of the rotation handle above it, screen pixels. */
const [framePx, leastPx, turnPx] = [8, 32, 24]

/** Returns the selection box: rotated with a single shape, axis-aligned for several. */
export function selectionBoxOf(shapes: readonly Shape[], kinds: Kinds): SelectionBox | null {
  const [only, another] = shapes
  if (!only) return null
  if (!another) return { box: ownExtentOf(only, kinds), about: middleOfPlace(only.at), angle: only.at.rotation }
  const box = union(shapes.map((shape) => extentOf(shape, kinds)))
  return box && { box, about: middleOf(box), angle: 0 }
}

/** Returns the selection box as drawn: padded, and large enough for its handles. */
export function padded({ box, about, angle }: SelectionBox, zoom: number): SelectionBox {
  const wide = grow(box, framePx / zoom)
  const more = (length: number) => Math.max(0, leastPx / zoom - length) / 2
  const [x, y] = [more(wide.maxX - wide.minX), more(wide.maxY - wide.minY)]
  return {
    box: { minX: wide.minX - x, minY: wide.minY - y, maxX: wide.maxX + x, maxY: wide.maxY + y },
    about,
    angle,
  }
}

/** Returns its corners, rotated, clockwise from the top left. */
export function cornersOf({ box: { minX, minY, maxX, maxY }, about, angle }: SelectionBox): readonly WorldPoint[] {
  const corners = [
    { x: minX, y: minY },
    { x: maxX, y: minY },
    { x: maxX, y: maxY },
    { x: minX, y: maxY },
  ]
  return corners.map((corner) => rotateAbout(corner, about, angle))
}

/** Returns the position of the rotation handle. */
export function rotateHandleOf({ box, about, angle }: SelectionBox, zoom: number): WorldPoint {
  return rotateAbout({ x: (box.minX + box.maxX) / 2, y: box.minY - turnPx / zoom }, about, angle)
}

/** Returns the handle of a padded box under a point; corners win over sides. `reach` in screen pixels. */
export function handleAt(frame: SelectionBox, point: WorldPoint, zoom: number, reach: number): Handle | null {
  const around = padded(frame, zoom)
  const r = reach / zoom
  const turn = rotateHandleOf(around, zoom)
  if (Math.hypot(point.x - turn.x, point.y - turn.y) <= Math.max(r, 9 / zoom)) return 'turn'
  const { minX, minY, maxX, maxY } = around.box
  const { x, y } = rotateAbout(point, around.about, -around.angle)
  if (x < minX - r || x > maxX + r || y < minY - r || y > maxY + r) return null
  // Leave a middle without handles, by which a finger can move small shapes.
  const [inX, inY] = [Math.min(r, (maxX - minX) / 4), Math.min(r, (maxY - minY) / 4)]
  const name = `${y - minY <= inY ? 'n' : maxY - y <= inY ? 's' : ''}${x - minX <= inX ? 'w' : maxX - x <= inX ? 'e' : ''}`
  return sides.find((side) => side === name) ?? null
}

/** Whether a point is in a selection box. */
export function isIn({ box, about, angle }: SelectionBox, point: WorldPoint): boolean {
  const { x, y } = rotateAbout(point, about, -angle)
  return x >= box.minX && x <= box.maxX && y >= box.minY && y <= box.maxY
}

const cursors = ['ns-resize', 'nesw-resize', 'ew-resize', 'nwse-resize'] as const

/** Returns the cursor for a handle of a rotated box. */
export function cursorOf(handle: Handle, angle: number): string {
  if (handle === 'turn') return 'grab'
  const eighths = Math.round(angle / (Math.PI / 4))
  return cursors[(((sides.indexOf(handle) + eighths) % 4) + 4) % 4] ?? 'default'
}

/** A resized selection box, which may be flipped. */
export interface Resized {
  readonly box: Box
  readonly over: { readonly x: boolean; readonly y: boolean }
}

/** Returns the box after dragging a handle, in unrotated coordinates. Shift keeps proportions, Alt the centre. */
export function resized(
  box: Box,
  handle: Side,
  by: ScreenPoint,
  keep: { readonly shift: boolean; readonly alt: boolean },
): Resized {
  const [width, height] = [box.maxX - box.minX, box.maxY - box.minY]
  const factor = keep.alt ? 2 : 1
  const sideX = handle.includes('e') ? 1 : handle.includes('w') ? -1 : 0
  const sideY = handle.includes('s') ? 1 : handle.includes('n') ? -1 : 0
  let [w, h] = [atLeastOne(width + sideX * by.x * factor), atLeastOne(height + sideY * by.y * factor)]
  if (keep.shift && width > 0 && height > 0) {
    const [across, down] = [Math.abs(w) / width, Math.abs(h) / height]
    const scale = sideX === 0 ? down : sideY === 0 ? across : Math.max(across, down)
    ;[w, h] = [width * scale * Math.sign(w), height * scale * Math.sign(h)]
  }
  const span = (low: number, high: number, side: number, length: number): readonly [number, number] => {
    if (keep.alt || side === 0) return [(low + high - length) / 2, (low + high + length) / 2]
    return side > 0 ? [low, low + length] : [high - length, high]
  }
  const [x0, x1] = span(box.minX, box.maxX, sideX, w)
  const [y0, y1] = span(box.minY, box.maxY, sideY, h)
  return {
    box: { minX: Math.min(x0, x1), minY: Math.min(y0, y1), maxX: Math.max(x0, x1), maxY: Math.max(y0, y1) },
    over: { x: w < 0, y: h < 0 },
  }
}

/**
 * Returns the place of a shape after its selection box was resized. A shape rotated relative to the box keeps its
 * proportions.
 */
export function carried(at: Place, { box, about, angle }: SelectionBox, { box: to, over }: Resized): Place {
  const scale = (low: number, high: number, toLow: number, toHigh: number) =>
    high > low ? (toHigh - toLow) / (high - low) : 1
  const scaleX = scale(box.minX, box.maxX, to.minX, to.maxX)
  const scaleY = scale(box.minY, box.maxY, to.minY, to.maxY)
  const middle = rotateAbout(middleOfPlace(at), about, -angle)
  const [x, y] = [to.minX + (middle.x - box.minX) * scaleX, to.minY + (middle.y - box.minY) * scaleY]
  const across = isUpright(at.rotation - angle)
  const [w, h] = [at.w * (across ? scaleX : scaleY), at.h * (across ? scaleY : scaleX)]
  let place: Place = { ...at, x: x - w / 2, y: y - h / 2, w, h, rotation: at.rotation - angle }
  if (over.x) place = flipped(place, 'x', to)
  if (over.y) place = flipped(place, 'y', to)
  const now = rotateAbout(middleOfPlace(place), about, angle)
  return { ...place, x: now.x - w / 2, y: now.y - h / 2, rotation: turnedBy(place.rotation, angle) }
}

/** Whether all shapes are at right angles to the selection box, so that they can be stretched in one direction. */
export function isStretchable(shapes: readonly Pick<Shape, 'at'>[], { angle }: SelectionBox): boolean {
  return shapes.every(({ at }) => {
    const quarters = (at.rotation - angle) / (Math.PI / 2)
    return Math.abs(quarters - Math.round(quarters)) < 1e-3
  })
}

function turnedBy(rotation: number, angle: number): number {
  return angle === 0 ? rotation : rotation + angle
}

/** Whether a shape rotated by this angle has its width along that of the selection box, within 45°. */
function isUpright(angle: number): boolean {
  return Math.abs(Math.sin(angle)) < Math.SQRT1_2
}

/** Keeps a side at least 1: what has no width cannot be widened again. */
function atLeastOne(length: number): number {
  return Math.abs(length) >= 1 ? length : length < 0 ? -1 : 1
}

function middleOfPlace({ x, y, w, h }: Place): WorldPoint {
  return { x: x + w / 2, y: y + h / 2 }
}
