/** CSS pixels between an element and its tooltip, and between that and the edges of the view. */
const [gap, margin] = [8, 8]

interface Size {
  readonly width: number
  readonly height: number
}

interface Rect extends Size {
  readonly left: number
  readonly top: number
}

/** Returns the place of a tooltip in the view: below its element in the upper half of the view, else above it. */
export function tipPlace(of: Rect, tip: Size, view: Rect): { readonly left: number; readonly top: number } {
  const [x, y] = [of.left - view.left, of.top - view.top]
  const middle = x + of.width / 2 - tip.width / 2
  const left = Math.max(margin, Math.min(view.width - margin - tip.width, middle))
  const isUpper = y + of.height / 2 < view.height / 2
  return { left: Math.round(left), top: Math.round(isUpper ? y + of.height + gap : y - gap - tip.height) }
}
