import { carriage, type LineShape, type Place } from '@inkbridge/types'
import { boxOf, twist } from '../../geometry.ts'

/** What a line's fractions are of. */
const unit = { x: 0, y: 0, w: 1, h: 1 }

/** The points of a line in its place, x0, y0, x1, y1, …, world units, not turned. */
export function pointsOf({ at, points }: Pick<LineShape, 'at' | 'points'>): readonly number[] {
  const { scaleX, moveX, scaleY, moveY } = carriage(unit, at)
  return points.map((fraction, index) => (index % 2 === 0 ? fraction * scaleX + moveX : fraction * scaleY + moveY))
}

/** The points of a line in the world, turned as it is. */
export function worldPoints(shape: LineShape): readonly number[] {
  const points = pointsOf(shape)
  const { at } = shape
  if (at.rotation === 0) return points
  const about = { x: at.x + at.w / 2, y: at.y + at.h / 2 }
  const all: number[] = []
  for (let index = 0; index + 1 < points.length; index += 2) {
    const { x, y } = twist({ x: points[index] ?? 0, y: points[index + 1] ?? 0 }, about, at.rotation)
    all.push(x, y)
  }
  return all
}

/** The place of a line through some points, and the points as fractions of it. */
export function lineThrough(points: readonly number[]): { readonly at: Place; readonly points: readonly number[] } {
  const { minX, minY, maxX, maxY } = boxOf(points)
  const [w, h] = [maxX - minX, maxY - minY]
  const part = (value: number, low: number, length: number) => (length > 0 ? (value - low) / length : 0)
  return {
    at: { x: minX, y: minY, w, h, rotation: 0 },
    points: points.map((value, index) => (index % 2 === 0 ? part(value, minX, w) : part(value, minY, h))),
  }
}
