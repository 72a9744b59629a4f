import { limits } from '@inkbridge/types'
import { generateKeyBetween, generateNKeysBetween } from 'fractional-indexing'

/** Where a shape lies when its document does not say. */
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

/** A key above `order`, or the first key there is. */
export function above(order: string | null): string {
  return generateKeyBetween(order, null)
}

/** So many times an interval is halved by chance: two who choose in it at once hardly choose the same. */
const halvings = 16

/** Keys between two others, bottom to top; null: there is no other on that side. `low` is below `high`. */
export function keysBetween(
  low: string | null,
  high: string | null,
  count: number,
  random: () => number = Math.random,
): readonly string[] {
  const even = generateNKeysBetween(low, high, count)
  return even.map((key, index) => {
    let [from, to] = [key, even[index + 1] ?? high]
    for (let halving = 0; halving < halvings; halving += 1) {
      const middle = generateKeyBetween(from, to)
      if (random() < 0.5) from = middle
      else to = middle
    }
    return generateKeyBetween(from, to)
  })
}

/** Bottom to top; ties go by id, so that every replica agrees. */
export function byOrder(
  a: { readonly order: string; readonly id: string },
  b: { readonly order: string; readonly id: string },
): number {
  if (a.order !== b.order) return a.order < b.order ? -1 : 1
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0
}
