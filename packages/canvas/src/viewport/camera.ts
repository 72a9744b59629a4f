import type { Box, ScreenPoint, WorldPoint } from '@inkbridge/types'
import { contains } from '../geometry.ts'

/** The visible part of the board: the world point at the view's top left, and CSS pixels per world unit. */
export interface Camera {
  readonly x: number
  readonly y: number
  readonly zoom: number
}

export interface ViewSize {
  readonly width: number
  readonly height: number
}

const zoomRange = { min: 0.01, max: 64 } as const

export function toWorld({ x, y }: ScreenPoint, camera: Camera): WorldPoint {
  return { x: camera.x + x / camera.zoom, y: camera.y + y / camera.zoom }
}

export function toScreen({ x, y }: WorldPoint, camera: Camera): ScreenPoint {
  return { x: (x - camera.x) * camera.zoom, y: (y - camera.y) * camera.zoom }
}

export function viewBox(camera: Camera, { width, height }: ViewSize): Box {
  return { minX: camera.x, minY: camera.y, maxX: camera.x + width / camera.zoom, maxY: camera.y + height / camera.zoom }
}

/** Whether all of a box is in view. */
export function shows(camera: Camera, size: ViewSize, box: Box): boolean {
  return contains(viewBox(camera, size), box)
}

function clampZoom(zoom: number): number {
  return Number.isFinite(zoom) ? Math.min(zoomRange.max, Math.max(zoomRange.min, zoom)) : 1
}

/** Returns the camera after zooming about a screen point. */
export function zoomAbout(camera: Camera, at: ScreenPoint, zoom: number): Camera {
  const to = clampZoom(zoom)
  const still = toWorld(at, camera)
  return { x: still.x - at.x / to, y: still.y - at.y / to, zoom: to }
}

export function panned(camera: Camera, dx: number, dy: number): Camera {
  return { x: camera.x + dx / camera.zoom, y: camera.y + dy / camera.zoom, zoom: camera.zoom }
}

/** Returns the margins that bars cover at the top and bottom, and space at the sides, CSS pixels. */
function marginOf({ width, height }: ViewSize): { readonly x: number; readonly y: number } {
  return { x: Math.min(80, width * 0.08), y: Math.min(88, height * 0.2) }
}

/** Returns the camera that fits a box between the bars, at 100 % at most. */
export function fit(box: Box, size: ViewSize): Camera {
  const { width, height } = size
  const [boxWidth, boxHeight] = [Math.max(1e-6, box.maxX - box.minX), Math.max(1e-6, box.maxY - box.minY)]
  const margin = marginOf(size)
  const room = { width: Math.max(40, width - 2 * margin.x), height: Math.max(40, height - 2 * margin.y) }
  const zoom = clampZoom(Math.min(1, room.width / boxWidth, room.height / boxHeight))
  return { x: (box.minX + box.maxX) / 2 - width / zoom / 2, y: (box.minY + box.maxY) / 2 - height / zoom / 2, zoom }
}

/**
 * Returns the camera after the smallest pan that shows all of a box between the bars. A box too large for that and not
 * in view is fitted as by `fit`.
 *
 * @param covered width covered at the right of the view, CSS pixels
 */
export function panToReveal(camera: Camera, size: ViewSize, covered: number, box: Box): Camera {
  const { x, y } = marginOf(size)
  const { width, height } = size
  const room = { minX: x, minY: y, maxX: width - Math.max(x, covered), maxY: height - y }
  const [from, to] = [toScreen({ x: box.minX, y: box.minY }, camera), toScreen({ x: box.maxX, y: box.maxY }, camera)]
  const isTooLarge = to.x - from.x > room.maxX - room.minX || to.y - from.y > room.maxY - room.minY
  if (isTooLarge) return shows(camera, size, box) ? camera : fit(box, size)
  const { dx, dy } = overflowOf({ minX: from.x, minY: from.y, maxX: to.x, maxY: to.y }, room)
  return dx === 0 && dy === 0 ? camera : panned(camera, dx, dy)
}

/** Converts a box of the board to CSS pixels of the view. */
export function screenBox({ minX, minY, maxX, maxY }: Box, camera: Camera): Box {
  const [from, to] = [toScreen({ x: minX, y: minY }, camera), toScreen({ x: maxX, y: maxY }, camera)]
  return { minX: from.x, minY: from.y, maxX: to.x, maxY: to.y }
}

/** Returns the camera with a point in the centre of the view. */
export function centredOn({ x, y }: WorldPoint, zoom: number, { width, height }: ViewSize): Camera {
  return { x: x - width / zoom / 2, y: y - height / zoom / 2, zoom }
}

/** Returns how far a box extends beyond another, in their units. */
export function overflowOf(box: Box, room: Box): { readonly dx: number; readonly dy: number } {
  return {
    dx: Math.min(0, box.minX - room.minX) + Math.max(0, box.maxX - room.maxX),
    dy: Math.min(0, box.minY - room.minY) + Math.max(0, box.maxY - room.maxY),
  }
}

/** A camera move; boxes in world units, pans in CSS pixels. All but a step end a flight and following. */
export type CameraMove =
  /** One frame of a move: ends neither a flight nor following. */
  | { readonly type: 'step'; readonly to: Camera }
  /** At once. */
  | { readonly type: 'jump'; readonly to: Camera }
  | { readonly type: 'pan'; readonly dx: number; readonly dy: number }
  /** Animated, where the system allows it. */
  | { readonly type: 'fly'; readonly to: Camera }
  /** Flies to where all of a box is in view. */
  | { readonly type: 'fit'; readonly box: Box }
  /** Flies as little as it takes to show all of a box. */
  | { readonly type: 'reveal'; readonly box: Box }

/** Returns the camera after a move; the same object if nothing changes. */
export function cameraAfter(
  camera: Camera,
  move: CameraMove,
  { size, covered }: { readonly size: ViewSize; readonly covered: number },
): Camera {
  switch (move.type) {
    case 'step':
      return move.to
    case 'jump':
    case 'fly':
      return { ...move.to, zoom: clampZoom(move.to.zoom) }
    case 'pan':
      return panned(camera, move.dx, move.dy)
    case 'fit':
      return fit(move.box, size)
    case 'reveal':
      return panToReveal(camera, size, covered, move.box)
  }
}

/** Returns the camera that shows all of another client's view, centred. */
export function cameraShowing(view: Box, { width, height }: ViewSize): Camera {
  const [across, down] = [Math.max(1e-6, view.maxX - view.minX), Math.max(1e-6, view.maxY - view.minY)]
  const zoom = clampZoom(Math.min(width / across, height / down))
  return { x: (view.minX + view.maxX) / 2 - width / zoom / 2, y: (view.minY + view.maxY) / 2 - height / zoom / 2, zoom }
}

/** Interpolates two cameras, 0 to 1; zoom geometrically, so that it looks even. */
export function between(from: Camera, to: Camera, part: number): Camera {
  if (part >= 1) return to
  const zoom = from.zoom * (to.zoom / from.zoom) ** part
  const along = from.zoom === to.zoom ? part : (1 / zoom - 1 / from.zoom) / (1 / to.zoom - 1 / from.zoom)
  return { x: from.x + (to.x - from.x) * along, y: from.y + (to.y - from.y) * along, zoom }
}
