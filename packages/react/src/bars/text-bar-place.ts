import type { Box } from '@inkbridge/types'
import { isClear } from '../ui/ui.ts'

/** Distances of the bar from the text and from the edges of the view, CSS pixels. */
const [gap, margin] = [14, 12]
/** Heights of the bars at the top and bottom of the view, CSS pixels. */
const [topBars, bottomBars] = [68, 76]
/** Margin on a phone, CSS pixels; as in the style sheet. */
const dockMargin = 8

interface Given {
  /** The shape whose text is being edited, in the view. */
  readonly box: Box
  readonly bar: { readonly width: number; readonly height: number }
  readonly view: { readonly width: number; readonly height: number }
  /** The width that the style panel covers at the right. */
  readonly covered: number
  /** Position of the caret from the top of the view. */
  readonly caret: number
  /** Other open panels. */
  readonly others: readonly Box[]
}

/** Returns the maximum width of the bar beside the style panel. */
export function barRoom(view: Given['view'], covered: number): number {
  return Math.max(0, view.width - covered - 2 * margin)
}

interface Place {
  readonly left: number
  readonly top: number
}

/**
 * Returns the place of the bar: above the shape, else below it, else away from the caret. It is beside the style panel,
 * never over it, and does not cover other open parts if there is room.
 */
export function barPlace({ box, bar, view, covered, caret, others }: Given): Place {
  const middle = (box.minX + box.maxX) / 2 - bar.width / 2
  const rightmost = Math.max(margin, view.width - covered - margin - bar.width)
  const left = Math.max(margin, Math.min(rightmost, middle))
  const [above, below] = [box.minY - gap - bar.height, box.maxY + gap]
  const lowest = view.height - bottomBars - bar.height
  const away = caret < view.height / 2 ? [lowest, topBars] : [topBars, lowest]
  const near = [above, below].filter((top) => top >= topBars && top <= lowest)
  const places = [near, away].flatMap((tops) =>
    [left, rightmost, margin].flatMap((x) => tops.map((top) => ({ left: x, top }))),
  )
  const { left: x, top } = places.find((place) => isClear(place, bar, others)) ?? places[0] ?? { left, top: topBars }
  return { left: Math.round(x), top: Math.round(Math.max(margin, top)) }
}

/** Returns the place on a phone: at the bottom of the visible area, above a keyboard. */
export function dockedPlace(barHeight: number, seenTo: number): Place {
  return { left: dockMargin, top: Math.round(Math.max(dockMargin, seenTo - dockMargin - barHeight)) }
}
