import { boxTransform, limits, type Place } from '@inkbridge/types'
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'

/** Positions are stored in 1/64 of a world unit, rotations in 1/10,000 of a radian. */
const perUnit = 64
const perRadian = 10_000
/** The unit of each number of a packed place. */
const scales = [perUnit, perUnit, perUnit, perUnit, perRadian, 1] as const

/**
 * Packs a place as lib0 varInts: x, y, then w, h, then rotation, then 1 or 0 for flipped or not. Trailing values equal
 * to the original's are left out, so that a move is two numbers.
 */
export function encodePlace(at: Place, original: Place): Uint8Array {
  const [now, was] = [steps(at), steps(original)]
  const turned = now[4] !== was[4]
  const resized = now[2] !== was[2] || now[3] !== was[3]
  const flipped = at.mirrored !== original.mirrored
  const count = turned || flipped ? 5 : resized ? 4 : 2
  return encoding.encode((to) => {
    for (const value of now.slice(0, count)) encoding.writeVarInt(to, value)
    if (flipped) encoding.writeVarInt(to, at.mirrored ? 1 : 0)
  })
}

/** Reads a packed place, or a plain array of the same numbers in world units and radians; null for anything else. */
export function parsePlace(value: unknown, original: Place): Place | null {
  const numbers = value instanceof Uint8Array ? unpack(value) : value
  if (!Array.isArray(numbers) || ![2, 4, 5, 6].includes(numbers.length)) return null
  const [x, y, w = original.w, h = original.h, rotation = original.rotation, mirrored = original.mirrored ? 1 : 0] =
    numbers as unknown[]
  const place = { x, y, w, h, rotation }
  if (!isPlace(place)) return null
  return mirrored === 1 ? { ...place, mirrored: true } : place
}

function isPlace(place: { [Key in keyof Omit<Place, 'mirrored'>]: unknown }): place is Omit<Place, 'mirrored'> {
  const { x, y, w, h, rotation } = place
  if (![x, y, w, h].every((value) => typeof value === 'number' && Math.abs(value) <= limits.maxCoordinate)) return false
  return Number(w) >= 0 && Number(h) >= 0 && typeof rotation === 'number' && Math.abs(rotation) <= 1_000
}

/** The place as it will be read again: rounded, sizes not negative, within the limits of a board. */
export function roundPlace(at: Place): Place {
  const [x, y, w, h, rotation] = steps(at)
  const rounded = { x: x / perUnit, y: y / perUnit, w: w / perUnit, h: h / perUnit, rotation: rotation / perRadian }
  return at.mirrored ? { ...rounded, mirrored: true } : rounded
}

/** The place of a box in a stroke as drawn, after the stroke has been moved, resized or rotated. */
export function transformedPlace(box: Place, original: Omit<Place, 'rotation'>, at: Place): Place {
  const { scaleX, moveX, scaleY, moveY } = boxTransform(original, at)
  const [w, h] = [box.w * Math.abs(scaleX), box.h * scaleY]
  const [x, y] = [Math.min(box.x * scaleX, (box.x + box.w) * scaleX) + moveX, box.y * scaleY + moveY]
  const [sin, cos] = [Math.sin(at.rotation), Math.cos(at.rotation)]
  const [offX, offY] = [x + w / 2 - (at.x + at.w / 2), y + h / 2 - (at.y + at.h / 2)]
  return {
    x: at.x + at.w / 2 + offX * cos - offY * sin - w / 2,
    y: at.y + at.h / 2 + offX * sin + offY * cos - h / 2,
    w,
    h,
    rotation: at.rotation,
    ...(at.mirrored ? { mirrored: true } : {}),
  }
}

function steps({ x, y, w, h, rotation }: Place): [number, number, number, number, number] {
  const unit = (value: number, low: number) => Math.round(clamp(value, low, limits.maxCoordinate) * perUnit)
  const turn = Number.isFinite(rotation) ? rotation % (2 * Math.PI) : 0
  return [
    unit(x, -limits.maxCoordinate),
    unit(y, -limits.maxCoordinate),
    unit(w, 0),
    unit(h, 0),
    Math.round(turn * perRadian),
  ]
}

function clamp(value: number, low: number, high: number): number {
  return Number.isFinite(value) ? Math.min(high, Math.max(low, value)) : Math.max(0, low)
}

function unpack(bytes: Uint8Array): number[] | null {
  try {
    const from = decoding.createDecoder(bytes)
    const numbers: number[] = []
    while (decoding.hasContent(from) && numbers.length <= scales.length)
      numbers.push(decoding.readVarInt(from) / (scales[numbers.length] ?? 1))
    return numbers
  } catch {
    return null
  }
}
