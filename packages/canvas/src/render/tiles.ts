import type { Box, Shape } from '@inkbridge/types'
import { overlaps, union } from '../geometry.ts'
import type { Camera } from '../viewport/viewport.ts'
import type { Context, Window2D } from './paint.ts'

/** Side of a tile, CSS pixels. */
const tilePx = 256
/** Maximum number of cells that can be available at once. */
const maxCells = 512
/** Memory limit for all tiles, bytes, at four per pixel. */
const maxBytes = 128 * 1_048_576

/** A square of the board at one zoom. */
export interface Cell {
  readonly zoom: number
  readonly column: number
  readonly row: number
  /** Only the dragged shapes, or only the others; absent: all. */
  readonly part?: CellPart
}

interface CellPart {
  /** The number of the drag layer. */
  readonly layer: number
  readonly isDragged: boolean
}

/** The picture of a cell. */
export interface Tile extends Cell {
  readonly box: Box
  picture: CanvasImageSource
  /** The revision of the scene that it shows. */
  revision: number
  /** The least revision that it must show; below that it is stale. */
  required: number
  /** The area that has changed since, world units. */
  dirty: Box | null
  /** Patched since it was fully drawn: correct, but the antialiasing of clipped shapes differs slightly. */
  patched: boolean
  /** The dirty area has too many shapes to patch: the tile waits to be redrawn. */
  heavy: boolean
  /** Shapes added on top since, which change nothing else. */
  onTop: readonly { readonly shape: Shape; readonly box: Box }[]
}

/** Caches tiles of the board at several zooms. */
export class TileCache {
  /** Side of a tile, device pixels. */
  readonly side: number
  readonly #pixelRatio: number
  readonly #hasAny: (box: Box) => boolean
  /** Least recently shown first. */
  readonly #tiles = new Map<string, Tile>()
  /** The revision of the last change. */
  #lastChange = 0

  /** `hasAny`: whether a box contains any shape; empty cells need no tile. */
  constructor(pixelRatio: number, hasAny: (box: Box) => boolean) {
    this.#pixelRatio = pixelRatio
    this.#hasAny = hasAny
    this.side = Math.round(tilePx * pixelRatio)
  }

  /** Returns the side of a tile at a zoom, world units. */
  span(zoom: number): number {
    return this.side / (zoom * this.#pixelRatio)
  }

  /** Returns the cells at a zoom that a box overlaps. */
  cells({ minX, minY, maxX, maxY }: Box, zoom: number): readonly Cell[] {
    const span = this.span(zoom)
    const cells: Cell[] = []
    for (let row = Math.floor(minY / span); row * span < maxY; row += 1) {
      for (let column = Math.floor(minX / span); column * span < maxX; column += 1) cells.push({ zoom, column, row })
    }
    return cells
  }

  boxOf({ zoom, column, row }: Cell): Box {
    const span = this.span(zoom)
    return { minX: column * span, minY: row * span, maxX: (column + 1) * span, maxY: (row + 1) * span }
  }

  get(cell: Cell): Tile | undefined {
    return this.#tiles.get(keyOf(cell))
  }

  get size(): number {
    return this.#tiles.size
  }

  /** Whether a cell has a tile or is empty. */
  has(cell: Cell): boolean {
    return this.get(cell) !== undefined || !this.#hasAny(this.boxOf(cell))
  }

  /** Stores the picture of a cell, unless a newer one is stored. */
  put(cell: Cell, picture: CanvasImageSource, revision: number): void {
    const tile = this.get(cell)
    // A picture that was being drawn during a change may be outdated.
    const required = Math.max(revision, this.#lastChange)
    if (!tile) {
      const box = this.boxOf(cell)
      const dirty = required > revision ? box : null
      this.#tiles.set(keyOf(cell), {
        ...cell,
        box,
        picture,
        revision,
        required,
        dirty,
        patched: false,
        heavy: false,
        onTop: [],
      })
    } else if (revision >= tile.revision) replace(tile, picture, revision)
    else closePicture(picture)
  }

  /** Marks the tiles of a box as stale from this revision on. */
  markStale(box: Box, revision: number): void {
    this.#lastChange = revision
    for (const tile of this.#tiles.values()) {
      if (!overlaps(tile.box, box)) continue
      tile.required = Math.max(tile.required, revision)
      tile.dirty = union([...(tile.dirty ? [tile.dirty] : []), ...tile.onTop.map((each) => each.box), box])
      tile.onTop = []
    }
  }

  /** Adds a new topmost shape to the tiles it overlaps. */
  putOnTop(shape: Shape, box: Box, revision: number): void {
    this.#lastChange = revision
    for (const tile of this.#tiles.values()) {
      if (!overlaps(tile.box, box)) continue
      tile.required = Math.max(tile.required, revision)
      if (tile.dirty) tile.dirty = union([tile.dirty, box])
      else tile.onTop = [...tile.onTop, { shape, box }]
    }
  }

  /** Marks the tiles of boxes to be redrawn: something has loaded, though the board has not changed. */
  markRedrawn(boxes: readonly Box[]): void {
    for (const tile of this.#tiles.values()) {
      if (boxes.some((box) => overlaps(tile.box, box)))
        Object.assign(tile, { revision: -1, dirty: tile.box, heavy: true, onTop: [] })
    }
  }

  /** Marks all tiles as stale; they are shown until redrawn. */
  markAllStale(): void {
    for (const tile of this.#tiles.values())
      Object.assign(tile, { revision: -1, dirty: tile.box, heavy: false, onTop: [] })
  }

  /** Redraws the dirty area of a tile and the shapes on top; `paint` receives the area, in whole pixels of the tile. */
  patch(tile: Tile, revision: number, paint: (context: Context, window: Window2D, box: Box | null) => void): void {
    const scale = tile.zoom * this.#pixelRatio
    const window = { x: tile.box.minX, y: tile.box.minY, scale }
    const context = this.#canvasOf(tile).getContext('2d')
    if (!context) return
    context.save()
    context.setTransform(1, 0, 0, 1, 0, 0)
    if (tile.dirty) paint(context, window, this.#clear(context, tile.dirty, window))
    else paint(context, window, null)
    context.restore()
    Object.assign(tile, { revision, dirty: null, patched: true, heavy: false, onTop: [] })
  }

  /** Clears an area, rounded to whole pixels, and clips to it. Returns the area. */
  #clear(context: Context, { minX, minY, maxX, maxY }: Box, { x, y, scale }: Window2D): Box {
    const pixel = (value: number, origin: number) => Math.min(this.side, Math.max(0, (value - origin) * scale))
    const [left, top] = [Math.floor(pixel(minX, x)), Math.floor(pixel(minY, y))]
    const [right, bottom] = [Math.ceil(pixel(maxX, x)), Math.ceil(pixel(maxY, y))]
    context.beginPath()
    context.rect(left, top, right - left, bottom - top)
    context.clip()
    context.clearRect(left, top, right - left, bottom - top)
    return { minX: x + left / scale, minY: y + top / scale, maxX: x + right / scale, maxY: y + bottom / scale }
  }

  /** Returns the canvas of a tile; an image bitmap is copied to one. */
  #canvasOf(tile: Tile): HTMLCanvasElement {
    if (tile.picture instanceof HTMLCanvasElement) return tile.picture
    const canvas = Object.assign(document.createElement('canvas'), { width: this.side, height: this.side })
    canvas.getContext('2d')?.drawImage(tile.picture, 0, 0)
    closePicture(tile.picture)
    tile.picture = canvas
    return canvas
  }

  /** Marks tiles as recently shown. */
  use(cells: readonly Cell[]): void {
    for (const cell of cells) {
      const tile = this.get(cell)
      if (!tile) continue
      this.#tiles.delete(keyOf(cell))
      this.#tiles.set(keyOf(cell), tile)
    }
  }

  /** Removes the least recently shown tiles above the limit. */
  trim(keep: number): void {
    const most = Math.max(keep, Math.floor(maxBytes / (4 * this.side * this.side)))
    for (const [key, tile] of this.#tiles) {
      if (this.#tiles.size <= most) return
      this.#tiles.delete(key)
      closePicture(tile.picture)
    }
  }

  clear(): void {
    for (const { picture } of this.#tiles.values()) closePicture(picture)
    this.#tiles.clear()
  }

  /** Returns the tiles at a zoom that overlap a box, stale ones included. */
  within(box: Box, zoom: number): readonly Tile[] {
    const cells = this.cells(box, zoom)
    if (cells.length > this.#tiles.size)
      return [...this.#tiles.values()].filter((tile) => tile.zoom === zoom && overlaps(tile.box, box))
    return cells.flatMap((cell) => this.get(cell) ?? [])
  }

  /** Whether tiles at a zoom cover a box. */
  covers(box: Box, zoom: number): boolean {
    const span = this.span(zoom)
    if (((box.maxX - box.minX) / span + 1) * ((box.maxY - box.minY) / span + 1) > maxCells) return false
    return this.cells(box, zoom).every((cell) => this.has(cell))
  }

  /** Returns the zooms with tiles, nearest first. */
  zooms(near: number): readonly number[] {
    const zooms = new Set([...this.#tiles.values()].map(({ zoom }) => zoom))
    const distance = (zoom: number) => Math.abs(Math.log2(zoom / near))
    return [...zooms].sort((a, b) => distance(a) - distance(b))
  }

  /** Draws a tile in its place, scaled if the camera has another zoom. */
  blit(context: Context, tile: Tile, camera: Camera): void {
    const key = keyOf(tile)
    this.#tiles.delete(key)
    this.#tiles.set(key, tile)
    const span = this.span(tile.zoom) * camera.zoom * this.#pixelRatio
    // The camera is rounded to whole device pixels, so that a tile at its own zoom is shown as it was drawn.
    const [left, top] = [
      Math.round(camera.x * camera.zoom * this.#pixelRatio),
      Math.round(camera.y * camera.zoom * this.#pixelRatio),
    ]
    const [x, y] = [Math.round(tile.column * span) - left, Math.round(tile.row * span) - top]
    const [endX, endY] = [Math.round((tile.column + 1) * span) - left, Math.round((tile.row + 1) * span) - top]
    context.drawImage(tile.picture, x, y, endX - x, endY - y)
  }
}

/** Returns a key of a cell's position and zoom. */
export function keyOf({ zoom, column, row }: Cell): string {
  return `${zoom},${column},${row}`
}

function replace(tile: Tile, picture: CanvasImageSource, revision: number): void {
  closePicture(tile.picture)
  const whole = revision >= tile.required ? { dirty: null, patched: false, heavy: false, onTop: [] } : {}
  Object.assign(tile, { picture, revision, ...whole })
}

function closePicture(picture: CanvasImageSource): void {
  if (typeof ImageBitmap !== 'undefined' && picture instanceof ImageBitmap) picture.close()
}
