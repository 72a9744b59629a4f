import { limits } from '@inkbridge/types'
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'

/** The position of a point, in storable units. */
interface Spot {
  readonly x: number
  readonly y: number
}

/** A point as stored: integers. Pressure in 63rds, time in 4 ms from the stroke's start. */
export interface Step extends Spot {
  readonly pressure: number
  readonly time: number
}

/** The format of a stroke's stored points. */
export interface Grain {
  /** Whether its points have pressure. */
  readonly pressure: boolean
  /** Points are whole multiples of 2^exponent world units. */
  readonly exponent: number
}

/** Receives points while they are read: all positions first, then, if wanted, all pressures and times. */
export interface StepSink {
  place(x: number, y: number): void
  readonly rest?: (pressure: number, time: number) => void
}

export const msPerTick = 4
export const fullPressure = 63
export const maxTicks = 2 ** 31
const escaped = 15
const near = 7
const side = 2 * near + 1
const far = side * side

/**
 * Predicts the next point by continuing the pen's motion: the first point is stored as it is, the second as its
 * difference from the first, each later one as its difference from the prediction.
 */
function expected(beforeLast: number | undefined, last: number | undefined): number {
  if (last === undefined) return 0
  return beforeLast === undefined ? last : 2 * last - beforeLast
}

/** Encodes points that follow `before`: the count, all positions, then pressures and times. */
export function writeSteps(to: encoding.Encoder, grain: Grain, before: readonly Step[], steps: readonly Step[]): void {
  encoding.writeVarUint(to, steps.length)
  let [beforeLast, last] = [before.at(-2), before.at(-1)]
  for (const step of steps) {
    writePair(to, step.x - expected(beforeLast?.x, last?.x), step.y - expected(beforeLast?.y, last?.y))
    beforeLast = last
    last = step
  }
  if (grain.pressure) writePressures(to, before.at(-1), steps)
  else writeTimes(to, before.at(-1), steps)
}

/**
 * Reads points that follow `before`. Throws when they are malformed, or more than a stroke may have.
 *
 * @returns how many
 */
export function readSteps(from: decoding.Decoder, grain: Grain, before: readonly Step[], sink: StepSink): number {
  const count = decoding.readVarUint(from)
  if (before.length + count > limits.maxStrokePoints) throw new RangeError(`${count} points`)
  readPlaces(from, grain, before, count, sink)
  if (!sink.rest) return count
  if (grain.pressure) readPressures(from, before.at(-1), count, sink.rest)
  else readTimes(from, before.at(-1), count, sink.rest)
  return count
}

function readPlaces(
  from: decoding.Decoder,
  { exponent }: Grain,
  before: readonly Step[],
  count: number,
  sink: StepSink,
): void {
  const furthest = limits.maxCoordinate / 2 ** exponent
  let [beforeX, beforeY] = [before.at(-2)?.x, before.at(-2)?.y]
  let [lastX, lastY] = [before.at(-1)?.x, before.at(-1)?.y]
  for (let index = 0; index < count; index += 1) {
    const byte = decoding.readUint8(from)
    if (byte > far) throw new RangeError(`a pair ${byte}`)
    const x: number =
      expected(beforeX, lastX) + (byte < far ? Math.floor(byte / side) - near : decoding.readVarInt(from))
    const y: number = expected(beforeY, lastY) + (byte < far ? (byte % side) - near : decoding.readVarInt(from))
    if (!(Math.abs(x) <= furthest && Math.abs(y) <= furthest)) throw new RangeError('a point outside the board')
    sink.place(x, y)
    beforeX = lastX
    beforeY = lastY
    lastX = x
    lastY = y
  }
}

/** Handwriting stays close to the prediction: two differences of -7 to 7 are one byte, others follow a byte 225. */
function writePair(to: encoding.Encoder, x: number, y: number): void {
  if (Math.abs(x) <= near && Math.abs(y) <= near) return encoding.writeUint8(to, (x + near) * side + y + near)
  encoding.writeUint8(to, far)
  encoding.writeVarInt(to, x)
  encoding.writeVarInt(to, y)
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

function readPressures(
  from: decoding.Decoder,
  before: Step | undefined,
  count: number,
  rest: NonNullable<StepSink['rest']>,
): void {
  let [pressure, time] = [before?.pressure ?? 0, before?.time ?? 0]
  for (let index = 0; index < count; index += 1) {
    const byte = decoding.readUint8(from)
    const [difference, ticks] = [byte >> 4, byte & 15]
    pressure = difference === escaped ? decoding.readUint8(from) : pressure + unzigzag(difference)
    time += ticks === escaped ? decoding.readVarUint(from) : ticks
    if (pressure < 0 || pressure > fullPressure || time > maxTicks)
      throw new RangeError(`pressure ${pressure}, time ${time}`)
    rest(pressure, time)
  }
}

/**
 * One byte a run of equal time differences: the number of points in the high four bits, less one, and the difference.
 */
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

function readTimes(
  from: decoding.Decoder,
  before: Step | undefined,
  count: number,
  rest: NonNullable<StepSink['rest']>,
): void {
  let [left, time] = [count, before?.time ?? 0]
  while (left > 0) {
    const byte = decoding.readUint8(from)
    const ticks = (byte & 15) === escaped ? decoding.readVarUint(from) : byte & 15
    const run = (byte >> 4) + 1
    left -= run
    if (left < 0) throw new RangeError('more times than points')
    for (let index = 0; index < run; index += 1) {
      time += ticks
      rest(0, time)
    }
  }
  if (time > maxTicks) throw new RangeError(`time ${time}`)
}

function zigzag(value: number): number {
  return value < 0 ? -2 * value - 1 : 2 * value
}

function unzigzag(value: number): number {
  return value % 2 === 0 ? value / 2 : -(value + 1) / 2
}
