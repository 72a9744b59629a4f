import type { Box, Place, WorldPoint } from '@inkbridge/types'

export function boxOf(points: readonly number[]): Box {
  let [minX, minY, maxX, maxY] = [Infinity, Infinity, -Infinity, -Infinity]
  for (let at = 0; at + 1 < points.length; at += 2) {
    const [x = 0, y = 0] = [points[at], points[at + 1]]
    minX = Math.min(minX, x)
    maxX = Math.max(maxX, x)
    minY = Math.min(minY, y)
    maxY = Math.max(maxY, y)
  }
  return { minX, minY, maxX, maxY }
}

/** Returns the bounds of boxes; null: none. */
export function union(boxes: Iterable<Box>): Box | null {
  let all: Box | null = null
  for (const box of boxes) {
    all = all
      ? {
          minX: Math.min(all.minX, box.minX),
          minY: Math.min(all.minY, box.minY),
          maxX: Math.max(all.maxX, box.maxX),
          maxY: Math.max(all.maxY, box.maxY),
        }
      : box
  }
  return all
}

export function grow({ minX, minY, maxX, maxY }: Box, by: number): Box {
  return { minX: minX - by, minY: minY - by, maxX: maxX + by, maxY: maxY + by }
}

/** Returns the intersection of two boxes; without overlap, the nearest corner of the first. */
export function intersection(a: Box, b: Box): Box {
  const [minX, minY] = [Math.min(a.maxX, Math.max(a.minX, b.minX)), Math.min(a.maxY, Math.max(a.minY, b.minY))]
  return {
    minX,
    minY,
    maxX: Math.max(minX, Math.min(a.maxX, b.maxX)),
    maxY: Math.max(minY, Math.min(a.maxY, b.maxY)),
  }
}

export function overlaps(a: Box, b: Box): boolean {
  return a.minX <= b.maxX && b.minX <= a.maxX && a.minY <= b.maxY && b.minY <= a.maxY
}

/** Whether a box lies entirely in another. */
export function contains(outer: Box, { minX, minY, maxX, maxY }: Box): boolean {
  return minX >= outer.minX && minY >= outer.minY && maxX <= outer.maxX && maxY <= outer.maxY
}

export function around(points: readonly WorldPoint[]): Box {
  return boxOf(points.flatMap(({ x, y }) => [x, y]))
}

/** Returns the bounds of a rotated place. */
export function placeBox(at: Place): Box {
  if (at.rotation === 0) return { minX: at.x, minY: at.y, maxX: at.x + at.w, maxY: at.y + at.h }
  const corners = [
    [at.x, at.y],
    [at.x + at.w, at.y],
    [at.x + at.w, at.y + at.h],
    [at.x, at.y + at.h],
  ]
  return boxOf(corners.flatMap(([x = 0, y = 0]) => Object.values(turned({ x, y }, at, at.rotation))))
}

/** Rotates a point about the centre of a place, radians clockwise. */
export function turned(point: WorldPoint, at: Place, angle: number): { readonly x: number; readonly y: number } {
  return rotateAbout(point, { x: at.x + at.w / 2, y: at.y + at.h / 2 }, angle)
}

/** Rotates a point about another, radians clockwise. */
export function rotateAbout(
  { x, y }: WorldPoint,
  about: WorldPoint,
  angle: number,
): { readonly x: number; readonly y: number } {
  if (angle === 0) return { x, y }
  const [sin, cos] = [Math.sin(angle), Math.cos(angle)]
  return {
    x: about.x + (x - about.x) * cos - (y - about.y) * sin,
    y: about.y + (x - about.x) * sin + (y - about.y) * cos,
  }
}

export function middleOf({ minX, minY, maxX, maxY }: Box): { readonly x: number; readonly y: number } {
  return { x: (minX + maxX) / 2, y: (minY + maxY) / 2 }
}

/** Resizes a place about the point at these parts of its width and height, which stays in place, rotation included. */
export function resizedAbout(at: Place, w: number, h: number, partX: number, partY: number): Place {
  const level = { x: at.x + (at.w - w) * partX, y: at.y + (at.h - h) * partY }
  const [before, after] = [
    { x: at.x + at.w / 2, y: at.y + at.h / 2 },
    { x: level.x + w / 2, y: level.y + h / 2 },
  ]
  const middle = at.rotation === 0 ? after : rotateAbout(after, before, at.rotation)
  return { ...at, x: middle.x - w / 2, y: middle.y - h / 2, w, h }
}
