import type { Shape } from '@inkbridge/types'
import { turned } from '../geometry.ts'
import { type Kinds, titleOf } from '../shapes.ts'
import { type Camera, toScreen } from '../viewport/viewport.ts'

/** The title of a shape on the screen, as the name of a frame; CSS pixels of the view. */
export interface NameBox {
  readonly name: string
  /** Its top left corner, about which it is turned. */
  readonly x: number
  readonly y: number
  readonly height: number
  /** Radians, clockwise. */
  readonly rotation: number
}

/** Where the title of a shape is seen; null: it has none to be seen. */
export function nameBoxOf(shape: Shape | undefined, camera: Camera, kinds: Kinds): NameBox | null {
  const name = shape ? titleOf(shape, kinds) : null
  const box = shape && kinds.of(shape).handle?.(shape)
  if (name === null || !shape || !box) return null
  const { rotation } = shape.at
  const { x, y } = toScreen(turned({ x: box.minX, y: box.minY }, shape.at, rotation), camera)
  return { name, x, y, height: (box.maxY - box.minY) * camera.zoom, rotation }
}
