import type { Appliers } from '../edit-context.ts'
import { isPlainRecord } from '../plain.ts'

/** Edits of how shapes look. */
export const styleAppliers: Appliers<'style'> = {
  style({ id, style }, { layout }) {
    if (!layout.shapes.has(id)) return
    const before = layout.style.get(id)
    layout.style.set(id, { ...(isPlainRecord(before) ? before : {}), ...style })
  },
}
