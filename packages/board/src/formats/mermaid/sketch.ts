import { type BoxedKind, type Edit, richText, type ShapeId, type Style } from '@inkbridge/types'
import type { ReadContext } from '../format.ts'

/** A box or a line of a diagram that is to be drawn. */
export type Sketch =
  | {
      readonly kind: BoxedKind
      readonly id: ShapeId
      readonly x: number
      readonly y: number
      readonly w: number
      readonly h: number
      readonly label: string
      readonly style?: Partial<Style>
    }
  | {
      readonly kind: 'line'
      readonly id: ShapeId
      readonly from: readonly [x: number, y: number]
      readonly to: readonly [x: number, y: number]
      readonly label: string
      readonly style?: Partial<Style>
      readonly start?: ShapeId
      readonly end?: ShapeId
    }

/** Characters of a label. */
const maxLabel = 500
const usual: Style = { color: 'ink', width: 2, font: 'sans', size: 16 }

/** A label as plain text: line breaks of HTML become lines. */
export function labelOf(text: string): string {
  return text
    .replace(/<br\s*\/?>/gi, '\n')
    .replace(/<[^>]*>/g, '')
    .slice(0, maxLabel)
}

/** The size of a box with a label, world units. */
export function sizeOf(label: string): { readonly w: number; readonly h: number } {
  const lines = label.split('\n')
  const longest = Math.max(...lines.map(({ length }) => length))
  return {
    w: Math.min(280, Math.max(120, longest * 9 + 40)),
    h: Math.max(60, Math.ceil(longest / 27) * 22 + lines.length * 22 + 20),
  }
}

/** The edits that draw a diagram. */
export function editsOf(sketches: readonly Sketch[], { orders }: ReadContext): readonly Edit[] {
  const keys = orders(sketches.length)
  return sketches.map((sketch, index): Edit => {
    const { id, label } = sketch
    const style = { ...usual, ...sketch.style }
    const words = label === '' ? {} : { text: richText(label) }
    const order = keys[index] ?? ''
    if ('x' in sketch) {
      const { kind, x, y, w, h } = sketch
      const at = { x, y, w, h, rotation: 0 }
      return { type: 'create', shape: { id, kind, at, style: { ...style, fit: 'shrink' }, order, ...words } }
    }
    const [[fromX, fromY], [toX, toY]] = [sketch.from, sketch.to]
    const [x, y] = [Math.min(fromX, toX), Math.min(fromY, toY)]
    const at = { x, y, w: Math.abs(toX - fromX), h: Math.abs(toY - fromY), rotation: 0 }
    const points = [fromX > toX ? 1 : 0, fromY > toY ? 1 : 0, fromX > toX ? 0 : 1, fromY > toY ? 0 : 1]
    const ends = {
      ...(sketch.start ? { start: { to: sketch.start } } : {}),
      ...(sketch.end ? { end: { to: sketch.end } } : {}),
    }
    return { type: 'create', shape: { id, kind: 'line', at, style, points, order, ...ends, ...words } }
  })
}
