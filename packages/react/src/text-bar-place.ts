import type { Box } from '@inkbridge/types'

/** CSS pixels between the bar and what is written, and the edges of the view. */
const [gap, margin] = [14, 12]
/** What bars take at the top and at the bottom of the view, CSS pixels. */
const [topBars, bottomBars] = [68, 76]

interface Given {
  /** What is written, in the view. */
  readonly box: Box
  readonly bar: { readonly width: number; readonly height: number }
  readonly view: { readonly width: number; readonly height: number }
  /** What the style panel covers at the right. */
  readonly covered: number
  /** Where the caret is, from the top of the view. */
  readonly caret: number
}

/** How wide the bar may be beside the style panel. */
export function barRoom(view: Given['view'], covered: number): number {
  return Math.max(0, view.width - covered - 2 * margin)
}

/**
 * Where the bar goes: over what is written, or below it where there is no room; where there is none there either, away
 * from the caret. Beside the style panel, never over it.
 */
export function barPlace({ box, bar, view, covered, caret }: Given): { readonly left: number; readonly top: number } {
  const middle = (box.minX + box.maxX) / 2 - bar.width / 2
  const left = Math.max(margin, Math.min(view.width - covered - margin - bar.width, middle))
  const [above, below] = [box.minY - gap - bar.height, box.maxY + gap]
  const lowest = view.height - bottomBars - bar.height
  const away = caret < view.height / 2 ? lowest : topBars
  const top = above >= topBars && above <= lowest ? above : below >= topBars && below <= lowest ? below : away
  return { left: Math.round(left), top: Math.round(Math.max(margin, top)) }
}
