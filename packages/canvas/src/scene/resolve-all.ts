import { atOnce, type Steps } from '@inkbridge/board'
import type { Box, LineShape, Shape, ShapeId } from '@inkbridge/types'
import RBush from 'rbush'
import { union } from '../geometry.ts'
import { boundsOf, connects, type DrawContext, obstaclesAmong, resolved, shown } from '../shapes.ts'
import { Routes } from './routes.ts'

/** Indexes shapes; the result returns those whose bounds overlap a box. */
export function finder(shapes: readonly Shape[], context: DrawContext): (box: Box) => readonly Shape[] {
  const index = new RBush<Box & { readonly shape: Shape }>()
  index.load(shapes.map((shape) => ({ ...boundsOf(shape, context), shape })))
  return (box) => index.search(box).map(({ shape }) => shape)
}

/** Returns the shapes of a board that are not hidden, resolved as in a `Scene`. */
export function resolveAll(shapes: readonly Shape[], context: DrawContext): readonly Shape[] {
  return atOnce(resolveSteps(shapes, context))
}

/** `resolveAll` in steps. */
export function* resolveSteps(shapes: readonly Shape[], { kinds, layout }: DrawContext): Steps<readonly Shape[]> {
  const stored = new Map(shapes.map((shape) => [shape.id, shape]))
  const drawing = { kinds, layout }
  const context = { ...drawing, obstaclesIn: () => [], laneOf: () => null, get: (id: ShapeId) => stored.get(id) }
  const others = yield* mapSteps(shapes, (shape) => (connects(shape, kinds) ? shape : resolved(shape, context)))
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
  return yield* mapSteps(shown(others), (shape) => (connects(shape, kinds) ? resolved(shape, lineContext) : shape))
}

/** Returns a box that contains everything that shapes draw, in steps; null without any. */
export function* boundsSteps(shapes: readonly Shape[], context: DrawContext): Steps<Box | null> {
  return union(yield* mapSteps(shapes, (shape) => boundsOf(shape, context)))
}

function* mapSteps<From, To>(items: readonly From[], work: (item: From) => To): Steps<readonly To[]> {
  const results: To[] = []
  for (const item of items) {
    results.push(work(item))
    yield
  }
  return results
}
