import type { BoxedKind, Place } from '@inkbridge/types'
import { boxTransform } from '@inkbridge/types'
import type { Point } from './element-points.ts'

const arrow = [0, 0.25, 0.6, 0.25, 0.6, 0, 1, 0.5, 0.6, 1, 0.6, 0.75, 0, 0.75]
const swapped = arrow.map((_, index) => arrow[index ^ 1] ?? 0)

/** Corners of shapes that Excalidraw has no element for, as fractions of width and height. */
const corners: { readonly [Kind in BoxedKind]?: readonly number[] } = {
  triangle: [0.5, 0, 1, 1, 0, 1],
  pentagon: [0.5, 0, 1, 0.382, 0.809, 1, 0.191, 1, 0, 0.382],
  hexagon: [0.25, 0, 0.75, 0, 1, 0.5, 0.75, 1, 0.25, 1, 0, 0.5],
  octagon: [0.3, 0, 0.7, 0, 1, 0.3, 1, 0.7, 0.7, 1, 0.3, 1, 0, 0.7, 0, 0.3],
  star: [0.5, 0, 0.64, 0.36, 1, 0.38, 0.72, 0.62, 0.81, 1, 0.5, 0.8, 0.19, 1, 0.28, 0.62, 0, 0.38, 0.36, 0.36],
  heart: [0.5, 0.22, 0.36, 0.03, 0.14, 0.03, 0, 0.25, 0.05, 0.5, 0.5, 1, 0.95, 0.5, 1, 0.25, 0.86, 0.03, 0.64, 0.03],
  trapezoid: [0.2, 0, 0.8, 0, 1, 1, 0, 1],
  parallelogram: [0.2, 0, 1, 0, 0.8, 1, 0, 1],
  'parallelogram-left': [0, 0, 0.8, 0, 1, 1, 0.2, 1],
  'arrow-right': arrow,
  'arrow-left': arrow.map((value, index) => (index % 2 === 0 ? 1 - value : value)),
  'arrow-down': swapped,
  'arrow-up': swapped.map((value, index) => (index % 2 === 0 ? value : 1 - value)),
}

/** The closed line around such a shape, not rotated; null: an element has its shape, or one close to it. */
export function polygonOf(kind: string, at: Place): readonly Point[] | null {
  const own = Object.hasOwn(corners, kind) ? corners[kind as BoxedKind] : undefined
  if (!own) return null
  const { scaleX, moveX, scaleY, moveY } = boxTransform({ x: 0, y: 0, w: 1, h: 1 }, at)
  return [...own, ...own.slice(0, 2)].flatMap((value, index, all) =>
    index % 2 === 0 ? [{ x: value * scaleX + moveX, y: (all[index + 1] ?? 0) * scaleY + moveY }] : [],
  )
}

/** The element that looks like a shape most. */
export const elementTypes: { readonly [Kind in BoxedKind]?: string } = {
  rect: 'rectangle',
  diamond: 'diamond',
  ellipse: 'ellipse',
  oval: 'ellipse',
  cloud: 'ellipse',
  'x-box': 'rectangle',
  'check-box': 'rectangle',
}

/** Whether a shape of this kind looks the same in a drawing. */
export function hasElement(kind: string): boolean {
  return ['rect', 'diamond', 'ellipse', 'line', 'text', 'ink', 'frame', 'image', 'note'].includes(kind)
}
