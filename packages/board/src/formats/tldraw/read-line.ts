import type { Binding, LineShape, Style } from '@inkbridge/types'
import { arrowLabelSizes, colorOf, heads } from './names.ts'
import { noteSide } from './read-box.ts'
import { labelColorOf, letterStyle, opacityStyle, outlineStyle } from './read-style.ts'
import type { Base, Reading, Sources } from './reading.ts'
import type { ArrowProps, ArrowRecord, LineRecord, ShapeRecord, Vec } from './records.ts'
import { textOf } from './rich-doc.ts'
import { placeAt, type Space, toPage, toSpace } from './space.ts'

/** Points of a line of ours. */
const maxPoints = 1000

export function readLine({ props, opacity }: LineRecord, space: Space, base: Base): Reading {
  const sorted = Object.values(props.points).toSorted((one, other) => (one.index < other.index ? -1 : 1))
  const [first = { x: 0, y: 0 }] = sorted
  const points = sorted.length < 2 ? [first, { x: first.x + 1, y: first.y }] : thinned(sorted, maxPoints)
  const style: Style = {
    ...outlineStyle(props),
    ...(props.spline === 'cubic' ? { corners: 'round' } : { corners: 'sharp' }),
    ...opacityStyle(opacity),
  }
  const isThinned = sorted.length > maxPoints
  return {
    ...lineThrough(points, space, { ...base, style }),
    ...(isThinned ? { approximated: 'too-large' } : props.dash === 'none' ? { approximated: 'stroke' } : {}),
  }
}

/** A line through points of a space. */
function lineThrough(
  points: readonly Vec[],
  space: Space,
  rest: Omit<LineShape, 'kind' | 'at' | 'points'>,
): Pick<Reading, 'offset'> & { readonly shape: LineShape } {
  const { min, max } = boxAround(points)
  const [w, h] = [max.x - min.x, max.y - min.y]
  const part = (value: number, low: number, length: number) => (length > 0 ? (value - low) / length : 0)
  const fractions = points.flatMap(({ x, y }) => [part(x, min.x, w), part(y, min.y, h)])
  return { shape: { ...rest, kind: 'line', at: placeAt(space, min, w, h), points: fractions }, offset: min }
}

/** The box around points; there is at least one. */
export function boxAround(points: readonly Vec[]): { readonly min: Vec; readonly max: Vec } {
  const [min, max] = [
    { x: Infinity, y: Infinity },
    { x: -Infinity, y: -Infinity },
  ]
  for (const { x, y } of points) {
    ;[min.x, min.y] = [Math.min(min.x, x), Math.min(min.y, y)]
    ;[max.x, max.y] = [Math.max(max.x, x), Math.max(max.y, y)]
  }
  return { min, max }
}

/** Every nth of a list, its last one included. */
export function thinned<Item>(items: readonly Item[], most: number): readonly Item[] {
  if (items.length <= most) return items
  return Array.from(
    { length: most },
    (_, index) => items[Math.round((index * (items.length - 1)) / (most - 1))] as Item,
  )
}

export function readArrow(record: ArrowRecord, space: Space, base: Base, sources: Sources): Reading {
  const { props, opacity } = record
  const [start, end] = endsOf(record, space, sources)
  const [startHead, endHead] = [heads.toOurs.get(props.arrowheadStart), heads.toOurs.get(props.arrowheadEnd)]
  const text = textOf(props.richText, labelColorOf(props.labelColor, colorOf(props.color)))
  const { kind: route } = props
  const isElbow = route === 'elbow'
  const style: Style = {
    ...outlineStyle(props),
    ...letterStyle(props, arrowLabelSizes),
    ...(isElbow ? { route: 'elbow' } : isBent(props) ? { corners: 'round' } : {}),
    ...(startHead ? { startHead } : {}),
    ...(endHead ? { endHead } : {}),
    ...opacityStyle(opacity),
  }
  const bound = { ...bindingOf(record, 'start', end, sources), ...bindingOf(record, 'end', start, sources) }
  const points = isElbow ? [props.start, props.end] : arcThrough(toSpace(space, start), toSpace(space, end), props.bend)
  const isHeadUnlike = [props.arrowheadStart, props.arrowheadEnd].some(
    (head) => head === 'square' || head === 'inverted',
  )
  return {
    ...lineThrough(points, space, { ...base, style, ...bound, ...(text ? { text } : {}) }),
    ...(props.dash === 'none' ? { approximated: 'stroke' } : isHeadUnlike ? { approximated: 'arrowhead' } : {}),
  }
}

/** A smaller bend is a straight line, px. */
export const leastBend = 1

function isBent({ bend }: ArrowProps): boolean {
  return Math.abs(bend) >= leastBend
}

/** Points on the arc from one point to another whose middle is `bend` to the right of the straight line. */
function arcThrough(start: Vec, end: Vec, bend: number): readonly Vec[] {
  const [across, down] = [end.x - start.x, end.y - start.y]
  const length = Math.hypot(across, down)
  if (Math.abs(bend) < leastBend || length === 0) return [start, end]
  const [right, along] = [
    { x: -down / length, y: across / length },
    { x: across / length, y: down / length },
  ]
  const middle = { x: (start.x + end.x) / 2, y: (start.y + end.y) / 2 }
  const half = length / 2
  // The radius from the chord and the sagitta; the centre is on the other side of the chord for a flat arc.
  const radius = (half * half + bend * bend) / (2 * Math.abs(bend))
  const toCentre = bend - Math.sign(bend) * radius
  const widest = Math.atan2(half, Math.sign(bend) * -toCentre)
  const count = widest > 1 ? 9 : 3
  return Array.from({ length: count }, (_, index) => {
    if (index === 0 || index === count - 1) return index === 0 ? start : end
    const angle = widest * ((2 * index) / (count - 1) - 1)
    const [forward, out] = [radius * Math.sin(angle), toCentre + Math.sign(bend) * radius * Math.cos(angle)]
    return { x: middle.x + along.x * forward + right.x * out, y: middle.y + along.y * forward + right.y * out }
  })
}

/** The ends of an arrow on its page: those of bound ones at their anchors. */
function endsOf({ id, props }: ArrowRecord, space: Space, sources: Sources): readonly [start: Vec, end: Vec] {
  const end = (name: 'start' | 'end') => {
    const binding = sources.binding(id, name)
    const node = binding && sources.node(binding.toId)
    if (!binding || !node) return toPage(space, props[name])
    return anchorIn(node.space, node.record, anchorOf(binding.props))
  }
  return [end('start'), end('end')]
}

function anchorOf({
  isPrecise,
  normalizedAnchor,
}: {
  readonly isPrecise: boolean
  readonly normalizedAnchor: Vec
}): Vec {
  return isPrecise ? normalizedAnchor : { x: 0.5, y: 0.5 }
}

function anchorIn(space: Space, record: ShapeRecord, { x, y }: Vec): Vec {
  const { min, w, h } = boxOf(record)
  return toPage(space, { x: min.x + x * w, y: min.y + y * h })
}

/** The unrotated box of a shape that an arrow can be bound to, in its own coordinates. */
function boxOf({ type, props }: ShapeRecord): { readonly min: Vec; readonly w: number; readonly h: number } {
  const min = { x: 0, y: 0 }
  if (type === 'note') return { min, w: noteSide * props.scale, h: noteSide * props.scale + props.growY }
  if (type === 'geo') return { min, w: props.w, h: props.h + props.growY }
  if ('h' in props) return { min, w: props.w, h: props.h }
  return { min, w: 'w' in props ? props.w : 0, h: 0 }
}

/** A bound end: at the centre, at a point inside, or where the way to that point enters the shape. */
function bindingOf(
  { id }: ArrowRecord,
  end: 'start' | 'end',
  from: Vec,
  sources: Sources,
): { readonly start?: Binding; readonly end?: Binding } {
  const binding = sources.binding(id, end)
  const node = binding && sources.node(binding.toId)
  const to = binding && sources.idOf(binding.toId)
  if (!binding || !node || !to || node.record.type === 'arrow' || node.record.type === 'line') return {}
  const { x, y } = anchorOf(binding.props)
  const isCentre = Math.abs(x - 0.5) < 1e-9 && Math.abs(y - 0.5) < 1e-9
  if (binding.props.isExact) return { [end]: { to, at: [clamped(x), clamped(y)] } }
  if (isCentre) return { [end]: { to } }
  const { min, w, h } = boxOf(node.record)
  const local = toSpace(node.space, from)
  const other = { x: w > 0 ? (local.x - min.x) / w : 0.5, y: h > 0 ? (local.y - min.y) / h : 0.5 }
  return { [end]: { to, at: entry({ x: clamped(x), y: clamped(y) }, other), outline: true } }
}

/** Where the way from a point outside of the unit square to one inside enters it; the point inside if both are. */
function entry(inside: Vec, outside: Vec): readonly [x: number, y: number] {
  const [x, y] = [outside.x - inside.x, outside.y - inside.y]
  const part = (by: number, at: number) => (by > 0 ? (1 - at) / by : by < 0 ? -at / by : 1)
  const reach = Math.max(0, Math.min(1, part(x, inside.x), part(y, inside.y)))
  return [clamped(inside.x + x * reach), clamped(inside.y + y * reach)]
}

function clamped(value: number): number {
  return Math.min(1, Math.max(0, value))
}
