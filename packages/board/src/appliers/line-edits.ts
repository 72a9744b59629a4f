import type { Binding } from '@inkbridge/types'
import { bindingRecord } from '../bindings.ts'
import type { Appliers } from '../edit-context.ts'
import { isPlainRecord, type PlainRecord } from '../plain.ts'

/** Edits of the bindings of lines. */
export const lineAppliers: Appliers<'bind'> = {
  bind({ id, end, to }, { layout }) {
    if (!layout.shapes.has(id) || to?.to === id) return
    const value = layout.bind.get(id)
    const { [end]: _before, ...others } = isPlainRecord(value) ? value : {}
    const ends = { ...others, ...(to ? { [end]: bindingRecord(to) } : {}) }
    if (Object.keys(ends).length > 0) layout.bind.set(id, ends)
    else layout.bind.delete(id)
  },
}

/** The bindings of a new line as stored in the document; null when it has none. */
export function endsOf({ start, end }: { readonly start?: Binding; readonly end?: Binding }): PlainRecord | null {
  if (!start && !end) return null
  return { ...(start ? { start: bindingRecord(start) } : {}), ...(end ? { end: bindingRecord(end) } : {}) }
}
