import type { RichText, ShapeId } from '@inkbridge/types'
import * as Y from 'yjs'
import type { Appliers } from '../edit-context.ts'
import type { Layout } from '../layout.ts'
import { emptyText, setChecked, writeText } from '../text.ts'

/** Edits of the text in shapes. */
export const textAppliers: Appliers<'text' | 'check'> = {
  text({ id, text }, { layout }) {
    if (layout.shapes.has(id)) setText(layout, id, text)
  },
  check: ({ id, paragraph, checked }, { layout }) => setChecked(layout.text.get(id), paragraph, checked),
}

/** Replaces all text in a shape. */
export function setText(layout: Layout, id: ShapeId, text: RichText): void {
  const existing = layout.text.get(id)
  const fragment = existing instanceof Y.XmlFragment ? existing : emptyText()
  if (fragment !== existing) layout.text.set(id, fragment)
  writeText(fragment, text)
}
