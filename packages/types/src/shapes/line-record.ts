import type { ShapeId } from '../ids.ts'
import { fillKeys, letterKeys } from '../style.ts'
import { type RecordKind, recordKind } from './record-kind.ts'
import type { ShapeBase } from './shape.ts'

/** A line through two points or more. */
export interface LineShape extends ShapeBase {
  readonly kind: 'line'
  /** x0, y0, x1, y1, … as fractions 0 to 1 of the place's width and height. At least two points. */
  readonly points: readonly number[]
  /** What its ends hold on to; where that is not there, its points count. */
  readonly start?: Binding
  readonly end?: Binding
  /** Of one that goes by right angles: where its pieces lie that were put there by hand. */
  readonly pins?: readonly Pin[]
  /** As it is shown: what lies between its ends follows from where they are. Never in a document. */
  readonly routed?: true
}

/** What an end of a line is bound to. */
export interface Binding {
  readonly to: ShapeId
  /** A point of it, as fractions of its place before it is turned; absent: the end aims at its center and stops before the outline. */
  readonly at?: readonly [x: number, y: number]
  /** The end is at the point of the outline that is nearest to `at`; absent: at that very point. */
  readonly outline?: true
}

/** A piece of a line that lies across (`y`) or upright (`x`), so far, world units. */
export interface Pin {
  readonly axis: 'x' | 'y'
  readonly at: number
}

export type LineEnd = 'start' | 'end'

/** Reads what an end is bound to; null: nothing. */
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

/** Reads where the pieces of a line were put; null when it says no such thing. */
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

/** Reads the points of a line from a document; null when they are no line. */
export function parseLinePoints(input: unknown): readonly number[] | null {
  if (!Array.isArray(input) || input.length < 4 || input.length > 2000 || input.length % 2 !== 0) return null
  return input.every((value) => typeof value === 'number' && value >= -1e6 && value <= 1e6) ? input : null
}
