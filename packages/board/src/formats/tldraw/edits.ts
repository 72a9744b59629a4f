import {
  type Edit,
  type InkPoint,
  type InkPoints,
  type InkShape,
  isStroke,
  limits,
  type NewShape,
  type Shape,
} from '@inkbridge/types'

/** Points of strokes are kept to 1/64 px. */
const quantum = 1 / 64

/** The edits that create a shape with this z-order. */
export function editsFor(shape: Shape, order: string): readonly Edit[] {
  return [
    isStroke(shape) ? inkOf(shape, order) : { type: 'create', shape: newOf(shape, order) },
    ...(shape.link ? [{ type: 'link', id: shape.id, link: shape.link } as const] : []),
    ...(shape.locked ? [{ type: 'flags', id: shape.id, locked: true } as const] : []),
  ]
}

function newOf(shape: Shape, order: string): NewShape {
  const { link: _link, locked: _locked, ...own } = shape
  return { ...own, order } as NewShape
}

function inkOf(shape: InkShape, order: string): Edit {
  const { id, style, points, at } = shape
  const pressure = points.pressure !== null
  const turn = at.rotation === 0 ? {} : { at }
  return { type: 'ink-add', id, style, pressure, quantum, points: listOf(points), order, ...turn }
}

function listOf({ length, x, y, pressure, time }: InkPoints): readonly InkPoint[] {
  return Array.from({ length: Math.min(length, limits.maxStrokePoints) }, (_, index) => ({
    x: x[index] ?? 0,
    y: y[index] ?? 0,
    pressure: pressure?.[index] ?? null,
    time: time[index] ?? 0,
  }))
}
