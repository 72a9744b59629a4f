import { boxTransform, type InkShape, seedOf } from '@inkbridge/types'
import { type Point, rotated } from './element-points.ts'
import { type Entries, type Entry, isInPlace, same } from './entries.ts'
import { numberIn, type Raw } from './raw.ts'

type InkEntry = Entry & { readonly shown: InkShape }

/** The keys of a freehand line that have changed, besides its style. */
export function inkChanges(entry: InkEntry): Raw {
  const { stored, reading, kept, shown } = entry
  const isWhole = shown.visible === undefined
  if (isWhole && isInPlace(entry)) return {}
  const [now, was] = [stored.at, reading?.at]
  const isMoved = was && now.w === was.w && now.h === was.h && same(now.mirrored, was.mirrored)
  if (kept && was && isWhole && isMoved)
    return {
      x: numberIn(kept.element, 'x') + now.x - was.x,
      y: numberIn(kept.element, 'y') + now.y - was.y,
      ...(now.rotation === was.rotation ? {} : { angle: now.rotation }),
    }
  const [[from, to] = [0, shown.points.length - 1]] = shown.visible ?? []
  return pieceOf(entry, from, to)
}

/** A stroke that was erased in the middle: the elements of its further pieces, above the first. */
export function furtherPieces(entry: InkEntry, first: Raw, { unique }: Entries): readonly Raw[] {
  return (entry.shown.visible ?? []).slice(1).map(([from, to]) => {
    const id = unique(`${entry.id}-2`)
    return { ...first, ...pieceOf(entry, from, to), id, seed: seedOf(id), boundElements: null }
  })
}

/** The geometry of a stroke from one position to another, in points. */
function pieceOf({ shown }: InkEntry, from: number, to: number): Raw {
  const { points: ink, at, original } = shown
  const { scaleX, moveX, scaleY, moveY } = boxTransform(original, at)
  const indices = [from, ...between(from, to), to].filter((index, place, all) => index !== all[place - 1])
  const value = (values: ArrayLike<number>, index: number) => {
    const [low, part] = [Math.floor(index), index % 1]
    const start = values[low] ?? 0
    return part === 0 ? start : start + ((values[low + 1] ?? start) - start) * part
  }
  const points = indices.map((index) => ({
    x: value(ink.x, index) * scaleX + moveX,
    y: value(ink.y, index) * scaleY + moveY,
  }))
  const { pressure } = ink
  return {
    ...unrotated(points, at.rotation, { x: at.x + at.w / 2, y: at.y + at.h / 2 }),
    simulatePressure: pressure === null,
    pressures: pressure ? indices.map((index) => value(pressure, index)) : [],
  }
}

/** Whole positions between two. */
function between(from: number, to: number): readonly number[] {
  const first = Math.floor(from) + 1
  return Array.from({ length: Math.max(0, Math.ceil(to) - first) }, (_, index) => first + index)
}

/** Points with the rotation applied, relative to the first. */
function unrotated(points: readonly Point[], rotation: number, about: Point): Raw {
  const world = rotation === 0 ? points : points.map((point) => rotated(point, about, rotation))
  const [{ x, y } = about] = world
  const [across, down] = [world.map((point) => point.x), world.map((point) => point.y)]
  const range = (values: readonly number[]) =>
    values.reduce((a, b) => Math.max(a, b), -Infinity) - values.reduce((a, b) => Math.min(a, b), Infinity)
  return {
    ...{ x, y, width: range(across), height: range(down), angle: 0 },
    points: world.map((point) => [point.x - x, point.y - y]),
  }
}
