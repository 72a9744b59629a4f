import { boxTransform, type LineShape, type Place } from '@inkbridge/types'
import { boxOf, rotateAbout } from '../../geometry.ts'

/** The unit square, to which points are relative. */
const unit = { x: 0, y: 0, w: 1, h: 1 }

/** Returns the points of a line, x0, y0, x1, y1, …, world units, not rotated. */
export function pointsOf({ at, points }: Pick<LineShape, 'at' | 'points'>): readonly number[] {
  const { scaleX, moveX, scaleY, moveY } = boxTransform(unit, at)
  return points.map((fraction, index) => (index % 2 === 0 ? fraction * scaleX + moveX : fraction * scaleY + moveY))
}

/** Returns the points of a line in the world, rotated. */
export function worldPoints(shape: LineShape): readonly number[] {
  const points = pointsOf(shape)
  const { at } = shape
  if (at.rotation === 0) return points
  const about = { x: at.x + at.w / 2, y: at.y + at.h / 2 }
  const all: number[] = []
  for (let index = 0; index + 1 < points.length; index += 2) {
    const { x, y } = rotateAbout({ x: points[index] ?? 0, y: points[index + 1] ?? 0 }, about, at.rotation)
    all.push(x, y)
  }
  return all
}

/** Returns the place of a line through points, and the points as fractions of it. */
export function lineThrough(points: readonly number[]): { readonly at: Place; readonly points: readonly number[] } {
  const { minX, minY, maxX, maxY } = boxOf(points)
  const [w, h] = [maxX - minX, maxY - minY]
  const part = (value: number, low: number, length: number) => (length > 0 ? (value - low) / length : 0)
  return {
    at: { x: minX, y: minY, w, h, rotation: 0 },
    points: points.map((value, index) => (index % 2 === 0 ? part(value, minX, w) : part(value, minY, h))),
  }
}
