import type { Shape } from '@inkbridge/types'
import { turned } from '../geometry.ts'
import { type Kinds, titleOf } from '../shapes.ts'
import { type Camera, toScreen } from '../viewport/viewport.ts'

/** The position of a frame's name, CSS pixels of the view. */
export interface NameBox {
  readonly name: string
  /** Its top left corner, the centre of its rotation. */
  readonly x: number
  readonly y: number
  readonly height: number
  /** Radians, clockwise. */
  readonly rotation: number
}

/** Returns the position of a shape's title; null: it has none. */
export function nameBoxOf(shape: Shape | undefined, camera: Camera, kinds: Kinds): NameBox | null {
  const name = shape ? titleOf(shape, kinds) : null
  const box = shape && kinds.of(shape).handle?.(shape)
  if (name === null || !shape || !box) return null
  const { rotation } = shape.at
  const { x, y } = toScreen(turned({ x: box.minX, y: box.minY }, shape.at, rotation), camera)
  return { name, x, y, height: (box.maxY - box.minY) * camera.zoom, rotation }
}
