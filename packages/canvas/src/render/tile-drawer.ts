import type { ShapeId } from '@inkbridge/types'
import type { Scene } from '../scene/scene.ts'
import type { BoardLook, Context } from './paint.ts'
import { type DraggedIds, rasterize } from './raster.ts'
import { type Cell, keyOf } from './tiles.ts'

/** How tiles are drawn. */
export interface TileSettings extends BoardLook {
  /** Side of a tile, device pixels. */
  readonly side: number
  readonly pixelRatio: number
}

type Canvas = HTMLCanvasElement | OffscreenCanvas

interface Unfinished<Made> {
  readonly cell: Cell
  /** The revision of the scene when drawing began. */
  readonly revision: number
  readonly canvas: Made
  readonly steps: Generator<void>
}

interface Options<Made> {
  readonly scene: Scene
  /** Returns an empty square canvas, side in pixels. */
  canvas(side: number): Made
  tile(cell: Cell, canvas: Made, revision: number): void
}

/** Returns a key of a cell and its part. */
function partKeyOf(cell: Cell): string {
  return cell.part ? `${keyOf(cell)},${cell.part.layer},${cell.part.isDragged}` : keyOf(cell)
}

/**
 * Draws tiles one shape at a time within a time budget. A newly requested first cell is drawn before those already
 * begun.
 */
export class TileDrawer<Made extends Canvas> {
  readonly #options: Options<Made>
  #settings: TileSettings | null = null
  #dragged: DraggedIds = new Set()
  #requested: readonly Cell[] = []
  /** Cells begun and still requested. */
  readonly #started = new Map<string, Unfinished<Made>>()
  /** The current revision of the scene. */
  revision = 0

  constructor(options: Options<Made>) {
    this.#options = options
  }

  get isIdle(): boolean {
    return this.#requested.length === 0
  }

  /** The cells still to be drawn. */
  get requested(): readonly Cell[] {
    return this.#requested
  }

  /** Changes the settings, and restarts unfinished tiles. */
  set(settings: TileSettings): void {
    this.#settings = settings
    this.#started.clear()
  }

  /** Restarts unfinished tiles: something they draw has loaded. */
  restart(): void {
    this.#started.clear()
  }

  /** Draws these shapes in separate tiles from now on. */
  setDragged(ids: readonly ShapeId[]): void {
    this.#dragged = new Set(ids)
  }

  /** Draws these cells in this order, and drops earlier requests. */
  request(cells: readonly Cell[]): void {
    this.#requested = cells
    const keys = new Set(cells.map(partKeyOf))
    for (const key of this.#started.keys()) if (!keys.has(key)) this.#started.delete(key)
  }

  /** Draws for at most this time, ms. */
  work(ms: number): void {
    const end = performance.now() + ms
    for (let [cell] = this.#requested; cell; [cell] = this.#requested) {
      const tile = this.#started.get(partKeyOf(cell)) ?? this.#start(cell)
      if (!tile) return
      while (!tile.steps.next().done) if (performance.now() >= end) return
      this.#started.delete(partKeyOf(cell))
      this.#requested = this.#requested.slice(1)
      this.#options.tile(cell, tile.canvas, tile.revision)
      if (performance.now() >= end) return
    }
  }

  #start(cell: Cell): Unfinished<Made> | null {
    if (!this.#settings) return null
    const { side, pixelRatio } = this.#settings
    const canvas = this.#options.canvas(side)
    const context = canvas.getContext('2d') as Context | null
    if (!context) return null
    const frame = { ...cell, side, scale: cell.zoom * pixelRatio }
    const steps = rasterize(context, this.#options.scene, frame, this.#settings, this.#dragged)
    const tile = { cell, canvas, revision: this.revision, steps }
    this.#started.set(partKeyOf(cell), tile)
    return tile
  }
}
