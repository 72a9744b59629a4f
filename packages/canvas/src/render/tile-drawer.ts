import type { ShapeId } from '@inkbridge/types'
import type { Scene } from '../scene/scene.ts'
import type { BoardLook, Context } from './paint.ts'
import { type Lifted, rasterize } from './raster.ts'
import { type Cell, keyOf } from './tiles.ts'

/** How tiles are drawn. */
export interface TileSettings extends BoardLook {
  /** Device pixels of a tile's side. */
  readonly side: number
  readonly pixelRatio: number
}

type Canvas = HTMLCanvasElement | OffscreenCanvas

interface Unfinished<Made> {
  readonly cell: Cell
  /** The revision of the scene that it shows, whatever has changed since. */
  readonly revision: number
  readonly canvas: Made
  readonly steps: Generator<void>
}

interface Options<Made> {
  readonly scene: Scene
  /** An empty canvas so many pixels wide and high. */
  canvas(side: number): Made
  tile(cell: Cell, canvas: Made, revision: number): void
}

/** The same for the same cell and the same part of what is in it. */
function nameOf(cell: Cell): string {
  return cell.part ? `${keyOf(cell)},${cell.part.lift},${cell.part.lifted}` : keyOf(cell)
}

/** Draws tiles a shape at a time, and never for longer than there is: the first that is wanted first, though others were begun. */
export class TileDrawer<Made extends Canvas> {
  readonly #options: Options<Made>
  #settings: TileSettings | null = null
  #lifted: Lifted = new Set()
  #wanted: readonly Cell[] = []
  /** What is begun and still wanted. */
  readonly #begun = new Map<string, Unfinished<Made>>()
  /** Of the scene as it is. */
  revision = 0

  constructor(options: Options<Made>) {
    this.#options = options
  }

  get isIdle(): boolean {
    return this.#wanted.length === 0
  }

  /** What is still to be drawn. */
  get wanted(): readonly Cell[] {
    return this.#wanted
  }

  /** All that was drawn before is of no use. */
  set(settings: TileSettings): void {
    this.#settings = settings
    this.#begun.clear()
  }

  /** These are dragged apart from the others from now on. */
  lift(ids: readonly ShapeId[]): void {
    this.#lifted = new Set(ids)
  }

  /** Draw these in this order, and nothing that was wanted before. */
  want(cells: readonly Cell[]): void {
    this.#wanted = cells
    const keys = new Set(cells.map(nameOf))
    for (const key of this.#begun.keys()) if (!keys.has(key)) this.#begun.delete(key)
  }

  /** Goes on for so long, ms. */
  work(ms: number): void {
    const end = performance.now() + ms
    for (let [cell] = this.#wanted; cell; [cell] = this.#wanted) {
      const tile = this.#begun.get(nameOf(cell)) ?? this.#begin(cell)
      if (!tile) return
      while (!tile.steps.next().done) if (performance.now() >= end) return
      this.#begun.delete(nameOf(cell))
      this.#wanted = this.#wanted.slice(1)
      this.#options.tile(cell, tile.canvas, tile.revision)
      if (performance.now() >= end) return
    }
  }

  #begin(cell: Cell): Unfinished<Made> | null {
    if (!this.#settings) return null
    const { side, pixelRatio } = this.#settings
    const canvas = this.#options.canvas(side)
    const context = canvas.getContext('2d') as Context | null
    if (!context) return null
    const frame = { ...cell, side, scale: cell.zoom * pixelRatio }
    const steps = rasterize(context, this.#options.scene, frame, this.#settings, this.#lifted)
    const tile = { cell, canvas, revision: this.revision, steps }
    this.#begun.set(nameOf(cell), tile)
    return tile
  }
}
