import { limits } from '@inkbridge/types'
import { BASE_62_DIGITS, generateKeyBetween, generateNKeysBetween } from 'fractional-indexing'

/** The key of a shape without one in its document. */
export const middleOrder = 'a0'

/** Whether a string is a key of fractional-indexing, base 62. */
export function isOrder(value: unknown): value is string {
  if (typeof value !== 'string' || value.length > limits.maxOrderLength) return false
  try {
    generateKeyBetween(value, null)
    return true
  } catch {
    return false
  }
}

/** A key above `order`, or the first key for null. */
export function above(order: string | null): string {
  return generateKeyBetween(order, null)
}

/**
 * Random digits of a key: two clients that insert at the same position at the same time hardly ever choose the same
 * key.
 */
const randomBits = 16
/** The number of digits that hold this many bits. */
const randomDigits = 3

/** Keys between two others, bottom to top; null: no neighbour on that side. `low` is below `high`. */
export function keysBetween(
  low: string | null,
  high: string | null,
  count: number,
  random: () => number = Math.random,
): readonly string[] {
  const even = generateNKeysBetween(low, high, count)
  return even.map((key, index) => key + suffixBelow(even[index + 1] ?? high, key, fraction(random)))
}

/** Between 0 and 1, both excluded. */
function fraction(random: () => number): number {
  let bits = 0
  for (let bit = 0; bit < randomBits; bit += 1) bits = bits * 2 + (random() < 0.5 ? 1 : 0)
  return (bits + 0.5) / 2 ** randomBits
}

/**
 * Digits that, appended to `key`, give a key between `key` and `next`, at this fraction of the distance; null: no next.
 */
function suffixBelow(next: string | null, key: string, part: number): string {
  if (!next?.startsWith(key)) return digitsOf(part, randomDigits).replace(/0+$/, '')
  let zeros = 0
  while (next[key.length + zeros] === '0') zeros += 1
  const scaled = part * BASE_62_DIGITS.indexOf(next.charAt(key.length + zeros))
  const first = BASE_62_DIGITS.charAt(Math.floor(scaled))
  return ('0'.repeat(zeros) + first + digitsOf(scaled % 1, randomDigits)).replace(/0+$/, '')
}

/** The first digits of a fraction, base 62. */
function digitsOf(part: number, count: number): string {
  let left = part
  let digits = ''
  for (let digit = 0; digit < count; digit += 1) {
    left *= BASE_62_DIGITS.length
    digits += BASE_62_DIGITS.charAt(Math.floor(left))
    left %= 1
  }
  return digits
}

/** Bottom to top; equal keys are ordered by id, so that every replica agrees. */
export function byOrder(
  a: { readonly order: string; readonly id: string },
  b: { readonly order: string; readonly id: string },
): number {
  if (a.order !== b.order) return a.order < b.order ? -1 : 1
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0
}
