import { type InkPoints, limits, type Style } from '@inkbridge/types'
import { colorOf, highlightWidths, sizeOf, strokeWidths } from './names.ts'
import { boxAround, thinned } from './read-line.ts'
import { fillStyle, opacityStyle } from './read-style.ts'
import type { Base, Reading, Sources } from './reading.ts'
import type { DrawRecord, HighlightProps, HighlightRecord, Vec } from './records.ts'
import { placeAt, type Space } from './space.ts'

/** The time between two points, which files do not have, ms. */
const interval = 8

export function readDraw({ props, opacity }: DrawRecord, space: Space, base: Base, sources: Sources): Reading {
  const isEven = props.dash !== 'draw'
  // Strokes have no pattern.
  const { fill } = props.isClosed ? fillStyle(props.fill, props.color) : {}
  const style: Style = {
    color: colorOf(props.color),
    width: sizeOf(props.size, strokeWidths) * props.scale,
    ...(fill ? { fill } : {}),
    ...(isEven ? { nib: 'even' } : {}),
    ...opacityStyle(opacity),
  }
  const reading = stroke(props, space, { ...base, style }, sources)
  const isUnlike = props.dash === 'dashed' || props.dash === 'dotted' || props.dash === 'none'
  return isUnlike ? { ...reading, approximated: 'stroke' } : reading
}

export function readHighlight(
  { props, opacity }: HighlightRecord,
  space: Space,
  base: Base,
  sources: Sources,
): Reading {
  const style: Style = {
    color: colorOf(props.color),
    width: sizeOf(props.size, highlightWidths) * props.scale,
    nib: 'highlighter',
    ...opacityStyle(opacity),
  }
  return stroke(props, space, { ...base, style }, sources)
}

/** A stroke: its points are drawn where they are without the rotation. */
function stroke(
  props: HighlightProps,
  space: Space,
  base: Base & { readonly style: Style },
  { library }: Sources,
): Reading {
  const all = pointsOf(props, library.decodePoints)
  const kept = thinned(all.length > 0 ? all : [{ x: 0, y: 0, z: 0.5 }], limits.maxStrokePoints)
  const { min, max } = boxAround(kept)
  const at = placeAt(space, min, max.x - min.x, max.y - min.y)
  const points: InkPoints = {
    length: kept.length,
    x: Float64Array.from(kept, ({ x }) => x - min.x + at.x),
    y: Float64Array.from(kept, ({ y }) => y - min.y + at.y),
    pressure: props.isPen ? Float32Array.from(kept, ({ z = 0.5 }) => Math.min(1, Math.max(0, z))) : null,
    time: Float64Array.from(kept, (_, index) => index * interval),
  }
  const original = { x: at.x, y: at.y, w: at.w, h: at.h }
  return {
    shape: { ...base, kind: 'ink', at, points, original },
    offset: min,
    ...(all.length > kept.length ? { approximated: 'too-large' } : {}),
  }
}

/** The points of all segments, scaled; those that are not finite are left out. */
function pointsOf(
  { segments, scaleX, scaleY }: HighlightProps,
  decode: (path: string, dim: 2 | 3) => readonly Vec[],
): readonly Vec[] {
  return segments
    .flatMap(({ path, dim }) => decoded(path, dim ?? 3, decode))
    .map(({ x, y, z }) => ({ x: x * scaleX, y: y * scaleY, z: z ?? 0.5 }))
    .filter(({ x, y, z }) => Number.isFinite(x) && Number.isFinite(y) && Number.isFinite(z))
}

function decoded(path: string, dim: 2 | 3, decode: (path: string, dim: 2 | 3) => readonly Vec[]): readonly Vec[] {
  try {
    return decode(path, dim)
  } catch {
    return []
  }
}
