import type { Color, Dash, ShapeBase, Style } from '@inkbridge/types'
import rough from 'roughjs'
import { colorOf, type DisplayItem, fillTone, type PathItem, type Theme, tintPart } from '../../display.ts'
import { Path } from '../../geometry.ts'

/** Smaller shapes are drawn plainly; units of detail. */
const tooSmall = 24
/** Parameters of roughjs: how irregular lines are, and how much long ones bend. */
const hand = { roughness: 1.1, bowing: 0.5 }

/** Longer paths are hatched at a smaller scale, with wider gaps; world units. */
const longestDrawn = 24_000
/** Maximum number of dashes on a line; on a longer one dashes are longer. */
const mostDashes = 10_000

const generator = rough.generator()

/** Draws the line and the fill of a shape in its style; `inside` is null if it has none. */
export function styled(
  { id, at, style }: ShapeBase,
  line: Path,
  inside: Path | null,
  theme: Theme,
  detail: number,
): readonly DisplayItem[] {
  const sketchy = style.look === 'sketchy' && Math.max(at.w, at.h) > tooSmall * detail
  const look = { ...(style.opacity === undefined ? {} : { opacity: style.opacity }), turn: at }
  const fill = style.fill && inside ? fillOf(id, style, style.fill, inside, sketchy, theme) : null
  const stroke = {
    stroke: colorOf(style.color, theme),
    width: style.width,
    ...(style.dash ? { dash: dashesAlong(line, dashOf(style.dash, style.width)) } : {}),
  }
  // Use one item if possible.
  if (!sketchy && inside === line && (!fill || fill.path === inside))
    return [{ type: 'path', path: line, ...(fill?.fill ? { fill: fill.fill } : {}), ...stroke, ...look }]
  const path = sketchy ? sketched(line, { seed: seedOf(id), once: style.dash !== undefined }) : line
  return [...(fill ? [{ ...fill, ...look }] : []), { type: 'path', path, ...stroke, ...look }]
}

/** Returns the colour of a translucent fill. */
function tint(fill: Color, theme: Theme): string {
  return `${colorOf(fill, theme)}${Math.round(tintPart * 255).toString(16)}`
}

/** Returns the fill of a shape. */
export function fillOf(
  id: string,
  { pattern, width }: Style,
  fill: Color,
  inside: Path,
  sketchy: boolean,
  theme: Theme,
): PathItem {
  const color = fillTone(fill, pattern, theme)
  if (!pattern) return { type: 'path', path: inside, fill: tint(fill, theme) }
  if (pattern === 'solid') return { type: 'path', path: inside, fill: color }
  const weight = Math.max(1, width / 2)
  const path = hatched(inside, { seed: seedOf(id), pattern, gap: Math.max(6, width * 2.5), sketchy })
  return path
    ? { type: 'path', path, stroke: color, width: weight }
    : { type: 'path', path: inside, fill: tint(fill, theme) }
}

/** Returns dashes and gaps, world units; round caps add half the width to each end. */
function dashOf(dash: Dash, width: number): readonly number[] {
  return dash === 'dashed' ? [width * 2 + 5, width * 2 + 3] : [0.01, width * 1.6 + 3]
}

/** Returns dashes and gaps for a path, lengthened to limit their number. */
export function dashesAlong(path: Path, dash: readonly number[]): readonly number[] {
  const one = dash.reduce((sum, each) => sum + each, 0)
  const times = path.length / (mostDashes * one)
  return times > 1 ? dash.map((each) => each * times) : dash
}

/**
 * Returns how far a sketchy line may deviate, world units: roughjs offsets it by up to 2, and bends it by up to 0.5 %.
 */
export function strayOf({ at, style }: ShapeBase): number {
  return style.look === 'sketchy' ? 2 * 2 * hand.roughness + Math.hypot(at.w, at.h) * 0.01 : 0
}

function sketched(path: Path, { seed, once }: { readonly seed: number; readonly once: boolean }): Path {
  return roughened(path, 'path', { ...hand, seed, disableMultiStroke: once })
}

interface Hatching {
  readonly seed: number
  readonly pattern: 'hachure' | 'cross-hatch'
  readonly gap: number
  readonly sketchy: boolean
}

/** Returns the hatching of a path; null if the path is too intricate. */
function hatched(path: Path, { seed, pattern, gap, sketchy }: Hatching): Path | null {
  const drawing = {
    ...hand,
    ...(sketchy ? {} : { roughness: 0 }),
    seed,
    fill: '#000',
    fillStyle: pattern,
    hachureGap: gap,
  }
  // roughjs takes time in proportion to size: large paths are hatched scaled down.
  const scale = Math.min(1, longestDrawn / path.length)
  const small = scale < 1 ? path.times(scale) : path
  try {
    const lines = roughened(small, 'fillSketch', { ...drawing, disableMultiStrokeFill: !sketchy })
    return scale < 1 ? lines.times(1 / scale) : lines
  } catch (error) {
    // It simplifies paths recursively, as deep as there are corners.
    if (error instanceof RangeError) return null
    throw error
  }
}

/** Returns the sketchy version of a path: its lines, or its hatching. */
function roughened(path: Path, which: 'path' | 'fillSketch', options: Parameters<typeof generator.path>[1]): Path {
  const into = new Path()
  for (const { type, ops } of generator.path(path.toString(), options).sets) {
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

/** Returns a seed so that a shape looks the same to all users: FNV-1a of its id, never 0, which means random. */
function seedOf(id: string): number {
  let hash = 0x811c9dc5
  for (let at = 0; at < id.length; at += 1) hash = Math.imul(hash ^ id.charCodeAt(at), 0x01000193)
  return (hash >>> 1) | 1
}
