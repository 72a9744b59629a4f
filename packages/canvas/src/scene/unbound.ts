import type { Edit, LineEnd, LineShape, Pin, ShapeId, WorldPoint } from '@inkbridge/types'
import { worldPoints } from '../shapes.ts'

const ends = ['start', 'end'] as const satisfies readonly LineEnd[]
/** A line has no more pins than these. */
const maxPins = 8

/** The ends of a line that are bound to what is not among some shapes, or is. */
export function boundEnds({ start, end }: LineShape, isTaken: (id: ShapeId) => boolean): readonly LineEnd[] {
  const bound = { start, end }
  return ends.filter((each) => bound[each] && isTaken(bound[each].to))
}

/** An edit that puts a line, or a copy of it that is so far away, where a line is seen: for one that is bound no more. */
function placedAsSeen(
  line: LineShape,
  id: ShapeId = line.id,
  by: { readonly x: number; readonly y: number } = { x: 0, y: 0 },
): Edit {
  const at = { ...line.at, x: line.at.x + by.x, y: line.at.y + by.y }
  const pins = pinsOf(line).map((pin) => ({ ...pin, at: pin.at + by[pin.axis] }))
  return { type: 'props', id, props: { points: line.points, ...(pins.length > 0 ? { pins } : {}) }, at }
}

/** The pieces of a line by right angles that do not follow from its ends: those between the first and the last, or the last of two. */
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

/** Edits that unbind ends of a line, which stays where it is seen. */
export function unbound(line: LineShape, from: readonly LineEnd[]): readonly Edit[] {
  if (from.length === 0) return []
  return [placedAsSeen(line), ...from.map((end): Edit => ({ type: 'bind', id: line.id, end, to: null }))]
}

/** Edits that unbind lines from some shapes, and leave them where they are seen. */
export function unboundFrom(shapes: ReadonlySet<ShapeId>, lines: readonly LineShape[]): readonly Edit[] {
  return lines.flatMap((line) =>
    unbound(
      line,
      boundEnds(line, (to) => shapes.has(to)),
    ),
  )
}

/** Edits that put copies of lines where the lines are seen, if they are bound to a shape that is not copied with them. */
export function copiesAsSeen(
  copies: ReadonlyMap<ShapeId, ShapeId>,
  lines: readonly LineShape[],
  by: WorldPoint,
): readonly Edit[] {
  const alone = lines.filter((line) => boundEnds(line, (to) => !copies.has(to)).length > 0)
  return alone.flatMap((line) => placedAsSeen(line, copies.get(line.id), by))
}
