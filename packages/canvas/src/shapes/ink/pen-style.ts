import { type Color, type Dash, type Place, type ShapeBase, type Style, seedOf } from '@inkbridge/types'
import rough from 'roughjs'
import { colorOf, type DisplayItem, fillTone, type PathItem, type Theme, tintPart } from '../../display.ts'
import { Path } from '../../geometry.ts'

/** Smaller shapes are drawn plainly; units of detail. */
const tooSmall = 12
/** Parameters of roughjs: those that Excalidraw uses, so that its drawings have the same lines here. */
const hand = { bowing: 1, curveFitting: 1 }
const roughness: Readonly<Record<NonNullable<Style['look']>, number>> = { sketchy: 1, rough: 2 }

/** What roughjs draws by hand: a path, or a figure that it has an algorithm for. */
export type Sketch =
  | { readonly type: 'path' }
  | { readonly type: 'ellipse'; readonly at: Place }
  /** A curve through points: x0, y0, x1, y1, … */
  | { readonly type: 'curve'; readonly points: readonly number[] }

/** How a hand-drawn shape deviates from the exact one. */
interface Rough {
  readonly sketch: Sketch
  readonly roughness: number
  readonly seed: number
  /** Corners stay where they are. */
  readonly preserveVertices: boolean
}

/** Longer paths are hatched at a smaller scale, with wider gaps; world units. */
const longestDrawn = 24_000
/** Distance between the lines of a hatching, at least and at most; world units. */
const [leastGap, mostGap] = [4, 32]
/** Maximum number of dashes on a line; on a longer one dashes are longer. */
const mostDashes = 10_000

const generator = rough.generator()

/** Draws the line and the fill of a shape in its style; `inside` is null if it has none. `sketch` is for hand-drawn ones. */
export function styled(
  { id, at, style }: ShapeBase,
  line: Path,
  inside: Path | null,
  theme: Theme,
  detail: number,
  sketch: Sketch = { type: 'path' },
): readonly DisplayItem[] {
  const isExact = !style.look || Math.max(at.w, at.h) <= tooSmall * detail
  const rough = isExact ? null : roughOf({ id, at, style }, inside, sketch)
  const look = { ...(style.opacity === undefined ? {} : { opacity: style.opacity }), turn: at }
  const fill = style.fill && inside ? fillOf(style, style.fill, inside, rough, theme) : null
  const stroke = {
    stroke: colorOf(style.color, theme),
    width: style.width,
    ...(style.dash ? { dash: dashesAlong(line, dashOf(style.dash, style.width)) } : {}),
  }
  // Use one item if possible.
  if (!rough && inside === line && (!fill || fill.path === inside))
    return [{ type: 'path', path: line, ...(fill?.fill ? { fill: fill.fill } : {}), ...stroke, ...look }]
  const path = rough ? roughened(line, 'path', rough, { disableMultiStroke: style.dash !== undefined }) : line
  return [...(fill ? [{ ...fill, ...look }] : []), { type: 'path', path, ...stroke, ...look }]
}

/** Returns the colour of a translucent fill. */
function tint(fill: Color, theme: Theme): string {
  return `${colorOf(fill, theme)}${Math.round(tintPart * 255).toString(16)}`
}

/** Returns the fill of a shape. */
export function fillOf(
  { pattern, width }: Style,
  fill: Color,
  inside: Path,
  rough: Rough | null,
  theme: Theme,
): PathItem {
  const color = fillTone(fill, pattern, theme)
  if (!pattern) return { type: 'path', path: inside, fill: tint(fill, theme) }
  if (pattern === 'solid') return { type: 'path', path: inside, fill: color }
  const weight = Math.max(0.5, width / 2)
  const path = hatched(inside, { pattern, gap: Math.min(mostGap, Math.max(leastGap, width * 4)), rough })
  return path
    ? { type: 'path', path, stroke: color, width: weight }
    : { type: 'path', path: inside, fill: tint(fill, theme) }
}

/** Returns dashes and gaps, world units; round caps add half the width to each end. */
function dashOf(dash: Dash, width: number): readonly number[] {
  return dash === 'dashed' ? [Math.max(8, width * 2), 8 + width] : [1.5, 6 + width]
}

/** Returns dashes and gaps for a path, lengthened to limit their number. */
export function dashesAlong(path: Path, dash: readonly number[]): readonly number[] {
  const one = dash.reduce((sum, each) => sum + each, 0)
  const times = path.length / (mostDashes * one)
  return times > 1 ? dash.map((each) => each * times) : dash
}

/**
 * Returns how far a hand-drawn line may deviate, world units: roughjs offsets it by up to 2, and bends it by up to 1 %.
 */
export function strayOf({ at, style }: ShapeBase): number {
  return style.look ? roughness[style.look] * (2 * 2 + Math.hypot(at.w, at.h) * 0.01) : 0
}

/** Returns how irregular a shape is; small ones are less so, as in Excalidraw. */
function roughOf(
  { id, at: { w, h }, style }: Pick<ShapeBase, 'id' | 'at' | 'style'>,
  inside: Path | null,
  sketch: Sketch,
): Rough {
  const [least, most] = [Math.min(w, h), Math.max(w, h)]
  const isLarge = most >= 50 && (least >= 20 || inside === null)
  const full = style.look ? roughness[style.look] : 0
  return {
    sketch,
    roughness: isLarge ? full : full / (most < 10 ? 3 : 2),
    seed: style.seed ?? seedOf(id),
    preserveVertices: style.look === 'sketchy' || (style.corners === 'round' && inside !== null),
  }
}

interface Hatching {
  readonly pattern: 'hachure' | 'cross-hatch'
  readonly gap: number
  readonly rough: Rough | null
}

/** Returns the hatching of a path; null if the path is too intricate. */
function hatched(path: Path, { pattern, gap, rough }: Hatching): Path | null {
  const filling = { fill: '#000', fillStyle: pattern, hachureGap: gap, disableMultiStrokeFill: rough === null }
  const exact: Rough = { sketch: { type: 'path' }, roughness: 0, seed: 1, preserveVertices: true }
  // roughjs takes time in proportion to size: large paths are hatched scaled down.
  const scale = Math.min(1, longestDrawn / path.length)
  try {
    if (scale === 1) return roughened(path, 'fillSketch', rough ?? exact, filling)
    const small: Rough = { ...(rough ?? exact), sketch: { type: 'path' } }
    return roughened(path.times(scale), 'fillSketch', small, filling).times(1 / scale)
  } catch (error) {
    // It simplifies paths recursively, as deep as there are corners.
    if (error instanceof RangeError) return null
    throw error
  }
}

/** Returns the hand-drawn version of a path: its lines, or its hatching. */
function roughened(path: Path, which: 'path' | 'fillSketch', { sketch, ...rough }: Rough, own: RoughOptions): Path {
  const into = new Path()
  for (const { type, ops } of drawn(path, sketch, { ...hand, ...rough, ...own }).sets) {
    if (type !== which) continue
    for (const { op, data } of ops) {
      const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = data
      if (op === 'move') into.moveTo(a, b)
      else if (op === 'lineTo') into.lineTo(a, b)
      else into.cubicTo(a, b, c, d, e, f)
    }
  }
  return into
}

type RoughOptions = NonNullable<Parameters<typeof generator.path>[1]>

function drawn(path: Path, sketch: Sketch, options: RoughOptions) {
  if (sketch.type === 'ellipse') {
    const { x, y, w, h } = sketch.at
    return generator.ellipse(x + w / 2, y + h / 2, w, h, options)
  }
  if (sketch.type === 'curve') return generator.curve(pairsOf(sketch.points), options)
  const data = path.toString()
  // Closing a path that is back at its start would draw a line of no length.
  return generator.path(path.endsAtStart ? data.replace(/Z$/, '') : data, options)
}

function pairsOf(points: readonly number[]): [number, number][] {
  return Array.from({ length: points.length / 2 }, (_, index) => [points[2 * index] ?? 0, points[2 * index + 1] ?? 0])
}
