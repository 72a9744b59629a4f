import type { Box, Shape } from '@inkbridge/types'
import { overlaps, union } from '../geometry.ts'
import type { Camera } from '../viewport/viewport.ts'
import type { Context, Window2D } from './paint.ts'

/** CSS pixels of a tile's side. */
const tilePx = 256
/** More cells than these are never there all at once. */
const mostCells = 512
/** What all tiles together may hold, bytes: four a pixel. */
const maxBytes = 128 * 1_048_576

/** A square of the board at one zoom. */
export interface Cell {
  readonly zoom: number
  readonly column: number
  readonly row: number
  /** Only what is lifted, or only what is not; absent: everything. */
  readonly part?: CellPart
}

interface CellPart {
  /** Which lifting it is of. */
  readonly lift: number
  readonly lifted: boolean
}

/** What a cell looks like. */
export interface Tile extends Cell {
  readonly box: Box
  picture: CanvasImageSource
  /** The revision of the scene that it shows. */
  revision: number
  /** The revision that it must show at least; it is stale when it does not. */
  wanted: number
  /** What of it looks different since; world units. */
  dirty: Box | null
  /**
   * Drawn into since it was drawn whole: it shows what it must, but a canvas smooths the edges of a shape it is allowed
   * to draw a part of a little differently.
   */
  patched: boolean
  /** What is dirty is too much to be drawn into it: it waits to be drawn whole. */
  heavy: boolean
  /** What lies on top of it since, and changes nothing else. */
  onTop: readonly { readonly shape: Shape; readonly box: Box }[]
}

/** Pictures of the board cut into squares, at several zooms, that are drawn once and shown while they hold. */
export class TileCache {
  /** Device pixels of a tile's side. */
  readonly side: number
  readonly #pixelRatio: number
  readonly #hasAny: (box: Box) => boolean
  /** In the order in which they were last shown. */
  readonly #tiles = new Map<string, Tile>()
  /** The revision of the last change. */
  #changed = 0

  /** `hasAny`: whether there is something in a box; a cell without anything needs no tile. */
  constructor(pixelRatio: number, hasAny: (box: Box) => boolean) {
    this.#pixelRatio = pixelRatio
    this.#hasAny = hasAny
    this.side = Math.round(tilePx * pixelRatio)
  }

  /** World units of a tile's side at a zoom. */
  span(zoom: number): number {
    return this.side / (zoom * this.#pixelRatio)
  }

  /** The cells at a zoom that a box lies in. */
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

  /** Whether there is something to show for a cell, or nothing to be shown. */
  has(cell: Cell): boolean {
    return this.get(cell) !== undefined || !this.#hasAny(this.boxOf(cell))
  }

  /** A cell's picture came; one that is older than what is there is left. */
  put(cell: Cell, picture: CanvasImageSource, revision: number): void {
    const tile = this.get(cell)
    // One that was under way while something changed may show what was.
    const wanted = Math.max(revision, this.#changed)
    if (!tile) {
      const box = this.boxOf(cell)
      const dirty = wanted > revision ? box : null
      this.#tiles.set(keyOf(cell), {
        ...cell,
        box,
        picture,
        revision,
        wanted,
        dirty,
        patched: false,
        heavy: false,
        onTop: [],
      })
    } else if (revision >= tile.revision) replace(tile, picture, revision)
    else closePicture(picture)
  }

  /** Something changed in a box with this revision. */
  markStale(box: Box, revision: number): void {
    this.#changed = revision
    for (const tile of this.#tiles.values()) {
      if (!overlaps(tile.box, box)) continue
      tile.wanted = Math.max(tile.wanted, revision)
      tile.dirty = union([...(tile.dirty ? [tile.dirty] : []), ...tile.onTop.map((each) => each.box), box])
      tile.onTop = []
    }
  }

  /** A shape came to lie on top with this revision. */
  putOnTop(shape: Shape, box: Box, revision: number): void {
    this.#changed = revision
    for (const tile of this.#tiles.values()) {
      if (!overlaps(tile.box, box)) continue
      tile.wanted = Math.max(tile.wanted, revision)
      if (tile.dirty) tile.dirty = union([tile.dirty, box])
      else tile.onTop = [...tile.onTop, { shape, box }]
    }
  }

  /** All tiles are to be drawn again, and shown until they are. */
  outdate(): void {
    for (const tile of this.#tiles.values())
      Object.assign(tile, { revision: -1, dirty: tile.box, heavy: false, onTop: [] })
  }

  /** Draws what is dirty of a tile again, and what lies on top; `paint` is given the box to draw, in whole pixels of the tile. */
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

  /** Takes whole pixels away, and lets nothing else be drawn on; gives what they show. */
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

  /** A picture that came from elsewhere cannot be drawn on. */
  #canvasOf(tile: Tile): HTMLCanvasElement {
    if (tile.picture instanceof HTMLCanvasElement) return tile.picture
    const canvas = Object.assign(document.createElement('canvas'), { width: this.side, height: this.side })
    canvas.getContext('2d')?.drawImage(tile.picture, 0, 0)
    closePicture(tile.picture)
    tile.picture = canvas
    return canvas
  }

  /** These are as good as shown: they are there for when nothing else is. */
  use(cells: readonly Cell[]): void {
    for (const cell of cells) {
      const tile = this.get(cell)
      if (!tile) continue
      this.#tiles.delete(keyOf(cell))
      this.#tiles.set(keyOf(cell), tile)
    }
  }

  /** Forgets the tiles that were shown the longest ago. */
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

  /** The tiles at a zoom that lie in a box, whatever their age. */
  within(box: Box, zoom: number): readonly Tile[] {
    const cells = this.cells(box, zoom)
    if (cells.length > this.#tiles.size)
      return [...this.#tiles.values()].filter((tile) => tile.zoom === zoom && overlaps(tile.box, box))
    return cells.flatMap((cell) => this.get(cell) ?? [])
  }

  /** Whether tiles at a zoom show all of a box. */
  covers(box: Box, zoom: number): boolean {
    const span = this.span(zoom)
    if (((box.maxX - box.minX) / span + 1) * ((box.maxY - box.minY) / span + 1) > mostCells) return false
    return this.cells(box, zoom).every((cell) => this.has(cell))
  }

  /** All zooms at which there is something to show, those nearest to a zoom first. */
  zooms(near: number): readonly number[] {
    const zooms = new Set([...this.#tiles.values()].map(({ zoom }) => zoom))
    const distance = (zoom: number) => Math.abs(Math.log2(zoom / near))
    return [...zooms].sort((a, b) => distance(a) - distance(b))
  }

  /** Shows a tile where it belongs; at another zoom than its own it is scaled. */
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

/** The same for the same place at the same zoom. */
export function keyOf({ zoom, column, row }: Cell): string {
  return `${zoom},${column},${row}`
}

function replace(tile: Tile, picture: CanvasImageSource, revision: number): void {
  closePicture(tile.picture)
  const whole = revision >= tile.wanted ? { dirty: null, patched: false, heavy: false, onTop: [] } : {}
  Object.assign(tile, { picture, revision, ...whole })
}

function closePicture(picture: CanvasImageSource): void {
  if (typeof ImageBitmap !== 'undefined' && picture instanceof ImageBitmap) picture.close()
}
