import { limits } from '@inkbridge/types'

/** Deeper than anything an honest client nests. */
const maxDepth = 16

export type PlainRecord = Readonly<Record<string, unknown>>

export function isPlainRecord(value: unknown): value is PlainRecord {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype
}

/** Whether a name can be a key: of limited length, and not an inherited property of objects. */
export function isKey(name: string): boolean {
  return name.length > 0 && name.length <= limits.maxKeyLength && !(name in Object.prototype)
}

/**
 * Whether a value is JSON, or bytes in it, with valid keys and finite numbers. A decoded `__proto__` key shows as a
 * foreign prototype.
 */
export function isPlain(value: unknown, depth = 0): boolean {
  if (depth > maxDepth) return false
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return true
  if (typeof value === 'number') return Number.isFinite(value)
  if (value instanceof Uint8Array) return true
  if (Array.isArray(value)) return value.every((item) => isPlain(item, depth + 1))
  return isPlainRecord(value) && Object.entries(value).every(([key, item]) => isKey(key) && isPlain(item, depth + 1))
}
