import { limits } from '@inkbridge/types'
import { generateKeyBetween } from 'fractional-indexing'

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

/** Bottom to top; ties go by id, so that every replica agrees. */
export function byOrder(
  a: { readonly order: string; readonly id: string },
  b: { readonly order: string; readonly id: string },
): number {
  if (a.order !== b.order) return a.order < b.order ? -1 : 1
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0
}
