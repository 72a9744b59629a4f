import type { Box, LineShape, Shape, ShapeId } from '@inkbridge/types'
import RBush from 'rbush'
import { boundsOf, connects, type DrawContext, obstaclesAmong, resolved, shown } from '../shapes.ts'
import { Routes } from './routes.ts'

/** Indexes shapes; the result returns those whose bounds overlap a box. */
export function finder(shapes: readonly Shape[], context: DrawContext): (box: Box) => readonly Shape[] {
  const index = new RBush<Box & { readonly shape: Shape }>()
  index.load(shapes.map((shape) => ({ ...boundsOf(shape, context), shape })))
  return (box) => index.search(box).map(({ shape }) => shape)
}

/** Returns the shapes of a board that are not hidden, resolved as in a `Scene`. */
export function resolveAll(shapes: readonly Shape[], { kinds, layout }: DrawContext): readonly Shape[] {
  const stored = new Map(shapes.map((shape) => [shape.id, shape]))
  const drawing = { kinds, layout }
  const context = { ...drawing, obstaclesIn: () => [], laneOf: () => null, get: (id: ShapeId) => stored.get(id) }
  const others = shapes.map((shape) => (connects(shape, kinds) ? shape : resolved(shape, context)))
  const lines = shapes.filter((shape) => connects(shape, kinds))
  if (lines.length === 0) return shown(others)
  const resolvedById = new Map(others.map((shape) => [shape.id, shape]))
  const routes = new Routes()
  routes.update(lines, [])
  const find = finder(
    shown(others).filter((shape) => !connects(shape, kinds)),
    drawing,
  )
  const lineContext = {
    ...drawing,
    obstaclesIn: (box: Box) => obstaclesAmong(find(box), kinds),
    laneOf: (line: LineShape) => routes.laneOf(line),
    get: (id: ShapeId) => resolvedById.get(id),
  }
  return shown(others).map((shape) => (connects(shape, kinds) ? resolved(shape, lineContext) : shape))
}
