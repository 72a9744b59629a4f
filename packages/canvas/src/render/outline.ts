/** A line: x0, y0, x1, y1, … world units. */
interface Line {
  readonly points: ArrayLike<number>
  readonly closed: boolean
}

/** Strokes a line with round corners; `toView` tells where its points are in the view. */
export function strokeRound(
  context: CanvasRenderingContext2D,
  { points, closed }: Line,
  toView: (x: number, y: number) => { readonly x: number; readonly y: number },
  { color, width }: { readonly color: string; readonly width: number },
): void {
  context.strokeStyle = color
  context.lineWidth = width
  context.lineJoin = 'round'
  context.beginPath()
  for (let at = 0; at + 1 < points.length; at += 2) {
    const { x, y } = toView(points[at] ?? 0, points[at + 1] ?? 0)
    context.lineTo(x, y)
  }
  if (closed) context.closePath()
  context.stroke()
  context.lineJoin = 'miter'
}
