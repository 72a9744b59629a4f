import type { Camera, ViewSize } from '../camera.ts'

/** World units between dots at a zoom of 1. */
const spacing = 24
/** Dots are never closer than this, nor as far apart as twice this, CSS pixels. */
const closest = 18

/** Dots on whole device pixels, so that they never shimmer; every other one goes as they come close. */
export function paintGrid(
  context: CanvasRenderingContext2D,
  camera: Camera,
  { width, height }: ViewSize,
  pixelRatio: number,
  color: string,
): void {
  const step = spacing * 2 ** Math.ceil(Math.log2(closest / (spacing * camera.zoom)))
  const apart = step * camera.zoom
  const size = Math.max(1, Math.round(1.6 * pixelRatio))
  const fresh = Math.min(1, (apart - closest) / (closest * 0.4))
  const [firstColumn, firstRow] = [Math.floor(camera.x / step), Math.floor(camera.y / step)]
  context.fillStyle = color
  for (let row = firstRow; (row * step - camera.y) * camera.zoom <= height; row += 1) {
    for (let column = firstColumn; (column * step - camera.x) * camera.zoom <= width; column += 1) {
      context.globalAlpha = row % 2 === 0 && column % 2 === 0 ? 1 : fresh
      const [x, y] = [
        (column * step - camera.x) * camera.zoom * pixelRatio,
        (row * step - camera.y) * camera.zoom * pixelRatio,
      ]
      context.fillRect(Math.round(x), Math.round(y), size, size)
    }
  }
  context.globalAlpha = 1
}
