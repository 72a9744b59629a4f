/**
 * Returns the intersection of two convex polygons, x0, y0, x1, y1, …; empty if they do not overlap (I. Sutherland, G.
 * Hodgman, Reentrant Polygon Clipping, 1974). Both are clockwise (y down), as the sides of a place are.
 */
export function intersectionOf(a: readonly number[], b: readonly number[]): readonly number[] {
  let left = a
  for (let at = 0; at + 1 < b.length && left.length > 0; at += 2) {
    const [x0 = 0, y0 = 0] = [b[at], b[at + 1]]
    const [x1 = 0, y1 = 0] = [b[(at + 2) % b.length], b[(at + 3) % b.length]]
    left = rightOf(left, x0, y0, x1 - x0, y1 - y0)
  }
  return left
}

/** Returns the part of a polygon on the right of a line, with y down. */
function rightOf(polygon: readonly number[], x0: number, y0: number, dx: number, dy: number): readonly number[] {
  const kept: number[] = []
  /** Negative on the left. */
  const side = (x: number, y: number) => dx * (y - y0) - dy * (x - x0)
  for (let at = 0; at + 1 < polygon.length; at += 2) {
    const [x = 0, y = 0] = [polygon[at], polygon[at + 1]]
    const [nextX = 0, nextY = 0] = [polygon[(at + 2) % polygon.length], polygon[(at + 3) % polygon.length]]
    const [here, there] = [side(x, y), side(nextX, nextY)]
    if (here >= 0) kept.push(x, y)
    if (here * there >= 0) continue
    const part = here / (here - there)
    kept.push(x + (nextX - x) * part, y + (nextY - y) * part)
  }
  return kept
}
