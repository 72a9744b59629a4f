import type { AssetId, ShapeId } from '@inkbridge/types'
import * as Y from 'yjs'
import type { Images } from '../images.ts'
import type { Scene } from '../scene/scene.ts'
import { areBuiltIn } from '../shapes.ts'
import { boardFonts, type TextLayout } from '../text.ts'
import type { FromWorker, ToWorker, WantedImage } from './raster-messages.ts'
import { TileDrawer, type TileSettings } from './tile-drawer.ts'
import type { Cell } from './tiles.ts'

/** Draws tiles: in a worker where available, else in slices between frames. */
export interface TileSource {
  /** The revision of the next change. */
  readonly nextRevision: number
  /** Fonts and text layout have loaded, or failed to. */
  readonly hasText: boolean
  /** Starts the worker, ahead of work that takes longer than a frame. */
  useWorker(): void
  /** This update is about to be applied to the document. */
  expect(update: Uint8Array): void
  /** Changes the settings; tiles drawn before are outdated. */
  set(settings: TileSettings): void
  /** Draws these shapes in separate tiles from now on. */
  setDragged(ids: readonly ShapeId[]): void
  /** Draws these cells in this order, and drops earlier requests. */
  request(cells: readonly Cell[]): void
  /** Whether the page itself has nothing to draw. */
  readonly isIdle: boolean
  /** Draws for at most this time, if drawing is done on the page, ms. */
  work(ms: number): void
  dispose(): void
}

/** Receives the results. */
interface TileSink {
  tile(cell: Cell, picture: CanvasImageSource, revision: number): void
  /** Fonts or text layout have loaded: tiles with text are outdated. */
  text(): void
  /** Pictures have loaded: tiles that show them are outdated. */
  images(assets: ReadonlySet<AssetId>): void
}

/** An update above this size starts the worker, bytes. */
const largeUpdateBytes = 1_000_000
/**
 * Drawing on the page for longer than this starts the worker, ms; in slices between frames it takes three times as
 * long.
 */
const workerAboveMs = 60
/** While no tiles are requested, the worker receives updates at this interval, ms: a live stroke makes many. */
const updatesEveryMs = 250
/** Unfinished drawing for longer than this starts the worker, ms. */
const workerAtOnceMs = 500

/**
 * Creates a source that draws on the page, and starts a worker for larger work. The worker knows only the built-in
 * kinds; with custom kinds, the page draws everything.
 */
export function createTileSource(doc: Y.Doc, scene: Scene, sink: TileSink): TileSource {
  const page = new PageTiles(doc, scene, sink)
  const mayUseWorker =
    typeof Worker !== 'undefined' && typeof OffscreenCanvas !== 'undefined' && areBuiltIn(scene.kinds)
  if (!mayUseWorker) return page
  return new UpgradingTiles(page, (ready, failed) => {
    try {
      const worker = new Worker(new URL('./raster-worker.ts', import.meta.url), { type: 'module' })
      // Blocked by a policy, not served, or not supported by the bundler: the page continues alone.
      worker.addEventListener('error', failed)
      return new WorkerTiles(worker, {
        doc,
        layout: scene.layout,
        images: scene.images,
        revision: page.nextRevision - 1,
        sink,
        ready,
      })
    } catch {
      return null
    }
  })
}

/** Draws on the page until the worker is ready. */
class UpgradingTiles implements TileSource {
  readonly #page: PageTiles
  readonly #start: (ready: () => void, failed: () => void) => WorkerTiles | null
  #source: TileSource
  #worker: WorkerTiles | null = null
  #started = false
  #settings: TileSettings | null = null
  #dragged: readonly ShapeId[] = []
  #requested: readonly Cell[] = []
  /** Time spent drawing on the page since it was last idle, ms. */
  #workedMs = 0

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

  useWorker(): void {
    this.#startWorker()
  }

  expect(update: Uint8Array): void {
    if (update.byteLength > largeUpdateBytes) this.#startWorker()
    this.#worker?.expect(update)
  }

  set(settings: TileSettings): void {
    this.#settings = settings
    this.#source.set(settings)
  }

  setDragged(ids: readonly ShapeId[]): void {
    this.#dragged = ids
    this.#source.setDragged(ids)
  }

  request(cells: readonly Cell[]): void {
    this.#requested = cells
    this.#source.request(cells)
  }

  get isIdle(): boolean {
    return this.#source.isIdle
  }

  work(ms: number): void {
    if (this.isIdle) return
    const begun = performance.now()
    this.#page.work(ms)
    this.#workedMs += performance.now() - begun
    if (this.#workedMs > (this.#page.isIdle ? workerAboveMs : workerAtOnceMs)) this.#startWorker()
    if (this.#page.isIdle) this.#workedMs = 0
  }

  dispose(): void {
    this.#worker?.dispose()
    this.#page.dispose()
  }

  #startWorker(): void {
    if (this.#started) return
    this.#started = true
    this.#worker = this.#start(
      () => this.#switchTo(this.#worker ?? this.#page),
      () => {
        this.#worker?.dispose()
        this.#worker = null
        this.#switchTo(this.#page)
      },
    )
  }

  /** Switches to another source, and passes pending requests on. */
  #switchTo(source: TileSource): void {
    if (source === this.#source) return
    const wanted = source === this.#page ? this.#requested : this.#page.requested
    this.#page.request([])
    this.#source = source
    if (this.#settings) source.set(this.#settings)
    source.setDragged(this.#dragged)
    source.request(wanted)
  }
}

interface WorkerOptions {
  readonly doc: Y.Doc
  readonly layout: TextLayout
  readonly images: Images
  readonly revision: number
  readonly sink: TileSink
  /** Called when the worker can draw. */
  readonly ready: () => void
}

class WorkerTiles implements TileSource {
  readonly #worker: Worker
  readonly #layout: TextLayout
  readonly #doc: Y.Doc
  #revision: number
  #generation = 0
  /** Updates not yet sent to the worker. */
  #updates: Uint8Array[] = []
  #sendTimer: ReturnType<typeof setTimeout> | undefined
  #expected = false
  #isPending = false
  readonly isIdle = true

  constructor(worker: Worker, { doc, layout, images, revision, sink, ready }: WorkerOptions) {
    this.#worker = worker
    this.#layout = layout
    this.#doc = doc
    this.#revision = revision
    worker.onmessage = ({ data }: MessageEvent<FromWorker>) => {
      if (data.type === 'ready') ready()
      else if (data.type === 'text') {
        this.#isPending = data.isPending
        if (!data.isPending) sink.text()
      } else if (data.type === 'images') sink.images(data.assets)
      else if (data.type === 'load') void this.#sendImage(data, images)
      else if (data.generation === this.#generation) sink.tile(data.cell, data.bitmap, data.revision)
      else data.bitmap.close()
    }
    // Fonts come first: later layouts need them.
    this.#post({ type: 'fonts', files: boardFonts(), locale: layout.labels.locale })
    this.#updates.push(Y.encodeStateAsUpdate(doc))
    this.#sendUpdates()
    doc.on('update', this.#changed)
  }

  get nextRevision(): number {
    return this.#revision + 1
  }

  get hasText(): boolean {
    return !this.#isPending && !this.#layout.isPending
  }

  useWorker(): void {}

  /** The worker applies the update while the page does, and does not receive it again. */
  expect(update: Uint8Array): void {
    this.#updates.push(update)
    this.#sendUpdates()
    this.#expected = true
    // It is applied synchronously, or changes nothing.
    queueMicrotask(() => {
      this.#expected = false
    })
  }

  set(settings: TileSettings): void {
    this.#generation += 1
    this.#post({ type: 'settings', ...settings, generation: this.#generation })
  }

  setDragged(ids: readonly ShapeId[]): void {
    this.#sendUpdates()
    this.#post({ type: 'dragged', ids })
  }

  request(cells: readonly Cell[]): void {
    if (cells.length > 0) this.#sendUpdates()
    this.#post({ type: 'request', cells })
  }

  work(): void {}

  dispose(): void {
    clearTimeout(this.#sendTimer)
    this.#doc.off('update', this.#changed)
    this.#worker.terminate()
  }

  readonly #changed = (update: Uint8Array): void => {
    this.#revision += 1
    if (!this.#expected) this.#updates.push(update)
    this.#expected = false
    this.#sendTimer ??= setTimeout(() => this.#sendUpdates(), updatesEveryMs)
  }

  #sendUpdates(): void {
    clearTimeout(this.#sendTimer)
    this.#sendTimer = undefined
    this.#post({ type: 'updates', updates: this.#updates, revision: this.#revision })
    this.#updates = []
  }

  async #sendImage({ asset, width }: WantedImage, images: Images): Promise<void> {
    const blob = await images.load(asset, width).catch(() => null)
    this.#post({ type: 'image', asset, width, blob })
  }

  #post(message: ToWorker): void {
    this.#worker.postMessage(message)
  }
}

/** Draws on the page, between frames. */
class PageTiles implements TileSource {
  readonly #doc: Y.Doc
  readonly #drawer: TileDrawer<HTMLCanvasElement>
  readonly #layout: TextLayout
  readonly #stopObserving: () => void

  constructor(doc: Y.Doc, scene: Scene, sink: TileSink) {
    this.#doc = doc
    this.#layout = scene.layout
    this.#drawer = new TileDrawer({
      scene,
      canvas: (side) => Object.assign(document.createElement('canvas'), { width: side, height: side }),
      tile: (cell, canvas, revision) => sink.tile(cell, canvas, revision),
    })
    this.#stopObserving = scene.images.observe((assets) => {
      this.#drawer.restart()
      sink.images(assets)
    })
    doc.on('update', this.#changed)
  }

  get nextRevision(): number {
    return this.#drawer.revision + 1
  }

  get hasText(): boolean {
    return !this.#layout.isPending
  }

  useWorker(): void {}

  expect(): void {}

  set(settings: TileSettings): void {
    this.#drawer.set(settings)
  }

  setDragged(ids: readonly ShapeId[]): void {
    this.#drawer.setDragged(ids)
  }

  request(cells: readonly Cell[]): void {
    this.#drawer.request(cells)
  }

  get isIdle(): boolean {
    return this.#drawer.isIdle
  }

  get requested(): readonly Cell[] {
    return this.#drawer.requested
  }

  work(ms: number): void {
    this.#drawer.work(ms)
  }

  dispose(): void {
    this.#stopObserving()
    this.#doc.off('update', this.#changed)
    this.#drawer.request([])
  }

  readonly #changed = (): void => {
    this.#drawer.revision += 1
  }
}
