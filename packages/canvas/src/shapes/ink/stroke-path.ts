import type { Path } from '../../geometry.ts'
import type { Spine } from './spine.ts'

/** Turns sharper than this cosine are corners: the line ends there, round, and starts again. */
const cornerCosine = 0.2

/**
 * Adds the outline of a line of varying width with round ends, as closed parts of equal winding, to be filled by the
 * non-zero rule. Where the line turns more sharply than it is wide, its inner side would fold over and leave holes;
 * there it is split into overlapping parts.
 */
export function addStroke(path: Path, spine: Spine, first = 0, last = spine.x.length - 1): void {
  if (last === first) {
    path.ellipse(spine.x[first] ?? 0, spine.y[first] ?? 0, spine.radius[first] ?? 0, spine.radius[first] ?? 0)
    return
  }
  let begin = first
  for (let at = first + 1; at < last; at += 1) {
    if (!folds(spine, at)) continue
    addRun(path, spine, begin, at)
    begin = at
  }
  addRun(path, spine, begin, last)
}

function folds({ x, y, radius }: Spine, at: number): boolean {
  const [inX, inY] = [(x[at] ?? 0) - (x[at - 1] ?? 0), (y[at] ?? 0) - (y[at - 1] ?? 0)]
  const [outX, outY] = [(x[at + 1] ?? 0) - (x[at] ?? 0), (y[at + 1] ?? 0) - (y[at] ?? 0)]
  const [lengthIn, lengthOut] = [Math.hypot(inX, inY), Math.hypot(outX, outY)]
  const cosine = (inX * outX + inY * outY) / (lengthIn * lengthOut || 1)
  if (cosine < cornerCosine) return true
  // Twice the sine of half the turning angle; the radius of the turn is the step length divided by it.
  const bend = Math.sqrt(2 * Math.max(0, 1 - cosine))
  return (radius[at] ?? 0) * bend > Math.min(lengthIn, lengthOut)
}

/**
 * Adds the outline of a part without sharp turns: along its left side, round the end, back along its right, round the
 * start.
 */
function addRun(path: Path, { x, y, radius }: Spine, first: number, last: number): void {
  const count = last - first + 1
  const sides = new Float64Array(count * 4)
  for (let at = first; at <= last; at += 1) {
    const [before, after] = [Math.max(first, at - 1), Math.min(last, at + 1)]
    let [dx, dy] = [(x[after] ?? 0) - (x[before] ?? 0), (y[after] ?? 0) - (y[before] ?? 0)]
    const length = Math.hypot(dx, dy)
    if (length === 0) [dx, dy] = [1, 0]
    else [dx, dy] = [dx / length, dy / length]
    const [px, py, r, to] = [x[at] ?? 0, y[at] ?? 0, radius[at] ?? 0, (at - first) * 4]
    // With y down, the left of (dx, dy) is (dy, -dx).
    sides[to] = px + dy * r
    sides[to + 1] = py - dx * r
    sides[to + 2] = px - dy * r
    sides[to + 3] = py + dx * r
  }
  const side = (index: number, which: number) => sides[index * 4 + which] ?? 0
  path.moveTo(side(0, 0), side(0, 1))
  follow(path, count, (index, axis) => side(index, axis))
  path.halfTurn(side(count - 1, 0), side(count - 1, 1), x[last] ?? 0, y[last] ?? 0)
  follow(path, count, (index, axis) => side(count - 1 - index, 2 + axis))
  path.halfTurn(side(0, 2), side(0, 3), x[first] ?? 0, y[first] ?? 0)
  path.close()
}

/** Adds curves through the midpoints between points, with the points as controls. */
function follow(path: Path, count: number, at: (index: number, axis: 0 | 1) => number): void {
  for (let index = 1; index < count - 1; index += 1) {
    const [x, y] = [at(index, 0), at(index, 1)]
    path.quadTo(x, y, (x + at(index + 1, 0)) / 2, (y + at(index + 1, 1)) / 2)
  }
  path.lineTo(at(count - 1, 0), at(count - 1, 1))
}

/** Adds the centre line. Points nearer than `near` are joined by straight lines. */
export function addLine(path: Path, { x, y }: Spine, near = 0): void {
  let [fromX, fromY] = [x[0] ?? 0, y[0] ?? 0]
  path.moveTo(fromX, fromY)
  for (let at = 1; at < x.length - 1; at += 1) {
    const [atX, atY] = [x[at] ?? 0, y[at] ?? 0]
    const [toX, toY] = [(atX + (x[at + 1] ?? 0)) / 2, (atY + (y[at + 1] ?? 0)) / 2]
    if (Math.abs(toX - fromX) + Math.abs(toY - fromY) < near) path.lineTo(toX, toY)
    else path.quadTo(atX, atY, toX, toY)
    fromX = toX
    fromY = toY
  }
  path.lineTo(x.at(-1) ?? 0, y.at(-1) ?? 0)
}
