import type { Box, LineShape, Shape, ShapeId } from '@inkbridge/types'
import RBush from 'rbush'
import { boundsOf, connects, type DrawContext, obstaclesAmong, settled, shown } from '../shapes.ts'
import { Routes } from './routes.ts'

/** Finds which of some shapes are in a box. */
export function finder(shapes: readonly Shape[], context: DrawContext): (box: Box) => readonly Shape[] {
  const index = new RBush<Box & { readonly shape: Shape }>()
  index.load(shapes.map((shape) => ({ ...boundsOf(shape, context), shape })))
  return (box) => index.search(box).map(({ shape }) => shape)
}

/** All shapes of a board as they are shown, those that are not hidden: the same as in a `Scene`. */
export function settledAll(shapes: readonly Shape[], { kinds, layout }: DrawContext): readonly Shape[] {
  const stored = new Map(shapes.map((shape) => [shape.id, shape]))
  const context = { kinds, layout }
  const alone = { ...context, obstaclesIn: () => [], laneOf: () => null, get: (id: ShapeId) => stored.get(id) }
  const others = shapes.map((shape) => (connects(shape, kinds) ? shape : settled(shape, alone)))
  const lines = shapes.filter((shape) => connects(shape, kinds))
  if (lines.length === 0) return shown(others)
  const now = new Map(others.map((shape) => [shape.id, shape]))
  const routes = new Routes()
  routes.take(lines, [])
  const find = finder(
    shown(others).filter((shape) => !connects(shape, kinds)),
    context,
  )
  const around = {
    ...context,
    obstaclesIn: (box: Box) => obstaclesAmong(find(box), kinds),
    laneOf: (line: LineShape) => routes.laneOf(line),
    get: (id: ShapeId) => now.get(id),
  }
  return shown(others).map((shape) => (connects(shape, kinds) ? settled(shape, around) : shape))
}
