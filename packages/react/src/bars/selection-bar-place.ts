import type { Box } from '@inkbridge/types'
import { isClear } from '../ui/ui.ts'

/** CSS pixels between the bar and the edges of the view. */
const margin = 12
/** Heights that the bars at the top and at the bottom of the view take, and those at the bottom of a phone. */
const [topBars, bottomBars, bottomBarsNarrow] = [68, 76, 132]
/** Distances from a selected shape: beyond its rotate handle, its connect handles, and the hint below it. */
const [aboveTurn, aboveConnect, below, belowConnect, belowHint] = [46, 70, 18, 46, 68]

interface Given {
  /** The selected shapes, in the view. */
  readonly box: Box
  readonly bar: { readonly width: number; readonly height: number }
  readonly view: { readonly width: number; readonly height: number }
  /** The width that the style panel covers at the right. */
  readonly covered: number
  readonly isNarrow: boolean
  /** The selection has connect handles at its sides. */
  readonly hasHandles: boolean
  /** There is a hint below it. */
  readonly hasHint: boolean
  /** Other open panels, including the style panel. */
  readonly others: readonly Box[]
}

/**
 * Returns the place of the bar: above the selection and its handles, below them where there is no room, and at the
 * bottom of the view for a selection as large as that. Null: the selection is out of view, or other bars and cards are
 * in all of these places.
 */
export function placeOfBar(given: Given): { readonly left: number; readonly top: number } | null {
  const { box, bar, view, covered, isNarrow, hasHandles, hasHint, others } = given
  const right = view.width - covered
  if (box.maxX < 0 || box.minX > right || box.maxY < 0 || box.minY > view.height) return null
  const lowest = view.height - (isNarrow ? bottomBarsNarrow : bottomBars) - bar.height
  const above = box.minY - (hasHandles ? aboveConnect : aboveTurn) - bar.height
  const beneath = box.maxY + (hasHint ? belowHint : hasHandles ? belowConnect : below)
  const middle = (box.minX + box.maxX - bar.width) / 2
  // A bar that is too wide to be beside the panel is above or below it.
  const rightmost = bar.width + 2 * margin > right ? view.width : right
  const left = Math.round(Math.max(margin, Math.min(rightmost - margin - bar.width, middle)))
  return (
    [above, beneath, lowest]
      .filter((top) => top >= topBars && top <= lowest)
      .map((top) => ({ left, top: Math.round(top) }))
      .find((place) => isClear(place, bar, others)) ?? null
  )
}
