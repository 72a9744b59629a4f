import type { Box } from '@inkbridge/types'
import { overshoot, type ViewSize } from '../viewport/viewport.ts'
import type { CaretBox } from './field.ts'

/** Between a caret and the edge of what is seen, and the bar at the bottom of that, CSS pixels. */
const [caretMargin, caretBottom] = [24, 80]

/** How far the board has to move so that a caret is seen, over a keyboard and beside panels, CSS pixels. */
export function panToCaret(
  caret: CaretBox,
  element: HTMLElement,
  { size, covered }: { readonly size: ViewSize; readonly covered: number },
): { readonly dx: number; readonly dy: number } {
  const { left, top } = element.getBoundingClientRect()
  const { height, offsetTop } = window.visualViewport ?? { height: window.innerHeight, offsetTop: 0 }
  const above = offsetTop - top
  const box: Box = {
    minX: caret.left - left,
    minY: caret.top - top,
    maxX: caret.right - left,
    maxY: caret.bottom - top,
  }
  return overshoot(box, {
    minX: caretMargin,
    minY: above + caretMargin,
    maxX: size.width - covered - caretMargin,
    maxY: Math.min(above + height, size.height) - caretBottom,
  })
}
