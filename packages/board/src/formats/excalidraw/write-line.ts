import type { Binding, LineEnd, LineShape, Pin, Shape } from '@inkbridge/types'
import { lineRecord } from '@inkbridge/types'
import { boundsOf, type Point, rotated } from './element-points.ts'
import { type Entries, type Entry, ownId, placeKey, same } from './entries.ts'
import { isRaw, numberIn, type Raw, valueIn } from './raw.ts'

/** The gap between our arrows and the shapes they point at: units, and widths of the line. */
const [gap, gapWidths] = [3, 0.5]

/** The points of a line in the world, rotated. */
function worldPoints({ at, points }: Pick<LineShape, 'at' | 'points'>): readonly Point[] {
  const about = { x: at.x + at.w / 2, y: at.y + at.h / 2 }
  return Array.from({ length: points.length / 2 }, (_, index) => {
    const [partX = 0, partY = 0] = [points[2 * index], points[2 * index + 1]]
    const x = at.mirrored ? at.x + at.w * (1 - partX) : at.x + at.w * partX
    return rotated({ x, y: at.y + at.h * partY }, about, at.rotation)
  })
}

/** The geometry of an element through points in the world. */
export function throughPoints(points: readonly Point[]): Raw {
  const [{ x, y } = { x: 0, y: 0 }] = points
  const { w, h } = boundsOf(points)
  return { x, y, width: w, height: h, angle: 0, points: points.map((point) => [point.x - x, point.y - y]) }
}

/** The keys of a line or an arrow that have changed, besides its style. */
export function lineChanges(entry: Entry & { readonly shown: LineShape }, entries: Entries): Raw {
  const geometry = geometryOf(entry, entries)
  const ends = { ...endChange(entry, 'start', entries), ...endChange(entry, 'end', entries) }
  const { shown, kept } = entry
  const isElbow = shown.style.route === 'elbow'
  const wasElbow = kept !== null && valueIn(kept.element, 'elbowed') === true
  const points = valueIn(geometry, 'points')
  return {
    ...geometry,
    ...ends,
    ...(isElbow === wasElbow ? {} : { elbowed: isElbow, roundness: null }),
    ...(isElbow && Array.isArray(points) ? { fixedSegments: segmentsOf(shown.pins ?? [], geometry) } : {}),
  }
}

/** Nothing for a line in its place, its new place for one that was moved, else all its points as shown. */
function geometryOf(entry: Entry & { readonly shown: LineShape }, entries: Entries): Raw {
  const { stored, reading, kept, shown } = entry
  const move = moveOf(entry)
  const isRouted = (['start', 'end'] as const).some((end) => !isMovedAlike(entry, end, move, entries))
  const isSame =
    reading !== null && 'points' in stored && same(stored.points, reading.props.points) && hasSamePins(entry, move)
  if (!kept || !move || !isSame || isRouted) return throughPoints(worldPoints(shown))
  if (move.x === 0 && move.y === 0) return {}
  return { x: numberIn(kept.element, 'x') + move.x, y: numberIn(kept.element, 'y') + move.y }
}

/** Whether the segments placed by hand were moved with the line, if at all. */
function hasSamePins({ stored, reading }: Entry, move: Point | null): boolean {
  const [now, was] = [
    lineRecord.is(stored) ? stored.pins : undefined,
    reading?.props.pins as readonly Pin[] | undefined,
  ]
  const moved = was?.map((pin) => ({ ...pin, at: pin.at + (move?.[pin.axis] ?? 0) }))
  return same(now ?? [], moved ?? [])
}

/** How far a shape was moved since it was read; null: it was also changed in size or rotated. */
function moveOf({ stored, reading }: Entry): Point | null {
  if (!reading) return null
  const [[x, y, ...now], [wasX, wasY, ...was]] = [placeKey(stored.at), placeKey(reading.at)]
  return same(now, was) ? { x: Number(x) - Number(wasX), y: Number(y) - Number(wasY) } : null
}

/** Whether an end is bound as in the drawing, to a shape that was moved by as much as the line. */
function isMovedAlike(entry: Entry, end: LineEnd, move: Point | null, entries: Entries): boolean {
  if (!isSameEnd(entry, end, entries)) return false
  const binding = bindingOf(entry.stored, end)
  const target = binding && entries.get(binding.to)
  return !target || same(moveOf(target), move)
}

export function bindingOf(shape: Shape, end: LineEnd): Binding | null {
  return lineRecord.is(shape) ? (shape[end] ?? null) : null
}

function isSameEnd({ stored, reading }: Entry, end: LineEnd, entries: Entries): boolean {
  const [now, was] = [bindingOf(stored, end), reading?.[end] ?? null]
  if (!now || !was) return reading !== null && now === was
  const target = entries.get(now.to)
  const { to: _to, ...how } = now
  const { to, ...before } = was
  return target !== undefined && ownId(target) === to && same(sorted(how), sorted(before))
}

function sorted({ at, outline }: Omit<Binding, 'to'>): unknown {
  return [at ?? null, outline ?? false]
}

function endChange(entry: Entry, end: LineEnd, entries: Entries): Raw {
  const key = `${end}Binding`
  const binding = bindingOf(entry.stored, end)
  const target = binding && entries.get(binding.to)
  const original = entry.kept && valueIn(entry.kept.element, key)
  if (isSameEnd(entry, end, entries)) {
    const isRenamed = target && isRaw(original) && original.elementId !== target.id
    return isRenamed ? { [key]: { ...original, elementId: target.id } } : {}
  }
  return { [key]: binding && target ? newBinding(binding, target, entry) : null }
}

/** A binding for all generations of Excalidraw: `focus` and `gap` of version 0.18, and the current `fixedPoint`. */
function newBinding({ at = [0.5, 0.5], outline }: Binding, target: Entry, { stored }: Entry): Raw {
  const isInside = bindingMode(at, outline) === 'inside'
  return {
    elementId: target.id,
    focus: 0,
    gap: isInside ? 0 : gap + stored.style.width * gapWidths,
    // Exact halves are avoided there: they are ties between sides.
    fixedPoint: at.map((part) => (part === 0.5 ? 0.5001 : part)),
    mode: isInside ? 'inside' : 'orbit',
  }
}

function bindingMode(at: readonly number[], outline: true | undefined): 'inside' | 'orbit' {
  return outline || (at[0] === 0.5 && at[1] === 0.5) ? 'orbit' : 'inside'
}

/** Segments placed by hand, in the points they are in. */
function segmentsOf(pins: readonly Pin[], { x: left, y: top, points }: Raw): readonly Raw[] | null {
  const list = points as readonly (readonly [number, number])[]
  const segments = pins.flatMap(({ axis, at }) => {
    const side = axis === 'x' ? 0 : 1
    const from = at - Number(axis === 'x' ? left : top)
    const index = list.findIndex(
      (point, each) =>
        each > 1 &&
        each < list.length - 1 &&
        [point, list[each - 1]].every((one) => Math.abs((one?.[side] ?? NaN) - from) < 0.5),
    )
    return index > 0 ? [{ index, start: list[index - 1], end: list[index] }] : []
  })
  return segments.length > 0 ? segments : null
}
