import type { Binding } from '@inkbridge/types'
import type { PlainRecord } from './plain.ts'

/** A binding of a line's end as stored in the document. */
export function bindingRecord({ to, at, outline }: Binding): PlainRecord {
  return at ? { to, at: [...at], ...(outline ? { outline } : {}) } : { to }
}
