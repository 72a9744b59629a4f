import type { ShapeId } from '@inkbridge/types'
import * as Y from 'yjs'
import { fontFilesOf } from '../fonts.ts'
import type { Scene } from '../scene.ts'
import { boardFont } from '../shapes/kind.ts'
import type { FromWorker, ToWorker } from './raster-messages.ts'
import { TileDrawer, type TileSettings } from './tile-drawer.ts'
import type { Cell } from './tiles.ts'

/** Draws tiles: in a worker where there can be one, else in slices between frames. */
export interface TileSource {
  /** What a change that is announced now will be part of. */
  readonly nextRevision: number
  /** Text is drawn in its own font, or that cannot be had. */
  readonly hasFonts: boolean
  /** This update is the next to be applied to the document. */
  expect(update: Uint8Array): void
  /** All that was drawn before is of no use. */
  set(settings: TileSettings): void
  /** These are dragged apart from the others from now on. */
  lift(ids: readonly ShapeId[]): void
  /** Draw these in this order, and nothing that was wanted before. */
  want(cells: readonly Cell[]): void
  /** Goes on drawing for so long, where that is the page's own work, ms. */
  work(ms: number): void
  dispose(): void
}

/** What becomes of what is drawn. */
interface TileTaker {
  tile(cell: Cell, picture: CanvasImageSource, revision: number): void
  /** Text has its own font only now: tiles with text are of no use. */
  fonts(): void
}

/** The page has the font of text on a board, or cannot have it. */
function pageFonts(): Promise<unknown> {
  return document.fonts.load(`500 13px '${boardFont}'`).catch(() => null)
}

/** A worker that never answers is given up after so long, ms. */
const patienceMs = 10_000

export function createTileSource(doc: Y.Doc, scene: Scene, taker: TileTaker): TileSource {
  const inPage = () => new PageTiles(doc, scene, taker)
  if (typeof Worker === 'undefined' || typeof OffscreenCanvas === 'undefined') return inPage()
  try {
    const worker = new Worker(new URL('./raster-worker.ts', import.meta.url), { type: 'module' })
    return new FallibleTiles(new WorkerTiles(worker, doc, taker), worker, inPage)
  } catch {
    return inPage()
  }
}

/** A worker's tiles, or the page's own once the worker cannot be started. */
class FallibleTiles implements TileSource {
  #source: TileSource
  #settings: TileSettings | null = null
  #wanted: readonly Cell[] = []
  readonly #patience: ReturnType<typeof setTimeout>

  constructor(source: WorkerTiles, worker: Worker, other: () => TileSource) {
    this.#source = source
    const giveUp = () => {
      clearTimeout(this.#patience)
      if (this.#source !== source) return
      source.dispose()
      this.#source = other()
      if (this.#settings) this.#source.set(this.#settings)
      this.#source.want(this.#wanted)
    }
    // Only until its first tile: blocked by a policy, not served, or by a bundler that does not know workers.
    this.#patience = setTimeout(giveUp, patienceMs)
    worker.addEventListener('message', () => clearTimeout(this.#patience), { once: true })
    worker.addEventListener('error', giveUp)
  }

  get nextRevision(): number {
    return this.#source.nextRevision
  }

  get hasFonts(): boolean {
    return this.#source.hasFonts
  }

  expect(update: Uint8Array): void {
    this.#source.expect(update)
  }

  set(settings: TileSettings): void {
    this.#settings = settings
    this.#source.set(settings)
  }

  lift(ids: readonly ShapeId[]): void {
    this.#source.lift(ids)
  }

  want(cells: readonly Cell[]): void {
    this.#wanted = cells
    this.#source.want(cells)
  }

  work(ms: number): void {
    this.#source.work(ms)
  }

  dispose(): void {
    clearTimeout(this.#patience)
    this.#source.dispose()
  }
}

class WorkerTiles implements TileSource {
  readonly #worker: Worker
  readonly #doc: Y.Doc
  #revision = 0
  #generation = 0
  #expected = false
  hasFonts = false

  constructor(worker: Worker, doc: Y.Doc, taker: TileTaker) {
    this.#worker = worker
    this.#doc = doc
    worker.onmessage = ({ data }: MessageEvent<FromWorker>) => {
      if (data.type === 'fonts') void pageFonts().then(() => this.#takeFonts(taker))
      else if (data.generation === this.#generation) taker.tile(data.cell, data.bitmap, data.revision)
      else data.bitmap.close()
    }
    this.#send(Y.encodeStateAsUpdate(doc))
    this.#post({ type: 'fonts', files: fontFilesOf(boardFont) })
    doc.on('update', this.#send)
  }

  get nextRevision(): number {
    return this.#revision + 1
  }

  /** The worker applies it while the page does, and need not be told again. */
  expect(update: Uint8Array): void {
    this.#post({ type: 'update', update, revision: this.#revision })
    this.#expected = true
    // It is applied at once, or it changes nothing.
    queueMicrotask(() => {
      this.#expected = false
    })
  }

  set(settings: TileSettings): void {
    this.#generation += 1
    this.#post({ type: 'settings', ...settings, generation: this.#generation })
  }

  lift(ids: readonly ShapeId[]): void {
    this.#post({ type: 'lift', ids })
  }

  want(cells: readonly Cell[]): void {
    this.#post({ type: 'want', cells })
  }

  work(): void {}

  dispose(): void {
    this.#doc.off('update', this.#send)
    this.#worker.terminate()
  }

  #takeFonts(taker: TileTaker): void {
    this.hasFonts = true
    taker.fonts()
  }

  readonly #send = (update: Uint8Array): void => {
    this.#revision += 1
    this.#post({ type: 'update', update: this.#expected ? null : update, revision: this.#revision })
    this.#expected = false
  }

  #post(message: ToWorker): void {
    this.#worker.postMessage(message)
  }
}

/** Without a worker: between frames, and never for longer than there is. */
class PageTiles implements TileSource {
  readonly #doc: Y.Doc
  readonly #drawer: TileDrawer<HTMLCanvasElement>
  hasFonts = false

  constructor(doc: Y.Doc, scene: Scene, taker: TileTaker) {
    this.#doc = doc
    this.#drawer = new TileDrawer({
      scene,
      canvas: (side) => Object.assign(document.createElement('canvas'), { width: side, height: side }),
      tile: (cell, canvas, revision) => taker.tile(cell, canvas, revision),
    })
    // Text is drawn in what there is, and again when its own font has come.
    void pageFonts().then(() => {
      this.hasFonts = true
      taker.fonts()
    })
    doc.on('update', this.#changed)
  }

  get nextRevision(): number {
    return this.#drawer.revision + 1
  }

  expect(): void {}

  set(settings: TileSettings): void {
    this.#drawer.set(settings)
  }

  lift(ids: readonly ShapeId[]): void {
    this.#drawer.lift(ids)
  }

  want(cells: readonly Cell[]): void {
    this.#drawer.want(cells)
  }

  work(ms: number): void {
    this.#drawer.work(ms)
  }

  dispose(): void {
    this.#doc.off('update', this.#changed)
    this.#drawer.want([])
  }

  readonly #changed = (): void => {
    this.#drawer.revision += 1
  }
}
