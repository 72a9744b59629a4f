import {
  type Color,
  type InkName,
  type InkPoint,
  type InkPoints,
  inks,
  limits,
  nibs,
  type Place,
  parseColor,
  type ShapeId,
  type Style,
} from '@inkbridge/types'
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import { fullPressure, type Grain, maxTicks, msPerTick, readSteps, type Step, writeSteps } from './ink-steps.ts'
import { isOrder } from './order.ts'
import { isKey } from './plain.ts'

/** A stroke's data besides its points, from its first chunk on. */
export interface InkHeader extends Grain {
  readonly style: Style
  readonly order: string
  /** Set for a stroke that was split off another. */
  readonly part?: InkPart
}

/**
 * The interval of another stroke that this stroke is a part of, in points of that one: its own first point is the
 * other's point `floor(from)`.
 */
export interface InkPart {
  readonly of: ShapeId
  readonly from: number
  readonly to: number
}

/** A sealed stroke, as far as it is read before its points are requested. */
export interface PackedInk {
  readonly header: InkHeader
  /** The box of the points as drawn. */
  readonly original: Place
  readonly points: InkPoints
}

const version = 1
const customColor = 255
/** Steps per point in which cuts are stored, and steps in which the streamlining, 0 to 1, is stored. */
export const perPoint = 16
const perStreamline = 20
const flag = { pressure: 1, fill: 2, opacity: 4, nib: 8, streamline: 16, part: 32 } as const
const allFlags = 63
const [minExponent, maxExponent] = [-12, 12]

/** The points of one stroke, appended at the end; readers share the growing arrays. */
export class InkTrail {
  readonly header: InkHeader
  #length = 0
  #steps: Step[] = []
  #x = new Float64Array(64)
  #y = new Float64Array(64)
  #time = new Float64Array(64)
  #pressure: Float32Array | null
  #box = { minX: 0, minY: 0, maxX: 0, maxY: 0 }

  constructor(header: InkHeader) {
    this.header = header
    this.#pressure = header.pressure ? new Float32Array(64) : null
  }

  get steps(): readonly Step[] {
    return this.#steps
  }

  get points(): InkPoints {
    return { length: this.#length, x: this.#x, y: this.#y, pressure: this.#pressure, time: this.#time }
  }

  /** The box of the points as drawn. */
  get original(): Place {
    const { minX, minY, maxX, maxY } = this.#box
    return { x: minX, y: minY, w: maxX - minX, h: maxY - minY, rotation: 0 }
  }

  get last(): Step | undefined {
    return this.#steps.at(-1)
  }

  /** Rounds points to storable values. Drops points with a position that is not finite, and those over the limit. */
  round(points: readonly InkPoint[]): Step[] {
    const room = limits.maxStrokePoints - this.#length
    const unit = 2 ** this.header.exponent
    const limit = limits.maxCoordinate
    let time = this.last?.time ?? 0
    return points
      .filter(({ x, y }) => Math.abs(x) <= limit && Math.abs(y) <= limit)
      .slice(0, Math.max(0, room))
      .map((point) => {
        const ticks = Number.isFinite(point.time) ? Math.round(point.time / msPerTick) : time
        time = Math.min(Math.max(time, ticks), maxTicks)
        const pressure = this.header.pressure
          ? Math.round(Math.min(1, Math.max(0, point.pressure ?? 0.5)) * fullPressure)
          : 0
        // No negative zero: it would be another byte for the same position.
        return { x: Math.round(point.x / unit) || 0, y: Math.round(point.y / unit) || 0, pressure: pressure || 0, time }
      })
  }

  add(steps: readonly Step[]): void {
    const unit = 2 ** this.header.exponent
    for (const step of steps) {
      const at = this.#length
      if (at === this.#x.length) this.#grow()
      this.#x[at] = step.x * unit
      this.#y[at] = step.y * unit
      this.#time[at] = step.time * msPerTick
      if (this.#pressure) this.#pressure[at] = step.pressure / fullPressure
      this.#stretch(step.x * unit, step.y * unit, at === 0)
      this.#steps.push(step)
      this.#length = at + 1
    }
  }

  #grow(): void {
    const size = this.#x.length * 2
    const longer = <Numbers extends Float64Array | Float32Array>(old: Numbers, fresh: Numbers) => {
      fresh.set(old)
      return fresh
    }
    this.#x = longer(this.#x, new Float64Array(size))
    this.#y = longer(this.#y, new Float64Array(size))
    this.#time = longer(this.#time, new Float64Array(size))
    if (this.#pressure) this.#pressure = longer(this.#pressure, new Float32Array(size))
  }

  #stretch(x: number, y: number, first: boolean): void {
    const box = this.#box
    this.#box = first
      ? { minX: x, minY: y, maxX: x, maxY: y }
      : {
          minX: Math.min(box.minX, x),
          minY: Math.min(box.minY, y),
          maxX: Math.max(box.maxX, x),
          maxY: Math.max(box.maxY, y),
        }
  }
}

/** The exponent for a desired distance between storable points, world units. */
export function exponentFor(quantum: number): number {
  const exponent = Number.isFinite(quantum) && quantum > 0 ? Math.round(Math.log2(quantum)) : -2
  return Math.min(maxExponent, Math.max(minExponent, exponent))
}

/** Encodes a whole stroke as one value of `shapes`. A pure function: equal points give equal bytes everywhere. */
export function encodeInk(trail: InkTrail): Uint8Array {
  return encoding.encode((to) => {
    encoding.writeUint8(to, version)
    writeHeader(to, trail.header)
    writeSteps(to, trail.header, [], trail.steps)
  })
}

/** Null when the bytes are not a stroke this version can read. Never throws. */
export function decodeInk(bytes: Uint8Array): InkTrail | null {
  return safely(() => {
    const from = decoding.createDecoder(bytes)
    if (decoding.readUint8(from) !== version) return null
    const trail = new InkTrail(readHeader(from))
    readOnto(trail, from)
    return trail.steps.length > 0 && !decoding.hasContent(from) ? trail : null
  })
}

/**
 * Reads a sealed stroke without keeping its points: they are decoded when requested, and released when no longer
 * referenced. Null when the bytes are not a stroke this version can read. Never throws.
 */
export function unpackInk(bytes: Uint8Array): PackedInk | null {
  return safely(() => {
    const from = decoding.createDecoder(bytes)
    if (decoding.readUint8(from) !== version) return null
    const header = readHeader(from)
    const start = from.pos
    let [minX, minY, maxX, maxY] = [Infinity, Infinity, -Infinity, -Infinity]
    const place = (x: number, y: number) => {
      if (x < minX) minX = x
      if (x > maxX) maxX = x
      if (y < minY) minY = y
      if (y > maxY) maxY = y
    }
    const length = readSteps(from, header, [], { place, rest: () => undefined })
    if (length === 0 || decoding.hasContent(from)) return null
    const unit = 2 ** header.exponent
    const original = { x: minX * unit, y: minY * unit, w: (maxX - minX) * unit, h: (maxY - minY) * unit, rotation: 0 }
    return { header, original, points: new PackedPoints(bytes, start, header, length) }
  })
}

type Arrays = Omit<InkPoints, 'length'>
/** Positions only: reading them alone takes half the time. */
type Places = Pick<Arrays, 'x' | 'y'>

/**
 * Points in valid bytes. Its arrays are own properties, so that a copy of a shape, as JSON or for a worker, contains
 * them.
 */
class PackedPoints implements InkPoints {
  declare readonly x: Float64Array
  declare readonly y: Float64Array
  declare readonly pressure: Float32Array | null
  declare readonly time: Float64Array
  readonly length: number
  readonly #bytes: Uint8Array
  readonly #start: number
  readonly #grain: Grain
  #places: WeakRef<Places> | null = null
  #arrays: WeakRef<Arrays> | null = null

  constructor(bytes: Uint8Array, start: number, grain: Grain, length: number) {
    this.length = length
    this.#bytes = bytes
    this.#start = start
    this.#grain = grain
    Object.defineProperties(this, arrays)
  }

  static places(points: PackedPoints): Places {
    return points.#arrays?.deref() ?? points.#places?.deref() ?? points.#readPlaces()
  }

  static all(points: PackedPoints): Arrays {
    return points.#arrays?.deref() ?? points.#readAll()
  }

  #readPlaces(): Places {
    const read = { x: new Float64Array(this.length), y: new Float64Array(this.length) }
    this.#read(read)
    this.#places = new WeakRef(read)
    return read
  }

  #readAll(): Arrays {
    const time = new Float64Array(this.length)
    const pressure = this.#grain.pressure ? new Float32Array(this.length) : null
    const read = { x: new Float64Array(this.length), y: new Float64Array(this.length), time, pressure }
    let at = 0
    this.#read(read, (press, ticks) => {
      time[at] = ticks * msPerTick
      if (pressure) pressure[at] = press / fullPressure
      at += 1
    })
    this.#arrays = new WeakRef(read)
    return read
  }

  #read({ x, y }: Places, rest?: (pressure: number, time: number) => void): void {
    const unit = 2 ** this.#grain.exponent
    let at = 0
    const place = (stepX: number, stepY: number) => {
      x[at] = stepX * unit
      y[at] = stepY * unit
      at += 1
    }
    const from = decoding.createDecoder(this.#bytes)
    from.pos = this.#start
    readSteps(from, this.#grain, [], rest ? { place, rest } : { place })
  }
}

/** One accessor for all strokes. */
function reading<Value>(get: (points: PackedPoints) => Value): PropertyDescriptor {
  return {
    enumerable: true,
    get(this: PackedPoints): Value {
      return get(this)
    },
  }
}

const arrays = {
  x: reading((points) => PackedPoints.places(points).x),
  y: reading((points) => PackedPoints.places(points).y),
  pressure: reading((points) => PackedPoints.all(points).pressure),
  time: reading((points) => PackedPoints.all(points).time),
}

/** Appends points to a trail; all of them or, when they are malformed, none. */
function readOnto(trail: InkTrail, from: decoding.Decoder): void {
  const places: (readonly [x: number, y: number])[] = []
  const steps: Step[] = []
  readSteps(from, trail.header, trail.steps, {
    place: (x, y) => places.push([x, y]),
    rest: (pressure, time) => {
      const [x, y] = places[steps.length] ?? [0, 0]
      steps.push({ x, y, pressure, time })
    },
  })
  trail.add(steps)
}

/** The first chunk of a live stroke. */
export function encodeBegin(id: ShapeId, trail: InkTrail, steps: readonly Step[]): Uint8Array {
  return encoding.encode((to) => {
    encoding.writeVarString(to, id)
    writeHeader(to, trail.header)
    writeSteps(to, trail.header, [], steps)
  })
}

/** A later chunk: an empty id, then the points, as differences from the trail's last ones. */
export function encodeExtend(trail: InkTrail, steps: readonly Step[]): Uint8Array {
  return encoding.encode((to) => {
    encoding.writeVarString(to, '')
    writeSteps(to, trail.header, trail.steps, steps)
  })
}

/** A live stroke, whose chunks are read one by one. */
export interface LiveStroke {
  readonly id: ShapeId
  readonly trail: InkTrail
}

/** Reads one chunk: starts a stroke, or extends the current one in place. Null when it does neither. Never throws. */
export function readChunk(chunk: unknown, current: LiveStroke | null): LiveStroke | null {
  if (!(chunk instanceof Uint8Array)) return current
  return (
    safely(() => {
      const from = decoding.createDecoder(chunk)
      const id = decoding.readVarString(from)
      if (id !== '' && !isKey(id)) return current
      const stroke = id === '' ? current : { id: id as ShapeId, trail: new InkTrail(readHeader(from)) }
      if (stroke) readOnto(stroke.trail, from)
      return stroke
    }) ?? current
  )
}

function writeHeader(to: encoding.Encoder, { style, order, pressure, exponent, part }: InkHeader): void {
  const { color, width, fill, opacity, nib, streamline } = style
  const flags =
    (pressure ? flag.pressure : 0) |
    (fill ? flag.fill : 0) |
    (opacity === undefined ? 0 : flag.opacity) |
    (nib ? flag.nib : 0) |
    (streamline === undefined ? 0 : flag.streamline) |
    (part ? flag.part : 0)
  encoding.writeUint8(to, flags)
  encoding.writeVarInt(to, exponent)
  writeColor(to, color)
  encoding.writeVarUint(to, Math.round(width * 16))
  if (fill) writeColor(to, fill)
  if (opacity !== undefined) encoding.writeUint8(to, Math.round(opacity * 254))
  if (nib) encoding.writeUint8(to, nibs.indexOf(nib))
  if (streamline !== undefined) encoding.writeUint8(to, Math.round(streamline * perStreamline))
  encoding.writeVarString(to, order)
  if (!part) return
  encoding.writeVarString(to, part.of)
  encoding.writeVarUint(to, Math.round(part.from * perPoint))
  encoding.writeVarUint(to, Math.round(part.to * perPoint))
}

function readHeader(from: decoding.Decoder): InkHeader {
  const flags = decoding.readUint8(from)
  const exponent = decoding.readVarInt(from)
  const color = readColor(from)
  const width = decoding.readVarUint(from) / 16
  const fill = flags & flag.fill ? readColor(from) : null
  const opacity = flags & flag.opacity ? decoding.readUint8(from) / 254 : null
  const nib = flags & flag.nib ? nibs[decoding.readUint8(from)] : null
  const streamline = flags & flag.streamline ? decoding.readUint8(from) / perStreamline : null
  const order = decoding.readVarString(from)
  if (flags > allFlags || exponent < minExponent || exponent > maxExponent)
    throw new RangeError(`flags ${flags}, exponent ${exponent}`)
  if (!(width > 0 && width <= 512) || (opacity !== null && opacity >= 1) || !isOrder(order))
    throw new RangeError('a style or order out of range')
  if (nib === undefined || (streamline !== null && streamline > 1)) throw new RangeError('a nib is invalid')
  const style = {
    color,
    width,
    ...(fill ? { fill } : {}),
    ...(opacity === null ? {} : { opacity }),
    ...(nib ? { nib } : {}),
    ...(streamline === null ? {} : { streamline }),
  }
  const part = flags & flag.part ? readPart(from) : null
  return { style, order, pressure: (flags & flag.pressure) !== 0, exponent, ...(part ? { part } : {}) }
}

function readPart(from: decoding.Decoder): InkPart {
  const of = decoding.readVarString(from)
  const [start, end] = [decoding.readVarUint(from) / perPoint, decoding.readVarUint(from) / perPoint]
  if (!isKey(of) || !(start < end && end <= limits.maxStrokePoints)) throw new RangeError('a part of an empty stroke')
  return { of: of as ShapeId, from: start, to: end }
}

function writeColor(to: encoding.Encoder, color: Color): void {
  const index = inks.indexOf(color as InkName)
  encoding.writeUint8(to, index < 0 ? customColor : index)
  if (index >= 0) return
  for (const at of [1, 3, 5]) encoding.writeUint8(to, Number.parseInt(color.slice(at, at + 2), 16) || 0)
}

function readColor(from: decoding.Decoder): Color {
  const index = decoding.readUint8(from)
  const named = inks[index]
  if (named) return named
  const custom = `#${Array.from({ length: 3 }, () => decoding.readUint8(from).toString(16).padStart(2, '0')).join('')}`
  const color = index === customColor ? parseColor(custom) : null
  if (!color) throw new RangeError(`ink ${index}`)
  return color
}

function safely<Value>(read: () => Value): Value | null {
  try {
    return read()
  } catch {
    return null
  }
}
