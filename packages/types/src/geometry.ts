declare const space: unique symbol
/** A point on the board, world units; x to the right, y down. */
export interface WorldPoint {
  readonly x: number
  readonly y: number
  readonly [space]?: 'world'
}
/** A point in the view, CSS pixels from its top left. */
export interface ScreenPoint {
  readonly x: number
  readonly y: number
  readonly [space]?: 'screen'
}

/**
 * The position and size of a shape: the top left and size of its unrotated box in world units, rotation about the box's
 * centre.
 */
export interface Place {
  readonly x: number
  readonly y: number
  readonly w: number
  readonly h: number
  /** Radians, clockwise. */
  readonly rotation: number
  /** Flipped horizontally about the box's centre, before the rotation. Flipped vertically is this and a half turn. */
  readonly mirrored?: true
}

/** Maps points from one box to another: `scaleX * x + moveX`, `scaleY * y + moveY`. */
export interface BoxTransform {
  readonly scaleX: number
  readonly moveX: number
  readonly scaleY: number
  readonly moveY: number
}

/** Maps points drawn in one box to their current position; without the rotation. */
export function boxTransform(original: Omit<Place, 'rotation'>, at: Place): BoxTransform {
  const [across, scaleY] = [original.w > 0 ? at.w / original.w : 1, original.h > 0 ? at.h / original.h : 1]
  const scaleX = at.mirrored ? -across : across
  const from = at.mirrored ? at.x + at.w : at.x
  return { scaleX, moveX: from - original.x * scaleX, scaleY, moveY: at.y - original.y * scaleY }
}

/** An axis-aligned box, world units. */
export interface Box {
  readonly minX: number
  readonly minY: number
  readonly maxX: number
  readonly maxY: number
}
