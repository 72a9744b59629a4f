import type { Place } from '@inkbridge/types'
import type { Vec } from './records.ts'

/** Where the origin of a shape or page is, and how it is turned, in the coordinates of its page. */
export interface Space {
  readonly x: number
  readonly y: number
  /** Radians, clockwise. */
  readonly rotation: number
}

export const pageSpace: Space = { x: 0, y: 0, rotation: 0 }

function turned({ x, y }: Vec, rotation: number): Vec {
  if (rotation === 0) return { x, y }
  const [sin, cos] = [Math.sin(rotation), Math.cos(rotation)]
  return { x: x * cos - y * sin, y: x * sin + y * cos }
}

/** A point of a space, in the coordinates of the page. */
export function toPage(space: Space, point: Vec): Vec {
  const { x, y } = turned(point, space.rotation)
  return { x: x + space.x, y: y + space.y }
}

/** A point of the page, in the coordinates of a space. */
export function toSpace(space: Space, { x, y }: Vec): Vec {
  return turned({ x: x - space.x, y: y - space.y }, -space.rotation)
}

/** A space that is given in the coordinates of another. */
export function within(parent: Space, { x, y, rotation }: Space): Space {
  return { ...toPage(parent, { x, y }), rotation: parent.rotation + rotation }
}

/** A space of the page, in the coordinates of another. */
export function relativeTo(parent: Space, space: Space): Space {
  return { ...toSpace(parent, space), rotation: space.rotation - parent.rotation }
}

/** The place of a box whose top left is at this point of a space, with that space's rotation. */
export function placeAt(space: Space, { x, y }: Vec, w: number, h: number): Place {
  const centre = toPage(space, { x: x + w / 2, y: y + h / 2 })
  return { x: centre.x - w / 2, y: centre.y - h / 2, w, h, rotation: normalized(space.rotation) }
}

/** The space of a place: its top left as rotated, and its rotation. */
export function spaceOf({ x, y, w, h, rotation }: Place): Space {
  const corner = turned({ x: -w / 2, y: -h / 2 }, rotation)
  return { x: x + w / 2 + corner.x, y: y + h / 2 + corner.y, rotation }
}

/** The four corners of a place, rotated. */
function cornersOf(at: Place): readonly Vec[] {
  const space = spaceOf(at)
  return [
    [0, 0],
    [at.w, 0],
    [at.w, at.h],
    [0, at.h],
  ].map(([x = 0, y = 0]) => toPage(space, { x, y }))
}

/** The box around places, in the coordinates of a space; null: without places. */
export function boundsIn(space: Space, places: readonly Place[]): { readonly min: Vec; readonly max: Vec } | null {
  const [min, max] = [
    { x: Infinity, y: Infinity },
    { x: -Infinity, y: -Infinity },
  ]
  for (const place of places)
    for (const corner of cornersOf(place)) {
      const { x, y } = toSpace(space, corner)
      ;[min.x, min.y] = [Math.min(min.x, x), Math.min(min.y, y)]
      ;[max.x, max.y] = [Math.max(max.x, x), Math.max(max.y, y)]
    }
  return min.x <= max.x ? { min, max } : null
}

/** An angle from -π to π; the given one if it is already there. */
function normalized(rotation: number): number {
  if (Math.abs(rotation) <= Math.PI) return rotation
  const turn = 2 * Math.PI
  return rotation - turn * Math.round(rotation / turn)
}
