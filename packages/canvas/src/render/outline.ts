import type { Shape } from '@inkbridge/types'
import type { Scene } from '../scene/scene.ts'
import { haloOf } from '../shapes.ts'
import { type Camera, toScreen } from '../viewport/viewport.ts'

/**
 * Strokes the outline of a shape, wider than its border so that it shows around any colour. Returns false if it has too
 * many points.
 */
export function strokeHalo(
  context: CanvasRenderingContext2D,
  shape: Shape,
  { kinds }: Pick<Scene, 'kinds'>,
  camera: Camera,
  { color, extra }: { readonly color: string; readonly extra: number },
): boolean {
  const halo = haloOf(shape, kinds)
  if (!halo) return false
  const toView = (x: number, y: number) => toScreen({ x, y }, camera)
  const border = halo.border * camera.zoom
  strokeRound(context, halo.line, toView, { color, width: border + extra })
  if (border === 0) return true
  // Leave the border itself uncovered.
  context.globalCompositeOperation = 'destination-out'
  strokeRound(context, halo.line, toView, { color: '#000', width: border })
  context.globalCompositeOperation = 'source-over'
  return true
}

/** A line: x0, y0, x1, y1, … world units. */
interface Line {
  readonly points: ArrayLike<number>
  readonly closed: boolean
}

/** Strokes a line with round corners; `toView` converts its points to the view. */
function strokeRound(
  context: CanvasRenderingContext2D,
  { points, closed }: Line,
  toView: (x: number, y: number) => { readonly x: number; readonly y: number },
  { color, width }: { readonly color: string; readonly width: number },
): void {
  context.strokeStyle = color
  context.lineWidth = width
  context.lineJoin = 'round'
  context.beginPath()
  for (let at = 0; at + 1 < points.length; at += 2) {
    const { x, y } = toView(points[at] ?? 0, points[at + 1] ?? 0)
    context.lineTo(x, y)
  }
  if (closed) context.closePath()
  context.stroke()
  context.lineJoin = 'miter'
}
