import type { Appliers } from '../edit-context.ts'
import { isPlainRecord } from '../plain.ts'

/** Edits of the styles of shapes. */
export const styleAppliers: Appliers<'style'> = {
  style({ id, style }, { layout }) {
    if (!layout.shapes.has(id)) return
    const before = layout.style.get(id)
    layout.style.set(id, { ...(isPlainRecord(before) ? before : {}), ...style })
  },
}
