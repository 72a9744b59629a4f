import type { Editor } from '@inkbridge/canvas'
import { phonePx, useEditorState, useMedia, useWidth } from '../ui/ui.ts'
import { type BarLayout, barLayout } from './bar-layout.ts'
import { placesOf } from './Toolbar.tsx'

/** Returns the layout of the bars for the current size. */
export function useBarLayout(editor: Editor): BarLayout {
  const width = useWidth((now) => now)
  const isTouch = useMedia('(pointer: coarse)')
  const { readOnly } = useEditorState(editor, ({ readOnly }) => ({ readOnly }))
  const families = placesOf(editor, readOnly, width < phonePx)
  const groups = new Set(families.map(([tool]) => tool?.group))
  return barLayout({ width, isTouch, tools: { places: families.length, dividers: Math.max(0, groups.size - 1) } })
}
