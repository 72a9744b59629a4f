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

/** Where a shape is: the top left and size of its unrotated box in world units, rotation about the box's centre. */
export interface Place {
  readonly x: number
  readonly y: number
  readonly w: number
  readonly h: number
  /** Radians, clockwise. */
  readonly rotation: number
}

/** An axis-aligned box, world units. */
export interface Box {
  readonly minX: number
  readonly minY: number
  readonly maxX: number
  readonly maxY: number
}
