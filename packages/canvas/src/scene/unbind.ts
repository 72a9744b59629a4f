import type { Edit, LineEnd, LineShape, Pin, ShapeId, WorldPoint } from '@inkbridge/types'
import { worldPoints } from '../shapes.ts'

const ends = ['start', 'end'] as const satisfies readonly LineEnd[]
/** Maximum pins of a line. */
const maxPins = 8

/** Returns the ends of a line whose bound shape passes a test. */
export function boundEnds({ start, end }: LineShape, isTarget: (id: ShapeId) => boolean): readonly LineEnd[] {
  const bound = { start, end }
  return ends.filter((each) => bound[each] && isTarget(bound[each].to))
}

/** Returns an edit that stores the resolved points and pins of a line in it, or in a copy at the offset `by`. */
function placeAsShown(
  line: LineShape,
  id: ShapeId = line.id,
  by: { readonly x: number; readonly y: number } = { x: 0, y: 0 },
): Edit {
  const at = { ...line.at, x: line.at.x + by.x, y: line.at.y + by.y }
  const pins = pinsOf(line).map((pin) => ({ ...pin, at: pin.at + by[pin.axis] }))
  return { type: 'props', id, props: { points: line.points, ...(pins.length > 0 ? { pins } : {}) }, at }
}

/** Returns pins for the inner segments of an elbow line, or for the last of two: its ends determine the others. */
function pinsOf(line: LineShape): readonly Pin[] {
  if (line.style.route !== 'elbow') return []
  const points = worldPoints(line)
  const count = points.length / 2 - 1
  const pins = Array.from({ length: count }, (_, piece): Pin => {
    const [x0 = 0, y0 = 0, x1 = 0] = points.slice(2 * piece, 2 * piece + 4)
    return x0 === x1 ? { axis: 'x', at: x0 } : { axis: 'y', at: y0 }
  })
  const inner = count === 2 ? pins.slice(1) : pins.slice(1, -1)
  return inner.length > maxPins ? [] : inner
}

/** Returns edits that unbind ends of a line without moving it. */
export function unbind(line: LineShape, from: readonly LineEnd[]): readonly Edit[] {
  if (from.length === 0) return []
  return [placeAsShown(line), ...from.map((end): Edit => ({ type: 'bind', id: line.id, end, to: null }))]
}

/** Returns edits that unbind lines from shapes without moving them. */
export function unbindFrom(shapes: ReadonlySet<ShapeId>, lines: readonly LineShape[]): readonly Edit[] {
  return lines.flatMap((line) =>
    unbind(
      line,
      boundEnds(line, (to) => shapes.has(to)),
    ),
  )
}

/** Returns edits that keep the resolved position in copies of lines that are bound to shapes that are not copied. */
export function placeCopiesAsShown(
  copies: ReadonlyMap<ShapeId, ShapeId>,
  lines: readonly LineShape[],
  by: WorldPoint,
): readonly Edit[] {
  const partlyBound = lines.filter((line) => boundEnds(line, (to) => !copies.has(to)).length > 0)
  return partlyBound.flatMap((line) => placeAsShown(line, copies.get(line.id), by))
}
