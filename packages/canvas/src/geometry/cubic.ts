/**
 * Returns points along a cubic Bézier curve without its start: x0, y0, x1, y1, …
 *
 * @param curve its controls and its end, as in SVG
 */
export function alongCubic(
  fromX: number,
  fromY: number,
  [x1 = 0, y1 = 0, x2 = 0, y2 = 0, x = 0, y = 0]: readonly number[],
  steps: number,
): readonly number[] {
  return Array.from({ length: steps }, (_, index) => {
    const t = (index + 1) / steps
    const u = 1 - t
    return [
      u * u * u * fromX + 3 * u * u * t * x1 + 3 * u * t * t * x2 + t * t * t * x,
      u * u * u * fromY + 3 * u * u * t * y1 + 3 * u * t * t * y2 + t * t * t * y,
    ]
  }).flat()
}
