import type { Foreign } from '@inkbridge/types'
import { isKey, isPlain, isPlainRecord } from './plain.ts'

/** Parses an entry of the root `foreign`; null: it is not one. */
export function parseForeign(value: unknown): Foreign | null {
  if (!isPlainRecord(value) || !isPlain(value)) return null
  const { format, data } = value
  return typeof format === 'string' && isKey(format) && isPlainRecord(data) ? { format, data } : null
}
