import type { ShapeId } from '../ids.ts'
import { fillKeys, letterKeys } from '../style.ts'
import { type RecordKind, recordKind } from './record-kind.ts'
import type { ShapeBase } from './shape.ts'

/** A line through two points or more. */
export interface LineShape extends ShapeBase {
  readonly kind: 'line'
  /** x0, y0, x1, y1, … as fractions 0 to 1 of the place's width and height. At least two points. */
  readonly points: readonly number[]
  /** The bindings of its ends; without a bound shape, its points count. */
  readonly start?: Binding
  readonly end?: Binding
  /** For elbow lines: the positions of segments that were placed by hand. */
  readonly pins?: readonly Pin[]
  /** As shown: the points between its ends, derived from them. Never in a document. */
  readonly routed?: true
}

/** The binding of a line's end. */
export interface Binding {
  readonly to: ShapeId
  /**
   * A point in the shape, as fractions of its unrotated box; absent: the end aims at the centre and stops before the
   * outline.
   */
  readonly at?: readonly [x: number, y: number]
  /** The end is at the point of the outline nearest to `at`; absent: exactly at that point. */
  readonly outline?: true
}

/** The position of a horizontal (`y`) or vertical (`x`) segment of a line, world units. */
export interface Pin {
  readonly axis: 'x' | 'y'
  readonly at: number
}

export type LineEnd = 'start' | 'end'

/** Reads the binding of an end; null when it has none. */
export function parseBinding(input: unknown): Binding | null {
  if (typeof input !== 'object' || input === null) return null
  const { to, at, outline } = input as Readonly<Record<string, unknown>>
  if (typeof to !== 'string' || to === '' || to.length > 128) return null
  const [x, y, ...rest] = Array.isArray(at) ? (at as readonly unknown[]) : []
  const isPoint = [x, y].every((value) => typeof value === 'number' && value >= 0 && value <= 1) && rest.length === 0
  if (!isPoint) return { to: to as ShapeId }
  return { to: to as ShapeId, at: [Number(x), Number(y)], ...(outline === true ? { outline } : {}) }
}

const maxPins = 8

/** Reads the positions of placed segments; null when they are invalid. */
export function parsePins(input: unknown): readonly Pin[] | null {
  if (!Array.isArray(input) || input.length > maxPins) return null
  const isPin = (pin: unknown): pin is Pin => {
    if (typeof pin !== 'object' || pin === null) return false
    const { axis, at } = pin as Record<string, unknown>
    return (axis === 'x' || axis === 'y') && typeof at === 'number' && Math.abs(at) <= 1e8
  }
  return input.every(isPin) ? input.map(({ axis, at }) => ({ axis, at })) : null
}

export const lineRecord: RecordKind<Pick<LineShape, 'points' | 'pins'>, 'line'> = recordKind({
  kind: 'line',
  props: {
    points: {
      parse: (value) => parseLinePoints(value) ?? undefined,
      fault: (value) => (parseLinePoints(value) ? null : 'a line has no points'),
      required: true,
    },
    pins: {
      parse: (value) => {
        const pins = parsePins(value)
        return pins && pins.length > 0 ? pins : undefined
      },
      fault: (value) => (parsePins(value) ? null : 'the pins of a line are invalid'),
    },
  },
  style: {
    uses: [
      'color',
      'width',
      ...fillKeys,
      'dash',
      'look',
      'corners',
      'route',
      'startHead',
      'endHead',
      ...letterKeys,
      'opacity',
    ],
  },
  connects: true,
})

/** Reads the points of a line from a document; null when they are invalid. */
export function parseLinePoints(input: unknown): readonly number[] | null {
  if (!Array.isArray(input) || input.length < 4 || input.length > 2000 || input.length % 2 !== 0) return null
  return input.every((value) => typeof value === 'number' && value >= -1e6 && value <= 1e6) ? input : null
}
