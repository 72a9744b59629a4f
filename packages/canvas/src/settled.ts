import type { Box, LineShape, Shape, ShapeId } from '@inkbridge/types'
import RBush from 'rbush'
import { Routes } from './routes.ts'
import { boundsOf, canBeHeld, settled, shown } from './shapes.ts'
import type { TextLayout } from './text/layout.ts'

/** All shapes of a board as they are shown, those that are not hidden: the same as in a `Scene`. */
export function settledAll(shapes: readonly Shape[], layout: TextLayout): readonly Shape[] {
  const stored = new Map(shapes.map((shape) => [shape.id, shape]))
  const alone = { layout, obstaclesIn: () => [], laneOf: () => null, get: (id: ShapeId) => stored.get(id) }
  const now = new Map<ShapeId, Shape>()
  for (const shape of shapes) if (shape.kind !== 'line') now.set(shape.id, settled(shape, alone))
  const lines = shapes.filter((shape): shape is LineShape => shape.kind === 'line')
  const routes = new Routes()
  routes.take(lines, [])
  const index = new RBush<Box & { readonly shape: Shape }>()
  const obstacles = lines.length > 0 ? shown([...now.values()]).filter(canBeHeld) : []
  index.load(obstacles.map((shape) => ({ ...boundsOf(shape, layout), shape })))
  const around = {
    layout,
    obstaclesIn: (box: Box) => index.search(box).map(({ shape }) => shape),
    laneOf: (line: LineShape) => routes.laneOf(line),
    get: (id: ShapeId) => now.get(id),
  }
  for (const line of lines) now.set(line.id, settled(line, around))
  return shown(shapes).map(({ id }) => now.get(id)).filter((shape) => shape !== undefined)
}
