import type { Box, Peer, ShapeId, WorldPoint } from '@inkbridge/types'
import { type Camera, toScreen, type ViewSize } from '../camera.ts'
import { grow } from '../geometry/box.ts'
import { palette, type Theme } from '../palette.ts'
import type { Scene } from '../scene.ts'
import { type Draft, frameOf, selectionBox } from '../tools.ts'
import { type PeerCursors, paintName } from './peers.ts'

/** What lies over the board and is in no document. */
export interface Overlay {
  readonly selection: readonly ShapeId[]
  readonly draft: Draft
  readonly peers: readonly Peer[]
  readonly handles: boolean
}

/** Whether nothing of it would be seen. */
export function isOverlayEmpty({ selection, draft, peers }: Overlay): boolean {
  return selection.length === 0 && !draft.marquee && !draft.lasso && peers.length === 0
}

/** Draws in CSS pixels; true while something on it still moves. */
export function paintOverlay(
  context: CanvasRenderingContext2D,
  { selection, draft, peers, handles }: Overlay,
  scene: Scene,
  cursors: PeerCursors,
  camera: Camera,
  size: ViewSize,
  theme: Theme,
  now: number,
): boolean {
  const { accent, surface } = palette[theme]
  for (const peer of peers) paintPeerSelection(context, peer, scene, camera)
  const shapes = selection.flatMap((id) => scene.get(id) ?? [])
  const box = selectionBox(shapes)
  if (box) {
    const moved = draft.moved ? movedBy(box, { x: draft.moved.dx, y: draft.moved.dy }) : box
    if (shapes.length > 1)
      for (const shape of shapes.slice(0, 500))
        strokeBox(context, selectionBox([shape]) ?? box, camera, `${accent}66`, 1)
    strokeBox(context, frameOf(moved, camera.zoom), camera, accent, 1.5)
    if (handles) paintHandles(context, frameOf(moved, camera.zoom), camera, accent, surface)
  }
  if (draft.marquee) {
    const { x, y, w, h } = onScreen(draft.marquee, camera)
    context.fillStyle = `${accent}14`
    context.fillRect(x, y, w, h)
    strokeBox(context, draft.marquee, camera, accent, 1)
  }
  if (draft.lasso) strokeLasso(context, draft.lasso, camera, accent)
  return cursors.paint(context, camera, size, now)
}

/** What is in view, on a map of the board. */
export function paintView(
  context: CanvasRenderingContext2D,
  view: Box,
  camera: Camera,
  pixelRatio: number,
  theme: Theme,
): void {
  const { accent } = palette[theme]
  context.setTransform(pixelRatio, 0, 0, pixelRatio, 0, 0)
  const { x, y, w, h } = onScreen(view, camera)
  context.fillStyle = `${accent}14`
  context.fillRect(x, y, w, h)
  strokeBox(context, view, camera, accent, 1.5)
}

function strokeLasso(
  context: CanvasRenderingContext2D,
  points: readonly WorldPoint[],
  camera: Camera,
  accent: string,
): void {
  context.beginPath()
  for (const point of points) {
    const { x, y } = toScreen(point, camera)
    context.lineTo(x, y)
  }
  context.closePath()
  context.fillStyle = `${accent}14`
  context.fill()
  context.strokeStyle = accent
  context.lineWidth = 1.25
  context.setLineDash([5, 4])
  context.stroke()
  context.setLineDash([])
}

function paintPeerSelection(
  context: CanvasRenderingContext2D,
  { selection, box: around, shift, user }: Peer,
  scene: Scene,
  camera: Camera,
): void {
  const box = around ?? selectionBox(selection.flatMap((id) => scene.get(id) ?? []))
  if (!box) return
  const frame = grow(movedBy(box, shift ?? { x: 0, y: 0 }), 4 / camera.zoom)
  strokeBox(context, frame, camera, user.color, 1.5)
  const { x, y } = onScreen(frame, camera)
  paintName(context, user.name, user.color, x, y - 24)
}

function movedBy({ minX, minY, maxX, maxY }: Box, { x, y }: WorldPoint): Box {
  return { minX: minX + x, minY: minY + y, maxX: maxX + x, maxY: maxY + y }
}

function paintHandles(
  context: CanvasRenderingContext2D,
  box: Box,
  camera: Camera,
  accent: string,
  surface: string,
): void {
  const { x, y, w, h } = onScreen(box, camera)
  context.fillStyle = surface
  context.strokeStyle = accent
  context.lineWidth = 1.5
  for (const [cx, cy] of [
    [x, y],
    [x + w, y],
    [x + w, y + h],
    [x, y + h],
  ] as const) {
    context.beginPath()
    context.roundRect(Math.round(cx) - 4.5, Math.round(cy) - 4.5, 9, 9, 2.5)
    context.fill()
    context.stroke()
  }
}

function strokeBox(context: CanvasRenderingContext2D, box: Box, camera: Camera, color: string, width: number): void {
  const { x, y, w, h } = onScreen(box, camera)
  context.strokeStyle = color
  context.lineWidth = width
  context.strokeRect(Math.round(x), Math.round(y), Math.round(w), Math.round(h))
}

function onScreen(
  box: Box,
  camera: Camera,
): { readonly x: number; readonly y: number; readonly w: number; readonly h: number } {
  const { x, y } = toScreen({ x: box.minX, y: box.minY }, camera)
  return { x, y, w: (box.maxX - box.minX) * camera.zoom, h: (box.maxY - box.minY) * camera.zoom }
}
