import type { ShapeId } from '@inkbridge/types'
import * as Y from 'yjs'
import type { Scene } from '../scene/scene.ts'
import { areBuiltIn } from '../shapes.ts'
import { boardFonts, type TextLayout } from '../text.ts'
import type { FromWorker, ToWorker } from './raster-messages.ts'
import { TileDrawer, type TileSettings } from './tile-drawer.ts'
import type { Cell } from './tiles.ts'

/** Draws tiles: in a worker where there can be one, else in slices between frames. */
export interface TileSource {
  /** What a change that is announced now will be part of. */
  readonly nextRevision: number
  /** What text is drawn with is there, or cannot be had. */
  readonly hasText: boolean
  /** Something is to be drawn that takes longer than there is between two frames. */
  help(): void
  /** This update is the next to be applied to the document. */
  expect(update: Uint8Array): void
  /** All that was drawn before is of no use. */
  set(settings: TileSettings): void
  /** These are dragged apart from the others from now on. */
  lift(ids: readonly ShapeId[]): void
  /** Draw these in this order, and nothing that was wanted before. */
  want(cells: readonly Cell[]): void
  /** Whether there is nothing that the page has to draw itself. */
  readonly isIdle: boolean
  /** Goes on drawing for so long, where that is the page's own work, ms. */
  work(ms: number): void
  dispose(): void
}

/** What becomes of what is drawn. */
interface TileTaker {
  tile(cell: Cell, picture: CanvasImageSource, revision: number): void
  /** What text is drawn with has come only now: tiles with text are of no use. */
  text(): void
}

/** An update larger than this is a board for a worker, bytes. */
const largeUpdate = 1_000_000
/** So does what the page takes so long to draw at once, ms: in slices between frames that is three times as long. */
const muchWork = 60
/** While nothing is to be drawn of them, a worker is told of changes this often, ms: a stroke in progress is many. */
const tellMs = 250
/** What takes so long has a worker before it is done, ms. */
const tooMuchWork = 500

/**
 * The page draws by itself what is little work. For more it starts a worker, and goes on until that is ready. A worker
 * has the kinds that are built in: with others, which cannot be sent to it, the page draws everything.
 */
export function createTileSource(doc: Y.Doc, scene: Scene, taker: TileTaker): TileSource {
  const page = new PageTiles(doc, scene, taker)
  const mayHelp = typeof Worker !== 'undefined' && typeof OffscreenCanvas !== 'undefined' && areBuiltIn(scene.kinds)
  if (!mayHelp) return page
  return new HelpedTiles(page, (ready, failed) => {
    try {
      const worker = new Worker(new URL('./raster-worker.ts', import.meta.url), { type: 'module' })
      // Blocked by a policy, not served, or by a bundler that does not know workers: the page goes on alone.
      worker.addEventListener('error', failed)
      return new WorkerTiles(worker, { doc, layout: scene.layout, revision: page.nextRevision - 1, taker, ready })
    } catch {
      return null
    }
  })
}

/** The page's tiles, then a worker's. */
class HelpedTiles implements TileSource {
  readonly #page: PageTiles
  readonly #start: (ready: () => void, failed: () => void) => WorkerTiles | null
  #source: TileSource
  #worker: WorkerTiles | null = null
  #started = false
  #settings: TileSettings | null = null
  #lifted: readonly ShapeId[] = []
  #wanted: readonly Cell[] = []
  /** What was drawn here since there was nothing to draw, ms. */
  #worked = 0

  constructor(page: PageTiles, start: (ready: () => void, failed: () => void) => WorkerTiles | null) {
    this.#page = page
    this.#source = page
    this.#start = start
  }

  get nextRevision(): number {
    return this.#source.nextRevision
  }

  get hasText(): boolean {
    return this.#source.hasText
  }

  help(): void {
    this.#startWorker()
  }

  expect(update: Uint8Array): void {
    if (update.byteLength > largeUpdate) this.#startWorker()
    this.#worker?.expect(update)
  }

  set(settings: TileSettings): void {
    this.#settings = settings
    this.#source.set(settings)
  }

  lift(ids: readonly ShapeId[]): void {
    this.#lifted = ids
    this.#source.lift(ids)
  }

  want(cells: readonly Cell[]): void {
    this.#wanted = cells
    this.#source.want(cells)
  }

  get isIdle(): boolean {
    return this.#source.isIdle
  }

  work(ms: number): void {
    if (this.isIdle) return
    const begun = performance.now()
    this.#page.work(ms)
    this.#worked += performance.now() - begun
    if (this.#worked > (this.#page.isIdle ? muchWork : tooMuchWork)) this.#startWorker()
    if (this.#page.isIdle) this.#worked = 0
  }

  dispose(): void {
    this.#worker?.dispose()
    this.#page.dispose()
  }

  #startWorker(): void {
    if (this.#started) return
    this.#started = true
    this.#worker = this.#start(
      () => this.#goOn(this.#worker ?? this.#page),
      () => {
        this.#worker?.dispose()
        this.#worker = null
        this.#goOn(this.#page)
      },
    )
  }

  /** Draws in another place from now on, what is still wanted too. */
  #goOn(source: TileSource): void {
    if (source === this.#source) return
    const wanted = source === this.#page ? this.#wanted : this.#page.wanted
    this.#page.want([])
    this.#source = source
    if (this.#settings) source.set(this.#settings)
    source.lift(this.#lifted)
    source.want(wanted)
  }
}

interface WorkerOptions {
  readonly doc: Y.Doc
  readonly layout: TextLayout
  readonly revision: number
  readonly taker: TileTaker
  /** Called when it can draw. */
  readonly ready: () => void
}

class WorkerTiles implements TileSource {
  readonly #worker: Worker
  readonly #layout: TextLayout
  readonly #doc: Y.Doc
  #revision: number
  #generation = 0
  /** What the worker was not told yet. */
  #updates: Uint8Array[] = []
  #telling: ReturnType<typeof setTimeout> | undefined
  #expected = false
  #isPending = false
  readonly isIdle = true

  constructor(worker: Worker, { doc, layout, revision, taker, ready }: WorkerOptions) {
    this.#worker = worker
    this.#layout = layout
    this.#doc = doc
    this.#revision = revision
    worker.onmessage = ({ data }: MessageEvent<FromWorker>) => {
      if (data.type === 'ready') ready()
      else if (data.type === 'text') {
        this.#isPending = data.isPending
        if (!data.isPending) taker.text()
      } else if (data.generation === this.#generation) taker.tile(data.cell, data.bitmap, data.revision)
      else data.bitmap.close()
    }
    // First of all: what is laid out after it is laid out in the right fonts.
    this.#post({ type: 'fonts', files: boardFonts(), locale: layout.labels.locale })
    this.#updates.push(Y.encodeStateAsUpdate(doc))
    this.#tell()
    doc.on('update', this.#changed)
  }

  get nextRevision(): number {
    return this.#revision + 1
  }

  get hasText(): boolean {
    return !this.#isPending && !this.#layout.isPending
  }

  help(): void {}

  /** The worker applies it while the page does, and need not be told again. */
  expect(update: Uint8Array): void {
    this.#updates.push(update)
    this.#tell()
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
    this.#tell()
    this.#post({ type: 'lift', ids })
  }

  want(cells: readonly Cell[]): void {
    if (cells.length > 0) this.#tell()
    this.#post({ type: 'want', cells })
  }

  work(): void {}

  dispose(): void {
    clearTimeout(this.#telling)
    this.#doc.off('update', this.#changed)
    this.#worker.terminate()
  }

  readonly #changed = (update: Uint8Array): void => {
    this.#revision += 1
    if (!this.#expected) this.#updates.push(update)
    this.#expected = false
    this.#telling ??= setTimeout(() => this.#tell(), tellMs)
  }

  #tell(): void {
    clearTimeout(this.#telling)
    this.#telling = undefined
    this.#post({ type: 'updates', updates: this.#updates, revision: this.#revision })
    this.#updates = []
  }

  #post(message: ToWorker): void {
    this.#worker.postMessage(message)
  }
}

/** Without a worker: between frames, and never for longer than there is. */
class PageTiles implements TileSource {
  readonly #doc: Y.Doc
  readonly #drawer: TileDrawer<HTMLCanvasElement>
  readonly #layout: TextLayout

  constructor(doc: Y.Doc, scene: Scene, taker: TileTaker) {
    this.#doc = doc
    this.#layout = scene.layout
    this.#drawer = new TileDrawer({
      scene,
      canvas: (side) => Object.assign(document.createElement('canvas'), { width: side, height: side }),
      tile: (cell, canvas, revision) => taker.tile(cell, canvas, revision),
    })
    doc.on('update', this.#changed)
  }

  get nextRevision(): number {
    return this.#drawer.revision + 1
  }

  get hasText(): boolean {
    return !this.#layout.isPending
  }

  help(): void {}

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

  get isIdle(): boolean {
    return this.#drawer.isIdle
  }

  get wanted(): readonly Cell[] {
    return this.#drawer.wanted
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
