import type { Edit, LineShape, Place, Shape, ShapeId, WorldPoint } from '@inkbridge/types'
import { turned, twist } from '../../geometry/box.ts'
import { halfWay, lineThrough, pointsOf } from '../../shapes/line.ts'
import { snapToGrid } from '../../snap.ts'
import { type Pointer, stepped, tolerancePx, type View } from '../tool.ts'
import { type Bending, type Dragged, editsEveryMs, idle, type SelectStep, shapesOf } from './state.ts'

/** A point of a line that can be dragged; one between two others becomes one when it is. */
export interface LinePoint extends WorldPoint {
  readonly index: number
  readonly isNew: boolean
}

/** Between points nearer than this there is no room for another, screen pixels. */
const roomPx = 40

/** A line from here to there has its ends to be dragged by, and no frame. */
export function hasPointsOnly(shape: Shape): boolean {
  return shape.kind === 'line' && shape.points.length <= 4
}

/** The points of a line that is selected alone, where they are. */
export function linePoints(shape: Shape | undefined, zoom: number): readonly LinePoint[] {
  if (shape?.kind !== 'line' || shape.locked) return []
  const points = worldPoints(shape)
  const found: LinePoint[] = []
  for (let at = 0; at + 1 < points.length; at += 2) {
    const [x = 0, y = 0, nextX, nextY] = points.slice(at, at + 4)
    found.push({ x, y, index: at / 2, isNew: false })
    if (nextX === undefined || nextY === undefined || Math.hypot(nextX - x, nextY - y) * zoom < roomPx) continue
    found.push({ ...turned(halfWay(shape, at / 2), shape.at, shape.at.rotation), index: at / 2 + 1, isNew: true })
  }
  return found
}

/** The gesture that begins on a point of a line. */
export function pointUnder({ point, device }: Pointer, view: View): Bending | null {
  const [shape, another] = shapesOf(view.selection, view)
  if (view.readOnly || another || shape?.kind !== 'line') return null
  const reach = (device === 'touch' ? 22 : tolerancePx[device] + 2) / view.zoom
  const near = linePoints(shape, view.zoom)
    .filter(({ x, y }) => Math.hypot(x - point.x, y - point.y) <= reach)
    .sort((a, b) => Number(a.isNew) - Number(b.isNew))[0]
  if (!near) return null
  const points = worldPoints(shape)
  const all = near.isNew ? points.toSpliced(near.index * 2, 0, near.x, near.y) : points
  const before = { points: shape.points, at: shape.at }
  return { name: 'bending', id: shape.id, points: all, index: near.index, before, editedAt: -Infinity }
}

/** With shift its piece of the line stands in steps of 15 degrees. Dragged onto its neighbour a point is taken away. */
export function bending(state: Bending, input: Dragged, view: View): SelectStep {
  const ends = input.type === 'up'
  if (!view.scene.get(state.id)) return { state: idle }
  if (!ends && input.at - state.editedAt < editsEveryMs) return { state, cursor: 'crosshair' }
  const { points, index } = state
  const neighbours = [index - 1, index + 1].filter((each) => each >= 0 && each < points.length / 2).map(pointAt(points))
  const [neighbour] = neighbours
  const free = input.shift && neighbour ? stepped(neighbour, input.point) : input.point
  const to = view.grid && !input.mod ? snapToGrid(free, view.grid) : free
  const reach = tolerancePx[input.device] / view.zoom
  const merges = points.length > 4 && neighbours.some(({ x, y }) => Math.hypot(x - to.x, y - to.y) <= reach)
  const now = ends && merges ? points.toSpliced(index * 2, 2) : points.toSpliced(index * 2, 2, to.x, to.y)
  return {
    state: ends ? idle : { ...state, editedAt: input.at },
    edits: bent(state.id, lineThrough(now)),
    cursor: 'crosshair',
  }
}

export function bent(
  id: ShapeId,
  { points, at }: { readonly points: readonly number[]; readonly at: Place },
): readonly Edit[] {
  return [{ type: 'points', id, points, at }]
}

function worldPoints(shape: LineShape): readonly number[] {
  const points = pointsOf(shape)
  const { at } = shape
  if (at.rotation === 0) return points
  const about = { x: at.x + at.w / 2, y: at.y + at.h / 2 }
  return Array.from({ length: points.length / 2 }, (_, index) =>
    Object.values(twist(pointAt(points)(index), about, at.rotation)),
  ).flat()
}

function pointAt(points: readonly number[]) {
  return (index: number): { readonly x: number; readonly y: number } => ({
    x: points[2 * index] ?? 0,
    y: points[2 * index + 1] ?? 0,
  })
}
