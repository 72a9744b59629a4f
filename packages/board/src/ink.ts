import {
  type Color,
  type InkName,
  type InkPoint,
  type InkPoints,
  inks,
  limits,
  type Place,
  parseColor,
  type ShapeId,
  type Style,
} from '@inkbridge/types'
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import { isOrder } from './order.ts'

/** What a stroke is besides its points, from its first chunk on. */
export interface InkHeader {
  readonly style: Style
  readonly order: string
  /** Whether its points carry pressure. */
  readonly pressure: boolean
  /** Points are whole multiples of 2^exponent world units. */
  readonly exponent: number
}

/** Where a point is, in storable units. */
interface Spot {
  readonly x: number
  readonly y: number
}

/** A point as it is stored: whole numbers. Pressure in 63rds, time in 4 ms from the stroke's start. */
interface Step extends Spot {
  readonly pressure: number
  readonly time: number
}

const version = 1
const msPerTick = 4
const fullPressure = 63
const customColor = 255
const escaped = 15
const near = 7
const side = 2 * near + 1
const far = side * side
const maxTicks = 2 ** 31
const [minExponent, maxExponent] = [-12, 12]

/** The points of one stroke, added at the end; the arrays grow and are shared with whoever reads them. */
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
  get born(): Place {
    const { minX, minY, maxX, maxY } = this.#box
    return { x: minX, y: minY, w: maxX - minX, h: maxY - minY, rotation: 0 }
  }

  get last(): Step | undefined {
    return this.#steps.at(-1)
  }

  /** Rounds points to what is stored. Points without a finite place are left out, as are those over the limit. */
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
        // No negative zero: it would be another byte for the same place.
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

/** The exponent for a wanted distance between storable points, world units. */
export function exponentFor(quantum: number): number {
  const exponent = Number.isFinite(quantum) && quantum > 0 ? Math.round(Math.log2(quantum)) : -2
  return Math.min(maxExponent, Math.max(minExponent, exponent))
}

/** A whole stroke as one value of `shapes`. A pure function of the trail: whoever seals the same points makes the same bytes. */
export function encodeInk(trail: InkTrail): Uint8Array {
  return encoding.encode((to) => {
    encoding.writeUint8(to, version)
    writeHeader(to, trail.header)
    writeSteps(to, trail.header, [], trail.steps)
  })
}

/** Null when the bytes are no stroke this version can read. Never throws. */
export function decodeInk(bytes: Uint8Array): InkTrail | null {
  return safely(() => {
    const from = decoding.createDecoder(bytes)
    if (decoding.readUint8(from) !== version) return null
    const trail = new InkTrail(readHeader(from))
    readSteps(from, trail)
    return trail.steps.length > 0 && !decoding.hasContent(from) ? trail : null
  })
}

/** The first chunk of a stroke in progress. */
export function encodeBegin(id: ShapeId, trail: InkTrail, steps: readonly Step[]): Uint8Array {
  return encoding.encode((to) => {
    encoding.writeVarString(to, id)
    writeHeader(to, trail.header)
    writeSteps(to, trail.header, [], steps)
  })
}

/** A later chunk: an empty id, then the points, as differences from where the trail stands. */
export function encodeExtend(trail: InkTrail, steps: readonly Step[]): Uint8Array {
  return encoding.encode((to) => {
    encoding.writeVarString(to, '')
    writeSteps(to, trail.header, trail.steps, steps)
  })
}

/** A stroke in progress, as its chunks are read one by one. */
export interface WetStroke {
  readonly id: ShapeId
  readonly trail: InkTrail
}

/** Reads one chunk: begins a stroke, or extends the current one in place. Null when it can do neither. Never throws. */
export function readChunk(chunk: unknown, current: WetStroke | null): WetStroke | null {
  if (!(chunk instanceof Uint8Array)) return current
  return (
    safely(() => {
      const from = decoding.createDecoder(chunk)
      const id = decoding.readVarString(from)
      if (id.length > limits.maxKeyLength) return current
      const stroke = id === '' ? current : { id: id as ShapeId, trail: new InkTrail(readHeader(from)) }
      if (stroke) readSteps(from, stroke.trail)
      return stroke
    }) ?? current
  )
}

function writeHeader(to: encoding.Encoder, { style, order, pressure, exponent }: InkHeader): void {
  const flags = (pressure ? 1 : 0) | (style.fill ? 2 : 0) | (style.opacity === undefined ? 0 : 4)
  encoding.writeUint8(to, flags)
  encoding.writeVarInt(to, exponent)
  writeColor(to, style.color)
  encoding.writeVarUint(to, Math.round(style.width * 16))
  if (style.fill) writeColor(to, style.fill)
  if (style.opacity !== undefined) encoding.writeUint8(to, Math.round(style.opacity * 254))
  encoding.writeVarString(to, order)
}

function readHeader(from: decoding.Decoder): InkHeader {
  const flags = decoding.readUint8(from)
  const exponent = decoding.readVarInt(from)
  const color = readColor(from)
  const width = decoding.readVarUint(from) / 16
  const fill = flags & 2 ? readColor(from) : null
  const opacity = flags & 4 ? decoding.readUint8(from) / 254 : null
  const order = decoding.readVarString(from)
  if (flags > 7 || exponent < minExponent || exponent > maxExponent)
    throw new RangeError(`flags ${flags}, exponent ${exponent}`)
  if (!(width > 0 && width <= 512) || (opacity !== null && opacity >= 1) || !isOrder(order))
    throw new RangeError('a style or order out of range')
  const style = { color, width, ...(fill ? { fill } : {}), ...(opacity === null ? {} : { opacity }) }
  return { style, order, pressure: (flags & 1) === 1, exponent }
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

/**
 * Where the next point would be if the pen went on as it does: the first point is stored as it is, the second as its
 * difference from the first, each later one as its difference from this.
 */
function expected(beforeLast: Spot | undefined, last: Spot | undefined): Spot {
  if (!last) return { x: 0, y: 0 }
  if (!beforeLast) return last
  return { x: 2 * last.x - beforeLast.x, y: 2 * last.y - beforeLast.y }
}

/** Points as they follow `before`: the count, all places, then pressures and times. */
function writeSteps(to: encoding.Encoder, header: InkHeader, before: readonly Step[], steps: readonly Step[]): void {
  encoding.writeVarUint(to, steps.length)
  let [beforeLast, last] = [before.at(-2), before.at(-1)]
  for (const step of steps) {
    const guess = expected(beforeLast, last)
    writePair(to, step.x - guess.x, step.y - guess.y)
    beforeLast = last
    last = step
  }
  if (header.pressure) writePressures(to, before.at(-1), steps)
  else writeTimes(to, before.at(-1), steps)
}

/** A hand hardly leaves what is expected of it: two differences of -7 to 7 are one byte, others follow a byte 225. */
function writePair(to: encoding.Encoder, x: number, y: number): void {
  if (Math.abs(x) <= near && Math.abs(y) <= near) return encoding.writeUint8(to, (x + near) * side + y + near)
  encoding.writeUint8(to, far)
  encoding.writeVarInt(to, x)
  encoding.writeVarInt(to, y)
}

function readPair(from: decoding.Decoder): Spot {
  const byte = decoding.readUint8(from)
  if (byte < far) return { x: Math.floor(byte / side) - near, y: (byte % side) - near }
  if (byte > far) throw new RangeError(`a pair ${byte}`)
  return { x: decoding.readVarInt(from), y: decoding.readVarInt(from) }
}

/** One byte a point: the pressure's difference, zigzag, in the high four bits, the time's in the low; 15 escapes. */
function writePressures(to: encoding.Encoder, before: Step | undefined, steps: readonly Step[]): void {
  let [pressure, time] = [before?.pressure ?? 0, before?.time ?? 0]
  for (const step of steps) {
    const [difference, ticks] = [zigzag(step.pressure - pressure), step.time - time]
    encoding.writeUint8(to, (Math.min(difference, escaped) << 4) | Math.min(ticks, escaped))
    if (difference >= escaped) encoding.writeUint8(to, step.pressure)
    if (ticks >= escaped) encoding.writeVarUint(to, ticks)
    pressure = step.pressure
    time = step.time
  }
}

/** One byte a run of equal time differences: how many points in the high four bits, less one, and the difference. */
function writeTimes(to: encoding.Encoder, before: Step | undefined, steps: readonly Step[]): void {
  const differences = steps.map((step, index) => step.time - (steps[index - 1] ?? before ?? { time: 0 }).time)
  for (let at = 0; at < differences.length; ) {
    const ticks = differences[at] ?? 0
    let run = 1
    while (run < 16 && differences[at + run] === ticks) run += 1
    encoding.writeUint8(to, ((run - 1) << 4) | Math.min(ticks, escaped))
    if (ticks >= escaped) encoding.writeVarUint(to, ticks)
    at += run
  }
}

function readSteps(from: decoding.Decoder, trail: InkTrail): void {
  const count = decoding.readVarUint(from)
  if (trail.steps.length + count > limits.maxStrokePoints) throw new RangeError(`${count} points`)
  let [beforeLast, last]: [Spot | undefined, Spot | undefined] = [trail.steps.at(-2), trail.steps.at(-1)]
  const unit = 2 ** trail.header.exponent
  const places: Spot[] = []
  for (let index = 0; index < count; index += 1) {
    const guess = expected(beforeLast, last)
    const off = readPair(from)
    const place = { x: guess.x + off.x, y: guess.y + off.y }
    if (!(Math.abs(place.x * unit) <= limits.maxCoordinate && Math.abs(place.y * unit) <= limits.maxCoordinate)) {
      throw new RangeError('a point beyond the board')
    }
    places.push(place)
    beforeLast = last
    last = place
  }
  const rest = trail.header.pressure ? readPressures(from, trail.last, count) : readTimes(from, trail.last, count)
  trail.add(places.map((place, index) => ({ ...place, ...(rest[index] ?? { pressure: 0, time: 0 }) })))
}

type Rest = Pick<Step, 'pressure' | 'time'>

function readPressures(from: decoding.Decoder, before: Step | undefined, count: number): Rest[] {
  let [pressure, time] = [before?.pressure ?? 0, before?.time ?? 0]
  return Array.from({ length: count }, () => {
    const byte = decoding.readUint8(from)
    const [difference, ticks] = [byte >> 4, byte & 15]
    pressure = difference === escaped ? decoding.readUint8(from) : pressure + unzigzag(difference)
    time += ticks === escaped ? decoding.readVarUint(from) : ticks
    if (pressure < 0 || pressure > fullPressure || time > maxTicks)
      throw new RangeError(`pressure ${pressure}, time ${time}`)
    return { pressure, time }
  })
}

function readTimes(from: decoding.Decoder, before: Step | undefined, count: number): Rest[] {
  const rest: Rest[] = []
  let time = before?.time ?? 0
  while (rest.length < count) {
    const byte = decoding.readUint8(from)
    const ticks = (byte & 15) === escaped ? decoding.readVarUint(from) : byte & 15
    for (let run = (byte >> 4) + 1; run > 0; run -= 1) {
      time += ticks
      rest.push({ pressure: 0, time })
    }
  }
  if (rest.length > count || time > maxTicks) throw new RangeError(`${rest.length} times for ${count} points`)
  return rest
}

function zigzag(value: number): number {
  return value < 0 ? -2 * value - 1 : 2 * value
}

function unzigzag(value: number): number {
  return value % 2 === 0 ? value / 2 : -(value + 1) / 2
}

function safely<Value>(read: () => Value): Value | null {
  try {
    return read()
  } catch {
    return null
  }
}
