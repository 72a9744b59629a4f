import type { Box } from '@inkbridge/types'
import { overflowOf, type ViewSize } from '../viewport/viewport.ts'
import type { CaretBox } from './field.ts'

/**
 * Minimum distance of a caret from the edge of the visible area, and from its bottom with the bar there, CSS pixels.
 */
const [caretMargin, caretBottom] = [24, 80]

/** Returns the pan that brings a caret into view, above an on-screen keyboard and beside panels, CSS pixels. */
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
  return overflowOf(box, {
    minX: caretMargin,
    minY: above + caretMargin,
    maxX: size.width - covered - caretMargin,
    maxY: Math.min(above + height, size.height) - caretBottom,
  })
}
