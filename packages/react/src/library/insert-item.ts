import type { KeptItem } from '@inkbridge/sync/library'
import type { ScreenPoint } from '@inkbridge/types'
import type { OpenBoard } from '../ui/ui.ts'

/**
 * Adds an item to the board as one undo step, and selects it.
 *
 * @param at its middle, CSS pixels of the window; default: the middle of the view
 */
export async function insertItem({ content, images }: KeptItem, open: OpenBoard, at?: ScreenPoint): Promise<void> {
  const { editor, session, canvas } = open
  const to = editor.worldAt(at ?? middleOf(canvas.getBoundingClientRect()))
  await Promise.all(images.map(({ type, bytes }) => session.assets.add(new Blob([bytes], { type }))))
  editor.paste(content, false, to)
}

function middleOf({ left, top, width, height }: DOMRect): ScreenPoint {
  return { x: left + width / 2, y: top + height / 2 } as ScreenPoint
}
