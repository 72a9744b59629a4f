import type { BoxedKind, Place } from '@inkbridge/types'
import { boxTransform } from '@inkbridge/types'
import { alongCubic, boxOf } from '../../geometry.ts'

/** A closed line: a start, then six numbers for each cubic Bézier curve, as in SVG; or the corners of a polygon. */
export type Contour =
  | { readonly corners: readonly number[] }
  | { readonly start: readonly [x: number, y: number]; readonly curves: readonly number[] }

/** A figure: its outline, and lines inside. */
export interface Figure {
  readonly contour: Contour
  /** Open lines, x0, y0, x1, y1, … */
  readonly marks: readonly (readonly number[])[]
}

/** Control distance of a quarter circle as a cubic curve (L. Maisonobe, 2003). */
const kappa = 0.5522847498
/** Radius of the inner points of a star. */
const starDepth = 0.46

/** The unit square, to which figures are relative. */
const unit = { x: 0, y: 0, w: 1, h: 1 }

const box = [0, 0, 1, 0, 1, 1, 0, 1]
const arrow = [0, 0.25, 0.6, 0.25, 0.6, 0, 1, 0.5, 0.6, 1, 0.6, 0.75, 0, 0.75]

/** Outlines by kind, as fractions of width and height. */
const figures: { readonly [Kind in Exclude<BoxedKind, 'oval' | 'cloud'>]: Figure } = {
  rect: polygon(box),
  ellipse: curve([1, 0.5], circle()),
  diamond: polygon([0.5, 0, 1, 0.5, 0.5, 1, 0, 0.5]),
  triangle: polygon([0.5, 0, 1, 1, 0, 1]),
  pentagon: polygon(filled(regular(5, 1))),
  hexagon: polygon([0.25, 0, 0.75, 0, 1, 0.5, 0.75, 1, 0.25, 1, 0, 0.5]),
  octagon: polygon([0.3, 0, 0.7, 0, 1, 0.3, 1, 0.7, 0.7, 1, 0.3, 1, 0, 0.7, 0, 0.3]),
  star: polygon(filled(regular(5, starDepth))),
  heart: filledCurve(
    [0.5, 0.22],
    [
      [0.4, -0.07, 0, -0.07, 0, 0.3],
      [0, 0.6, 0.3, 0.75, 0.5, 1],
      [0.7, 0.75, 1, 0.6, 1, 0.3],
      [1, -0.07, 0.6, -0.07, 0.5, 0.22],
    ].flat(),
  ),
  trapezoid: polygon([0.2, 0, 0.8, 0, 1, 1, 0, 1]),
  parallelogram: polygon([0.2, 0, 1, 0, 0.8, 1, 0, 1]),
  'parallelogram-left': polygon([0, 0, 0.8, 0, 1, 1, 0.2, 1]),
  'arrow-right': polygon(arrow),
  'arrow-left': polygon(arrow.map((value, index) => (index % 2 === 0 ? 1 - value : value))),
  'arrow-down': polygon(arrow.map((_, index) => arrow[index ^ 1] ?? 0)),
  'arrow-up': polygon(
    arrow.map((_, index) => (index % 2 === 0 ? (arrow[index ^ 1] ?? 0) : 1 - (arrow[index ^ 1] ?? 0))),
  ),
  'x-box': polygon(box, [
    [0, 0, 1, 1],
    [1, 0, 0, 1],
  ]),
  'check-box': polygon(box, [[0.22, 0.52, 0.42, 0.74, 0.78, 0.26]]),
}

/** Parts of width and height without room for text at each side. */
type Inset = readonly [left: number, top: number, right: number, bottom: number]

const insets: { readonly [Kind in BoxedKind]?: Inset } = {
  ellipse: [0.146, 0.146, 0.146, 0.146],
  diamond: [0.25, 0.25, 0.25, 0.25],
  triangle: [0.25, 0.46, 0.25, 0.02],
  pentagon: [0.15, 0.26, 0.15, 0.04],
  hexagon: [0.13, 0.04, 0.13, 0.04],
  octagon: [0.09, 0.09, 0.09, 0.09],
  star: [0.29, 0.36, 0.29, 0.26],
  cloud: [0.15, 0.17, 0.15, 0.17],
  heart: [0.16, 0.18, 0.16, 0.32],
  oval: [0.08, 0, 0.08, 0],
  trapezoid: [0.15, 0, 0.15, 0],
  parallelogram: [0.2, 0, 0.2, 0],
  'parallelogram-left': [0.2, 0, 0.2, 0],
  'arrow-right': [0, 0.25, 0.2, 0.25],
  'arrow-left': [0.2, 0.25, 0, 0.25],
  'arrow-up': [0.25, 0.2, 0.25, 0],
  'arrow-down': [0.25, 0, 0.25, 0.2],
}

export function insetOf(kind: BoxedKind): Inset {
  return insets[kind] ?? [0, 0, 0, 0]
}

/** Returns a figure in a place, world units, not rotated. */
export function figureOf(kind: BoxedKind, at: Place): Figure {
  const figure = kind === 'oval' ? oval(at) : kind === 'cloud' ? cloud(at) : figures[kind]
  const { scaleX, moveX, scaleY, moveY } = boxTransform(unit, at)
  const placed = (numbers: readonly number[]) =>
    numbers.map((value, index) => (index % 2 === 0 ? value * scaleX + moveX : value * scaleY + moveY))
  const { contour } = figure
  const marks = figure.marks.map(placed)
  if ('corners' in contour) return { contour: { corners: placed(contour.corners) }, marks }
  const [x = 0, y = 0] = placed(contour.start)
  return { contour: { start: [x, y], curves: placed(contour.curves) }, marks }
}

/** Whether a figure is a polygon. */
export function hasStraightSides(kind: BoxedKind): boolean {
  return kind !== 'oval' && kind !== 'cloud' && 'corners' in figures[kind].contour
}

/** Returns the corners of a contour, with each curve flattened into `steps` segments. */
export function cornersOf(contour: Contour, steps = 12): readonly number[] {
  if ('corners' in contour) return contour.corners
  const corners: number[] = []
  let [fromX, fromY] = contour.start
  const { curves } = contour
  for (let at = 0; at + 5 < curves.length; at += 6) {
    const curve = curves.slice(at, at + 6)
    corners.push(...alongCubic(fromX, fromY, curve, steps))
    ;[fromX = 0, fromY = 0] = curve.slice(-2)
  }
  return corners
}

function polygon(corners: readonly number[], marks: Figure['marks'] = []): Figure {
  return { contour: { corners }, marks }
}

function curve(start: readonly [number, number], curves: readonly number[]): Figure {
  return { contour: { start, curves }, marks: [] }
}

/** Returns a circle in the unit square, clockwise from its right. */
function circle(): readonly number[] {
  const c = kappa / 2
  return [
    [1, 0.5 + c, 0.5 + c, 1, 0.5, 1],
    [0.5 - c, 1, 0, 0.5 + c, 0, 0.5],
    [0, 0.5 - c, 0.5 - c, 0, 0.5, 0],
    [0.5 + c, 0, 1, 0.5 - c, 1, 0.5],
  ].flat()
}

/** Returns two half circles joined by straight sides, whose length depends on the place. */
function oval({ w, h }: Place): Figure {
  const radius = Math.min(w, h) / 2
  const [x, y] = [w > 0 ? radius / w : 0, h > 0 ? radius / h : 0]
  const [cx, cy] = [x * kappa, y * kappa]
  const straight = (toX: number, toY: number) => [toX, toY, toX, toY, toX, toY]
  return curve(
    [x, 0],
    [
      straight(1 - x, 0),
      [1 - x + cx, 0, 1, y - cy, 1, y],
      straight(1, 1 - y),
      [1, 1 - y + cy, 1 - x + cx, 1, 1 - x, 1],
      straight(x, 1),
      [x - cx, 1, 0, 1 - y + cy, 0, 1 - y],
      straight(0, y),
      [0, y - cy, x - cx, 0, x, 0],
    ].flat(),
  )
}

/** Bumps of a cloud: their length, world units; their depth and that of their control points, relative to it. */
const bump = { length: 70, depth: 0.26, reach: 0.35 }
const [fewestBumps, mostBumps] = [6, 60]

/** Returns a cloud: bumps of equal length around a box with round ends, more of them the longer it is. */
function cloud({ w, h }: Place): Figure {
  const short = Math.max(1, Math.min(w, h))
  const straight = Math.max(w, h, 1) - short
  const around = 2 * straight + Math.PI * short
  const count = Math.max(fewestBumps, Math.min(mostBumps, Math.ceil(around / Math.min(bump.length, short))))
  const size = around / count
  const radius = Math.max(short / 4, short / 2 - size * bump.depth)
  const on = (step: number, out: number): readonly [number, number] => {
    const [x, y] = alongPill(step / count, straight, radius, out)
    return w < h ? [y, x] : [x, y]
  }
  const curves = Array.from({ length: count }, (_, step) => [
    ...on(step + 0.05, size * bump.reach),
    ...on(step + 0.95, size * bump.reach),
    ...on(step + 1, 0),
  ])
  return filledCurve(on(0, 0), curves.flat())
}

/**
 * Returns a point around a box with round ends, about the origin: clockwise from the start of its upper side.
 *
 * @param part of the way around, from 0 on
 * @param out its distance from the outline
 */
function alongPill(part: number, straight: number, radius: number, out: number): readonly [x: number, y: number] {
  const half = straight + Math.PI * radius
  const way = (part * 2 * half) % (2 * half)
  const isBack = way >= half
  const sign = isBack ? -1 : 1
  const left = isBack ? way - half : way
  if (left < straight) return [sign * (left - straight / 2), -sign * (radius + out)]
  const angle = (left - straight) / radius
  const far = radius + out
  return [sign * (straight / 2 + Math.sin(angle) * far), -sign * Math.cos(angle) * far]
}

/** Returns the corners of a regular polygon, the first at the top; `depth` below 1 adds inner points for a star. */
function regular(count: number, depth: number): readonly number[] {
  const corners = depth === 1 ? count : count * 2
  return Array.from({ length: corners }, (_, index) => {
    const angle = (2 * Math.PI * index) / corners - Math.PI / 2
    const far = depth !== 1 && index % 2 === 1 ? depth : 1
    return [Math.cos(angle) * far, Math.sin(angle) * far]
  }).flat()
}

/** Scales the points of a figure to fill the unit square. */
function filled(numbers: readonly number[]): readonly number[] {
  return into(numbers, boxOf(numbers))
}

/** Scales curves to fill the unit square. */
function filledCurve(start: readonly [number, number], curves: readonly number[]): Figure {
  const whole = boxOf(cornersOf({ start, curves }, 64))
  const [x = 0, y = 0] = into(start, whole)
  return curve([x, y], into(curves, whole))
}

function into(numbers: readonly number[], { minX, minY, maxX, maxY }: ReturnType<typeof boxOf>): readonly number[] {
  return numbers.map((value, index) =>
    index % 2 === 0 ? (value - minX) / (maxX - minX) : (value - minY) / (maxY - minY),
  )
}

/** Returns a figure as SVG path data, for an icon of its kind. */
export function figureData(kind: BoxedKind, at: Place): string {
  const { contour, marks } = figureOf(kind, at)
  const data = (points: readonly number[]) =>
    points.map((value, index) => `${index === 0 ? 'M' : index % 2 === 0 ? 'L' : ' '}${value.toFixed(2)}`).join('')
  return [`${data(cornersOf(contour))}Z`, ...marks.map(data)].join('')
}
