import type { Box, Shape } from '@inkbridge/types'
import type { Camera } from '../camera.ts'
import { overlaps } from '../geometry/box.ts'

/** CSS pixels of a tile's side. */
const tilePx = 256
/** Tiles kept beyond those in view. */
const spareTiles = 160

export interface Tile {
  readonly column: number
  readonly row: number
  readonly box: Box
  readonly canvas: HTMLCanvasElement
  /** Its picture is older than the scene. */
  stale: boolean
}

/** The scene's picture at one zoom, cut into squares that are drawn once and shown while they hold. */
export class TileLayer {
  readonly zoom: number
  /** Device pixels of a tile's side. */
  readonly side: number
  readonly #scale: number
  readonly #tiles = new Map<string, Tile>()

  constructor(zoom: number, pixelRatio: number) {
    this.zoom = zoom
    this.side = Math.round(tilePx * pixelRatio)
    this.#scale = zoom * pixelRatio
  }

  /** World units of a tile's side. */
  get span(): number {
    return this.side / this.#scale
  }

  /** Columns and rows that a box lies in. */
  cells({ minX, minY, maxX, maxY }: Box): readonly (readonly [column: number, row: number])[] {
    const { span } = this
    const cells: (readonly [number, number])[] = []
    for (let row = Math.floor(minY / span); row <= Math.floor(maxY / span); row += 1) {
      for (let column = Math.floor(minX / span); column <= Math.floor(maxX / span); column += 1)
        cells.push([column, row])
    }
    return cells
  }

  get(column: number, row: number): Tile | undefined {
    return this.#tiles.get(`${column},${row}`)
  }

  /** Draws a tile anew; `paint` is given a context in world units. */
  draw(
    column: number,
    row: number,
    shapes: readonly Shape[],
    paint: (context: CanvasRenderingContext2D, shape: Shape) => void,
  ): void {
    const tile = this.get(column, row) ?? this.#make(column, row)
    const context = tile.canvas.getContext('2d')
    if (!context) return
    context.setTransform(1, 0, 0, 1, 0, 0)
    context.clearRect(0, 0, this.side, this.side)
    context.setTransform(this.#scale, 0, 0, this.#scale, -column * this.side, -row * this.side)
    for (const shape of shapes) paint(context, shape)
    tile.stale = false
  }

  boxOf(column: number, row: number): Box {
    const { span } = this
    return { minX: column * span, minY: row * span, maxX: (column + 1) * span, maxY: (row + 1) * span }
  }

  markStale(box: Box): void {
    for (const tile of this.#tiles.values()) if (overlaps(tile.box, box)) tile.stale = true
  }

  /** Forgets the tiles that were looked at the longest ago. */
  trim(inView: number): void {
    for (const key of this.#tiles.keys()) {
      if (this.#tiles.size <= inView + spareTiles) return
      this.#tiles.delete(key)
    }
  }

  /** Shows a tile where it belongs; at another zoom than its own it is scaled. */
  blit(context: CanvasRenderingContext2D, tile: Tile, camera: Camera, pixelRatio: number): void {
    this.#tiles.delete(`${tile.column},${tile.row}`)
    this.#tiles.set(`${tile.column},${tile.row}`, tile)
    const scale = (camera.zoom * pixelRatio) / this.#scale
    // The camera is rounded to whole device pixels, so that a tile at its own zoom is shown as it was drawn.
    const [left, top] = [
      Math.round(camera.x * camera.zoom * pixelRatio),
      Math.round(camera.y * camera.zoom * pixelRatio),
    ]
    const [x, y] = [Math.round(tile.column * this.side * scale) - left, Math.round(tile.row * this.side * scale) - top]
    const [endX, endY] = [
      Math.round((tile.column + 1) * this.side * scale) - left,
      Math.round((tile.row + 1) * this.side * scale) - top,
    ]
    context.drawImage(tile.canvas, x, y, endX - x, endY - y)
  }

  #make(column: number, row: number): Tile {
    const canvas = document.createElement('canvas')
    canvas.width = this.side
    canvas.height = this.side
    const tile = { column, row, box: this.boxOf(column, row), canvas, stale: true }
    this.#tiles.set(`${column},${row}`, tile)
    return tile
  }
}
