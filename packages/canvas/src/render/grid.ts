import { gridSize } from '../tools.ts'
import type { Camera, ViewSize } from '../viewport/viewport.ts'

/** Minimum distance of dots, and less than half of the maximum, CSS pixels. */
const closest = 18

/**
 * Draws the dots of the grid on whole device pixels, so that they do not shimmer; every other dot fades out as they
 * come close.
 */
export class GridPainter {
  /** A row of dots as wide as the view, drawn with one image per row. */
  readonly #row = document.createElement('canvas')
  #drawn = ''

  paint(
    context: CanvasRenderingContext2D,
    camera: Camera,
    { width, height }: ViewSize,
    pixelRatio: number,
    color: string,
  ): void {
    const step = gridSize * 2 ** Math.ceil(Math.log2(closest / (gridSize * camera.zoom)))
    const apart = step * camera.zoom
    const size = Math.max(1, Math.round(1.6 * pixelRatio))
    const fresh = Math.min(1, (apart - closest) / (closest * 0.4))
    const first = Math.floor(camera.x / step)
    const xs: number[] = []
    for (let column = first; (column * step - camera.x) * camera.zoom <= width; column += 1)
      xs.push(Math.round((column * step - camera.x) * camera.zoom * pixelRatio))
    const drawn = [...xs, first % 2, size, color, fresh].join()
    if (drawn !== this.#drawn) this.#drawRows(xs, first, size, color, fresh, Math.ceil(width * pixelRatio))
    this.#drawn = drawn
    for (let row = Math.floor(camera.y / step); (row * step - camera.y) * camera.zoom <= height; row += 1) {
      const y = Math.round((row * step - camera.y) * camera.zoom * pixelRatio)
      const { width: wide } = this.#row
      context.drawImage(this.#row, 0, row % 2 === 0 ? 0 : size, wide, size, 0, y, wide, size)
    }
  }

  /** Draws an even row, and an odd one below it. */
  #drawRows(xs: readonly number[], first: number, size: number, color: string, fresh: number, width: number): void {
    Object.assign(this.#row, { width, height: 2 * size })
    const context = this.#row.getContext('2d')
    if (!context) return
    context.fillStyle = color
    for (const [index, x] of xs.entries()) {
      context.globalAlpha = (first + index) % 2 === 0 ? 1 : fresh
      context.fillRect(x, 0, size, size)
      context.globalAlpha = fresh
      context.fillRect(x, size, size, size)
    }
  }
}
