import type { AssetId, Box, ShapeId } from '@inkbridge/types'
import type * as Y from 'yjs'
import { grow, overlaps, union } from '../geometry.ts'
import type { Difference, Scene } from '../scene/scene.ts'
import { effortOf, hasText, isLive, jumpReach } from '../shapes.ts'
import { type Camera, type ViewSize, viewBox } from '../viewport/viewport.ts'
import { type BoardLook, type Context, lookOf, paintShape } from './paint.ts'
import { isDrawable, shapesShowing } from './shown-assets.ts'
import { isFresh, isWhole, nearestFirst, octave } from './tile-order.ts'
import { createTileSource, type TileSource } from './tile-source.ts'
import { type Cell, keyOf, type Tile, TileCache } from './tiles.ts'

/** The zoom is considered at rest after this time without a change, ms. */
const zoomRestMs = 90
/** Zoom steps per frame, octaves, above which a change is a jump; a wheel notch is a third of an octave. */
const maxZoomStep = 0.6
/** Time budget per frame for drawing tiles on the page, ms: before the first picture, and after. */
const rasterMs = { first: 12, later: 5 }
/** At most this many changed shapes are drawn into existing tiles at once, and over the tiles until these are updated. */
const [fewShapes, fewRecent] = [150, 300]
/** Above this many shapes the worker draws, and the overview is drawn first. */
const [largeScene, manyShapes] = [4_000, 10_000]
/** Tiles per side of the overview, which is shown wherever no other tile is available. */
const overviewTiles = 3
/** The overview is redrawn after this time without changes, ms. */
const overviewRestMs = 400

/** Shapes being dragged: drawn once into their own tiles, which are moved with the pointer. */
interface DragLayer {
  readonly number: number
  /** Tiles of the other shapes; null: everything is dragged. */
  readonly rest: TileCache | null
  readonly dragged: TileCache
  dx: number
  dy: number
  /** Both parts are drawn where they are in view. */
  isReady: boolean
  /** Dropped: shown until all tiles have the shapes in their new place. */
  dropped: boolean
  /** The board changed since the drag began. */
  changed: boolean
}

/** Draws the shapes of the board in tiles. */
export class TileLayer {
  readonly #scene: Scene
  readonly #source: TileSource
  readonly #onTile: () => void
  readonly #isShown: (id: ShapeId) => boolean
  #resting: ReturnType<typeof setTimeout> | undefined
  #tiles: TileCache
  #pixelRatio = 1
  #look: BoardLook = { theme: 'light', jumps: false }
  #zoom = 1
  #zoomedAt = 0
  #requested = ''
  #changedAt = 0
  #dragLayer: DragLayer | null = null
  #layerCount = 0
  /** Everything in view has been drawn at least once. */
  #shown = false
  /** Changed shapes that some tile in view does not show yet. */
  readonly #recent = new Set<ShapeId>()

  /** `onTile`: there is something new to show; `isShown`: whether a shape is drawn above the tiles. */
  constructor(doc: Y.Doc, scene: Scene, onTile: () => void, isShown: (id: ShapeId) => boolean) {
    this.#scene = scene
    this.#tiles = this.#cache()
    this.#isShown = isShown
    this.#onTile = onTile
    this.#source = createTileSource(doc, scene, {
      tile: (cell, picture, revision) => {
        this.#cacheOf(cell)?.put(cell, picture, revision)
        onTile()
      },
      text: () => this.refreshText(),
      images: (assets) => this.#refreshImages(assets),
    })
    this.#restart()
  }

  set({ theme, jumps }: BoardLook, pixelRatio: number): void {
    if (theme === this.#look.theme && jumps === this.#look.jumps && pixelRatio === this.#pixelRatio) return
    this.#look = { theme, jumps }
    // After a change of theme, old tiles are shown until redrawn; after a change of size, they are useless.
    if (pixelRatio === this.#pixelRatio) {
      this.#tiles.markAllStale()
      this.#resetSource()
    } else {
      this.#pixelRatio = pixelRatio
      this.#restart()
    }
  }

  /** Redraws the tiles with text, after fonts or the text layout have loaded. */
  refreshText(): void {
    if (!hasText(this.#scene.all(), this.#scene.kinds)) return
    this.#tiles.markAllStale()
    this.#resetSource()
    this.#onTile()
  }

  /** Redraws the tiles that show pictures which have loaded. */
  #refreshImages(assets: ReadonlySet<AssetId>): void {
    const boxes = shapesShowing(this.#scene, assets).map((shape) => this.#scene.boundsOf(shape))
    if (boxes.length === 0) return
    this.#tiles.markRedrawn(boxes)
    this.#requested = ''
    this.#onTile()
  }

  expect(update: Uint8Array): void {
    this.#source.expect(update)
  }

  /** Updates the tiles after a visual change. */
  changed({ ids, boxes, onTop }: Difference, now: number): void {
    const revision = this.#source.nextRevision
    const isLarge = this.#scene.size > largeScene
    if (isLarge || ids.some((id) => effortOf(this.#scene.get(id), this.#scene.kinds) > fewShapes))
      this.#source.useWorker()
    this.#changedAt = now
    // Redraw the overview after a rest, even if nothing else needs drawing by then.
    clearTimeout(this.#resting)
    this.#resting = setTimeout(this.#onTile, overviewRestMs + 10)
    if (this.#dragLayer) this.#dragLayer.changed = true
    for (const id of ids) this.#recent.add(id)
    for (const shape of onTop.length > fewRecent ? [] : onTop)
      this.#tiles.putOnTop(shape, this.#scene.boundsOf(shape), revision)
    // For a few changes each tile is tested against each box; for many, against their bounds.
    const many = boxes.length > fewRecent || onTop.length > fewRecent
    const all = many ? union([...boxes, ...onTop.map((shape) => this.#scene.boundsOf(shape))]) : null
    const stale = (many ? [all] : boxes).flatMap((box) => (box ? grow(box, this.#look.jumps ? jumpReach : 0) : []))
    for (const box of stale) this.#tiles.markStale(box, revision)
  }

  /** Shows shapes moved by a distance, world units; null: nothing is dragged. */
  drag(moved: { readonly ids: readonly ShapeId[]; readonly dx: number; readonly dy: number } | null): void {
    if (!moved && this.#dragLayer) this.#dropDragLayer(this.#dragLayer)
    if (!moved) return
    if (!this.#dragLayer || this.#dragLayer.dropped) this.#dragLayer = this.#createDragLayer(moved.ids)
    Object.assign(this.#dragLayer, { dx: moved.dx, dy: moved.dy })
  }

  /**
   * Paints the available tiles, sharp or not, and requests missing ones.
   *
   * @param exact patched tiles are redrawn now, not only when there is time
   * @returns whether everything is sharp and up to date
   */
  paint(context: Context, camera: Camera, size: ViewSize, now: number, exact: boolean): boolean {
    const view = viewBox(camera, size)
    const rested = this.#followZoom(camera.zoom, now)
    const zoom = rested ? camera.zoom : octave(camera.zoom)
    const cells = this.#tiles.cells(view, zoom)
    if (this.#dragLayer && !this.#dragLayer.dropped)
      return this.#paintDragLayer(context, this.#dragLayer, camera, size, zoom)
    this.#patch([...cells, ...this.#overview()])
    this.#source.work(this.#shown ? rasterMs.later : rasterMs.first)
    const isGood = exact ? isWhole : isFresh
    const missing = cells.filter((cell) => !this.#has(cell, isGood))
    this.#request(this.#byPriority(missing, view, zoom, now))
    if (!this.#source.isIdle) this.#onTile()
    if (this.#dragLayer && missing.length === 0) this.#removeDragLayer(this.#dragLayer)
    if (this.#dragLayer) {
      this.#paintDragLayer(context, this.#dragLayer, camera, size, zoom)
      return false
    }
    this.#blit(context, this.#tiles, cells, camera, view)
    if (missing.length === 0) this.#clearRecent()
    else this.#paintRecent(context, camera, view)
    this.#tiles.use(this.#overview())
    this.#tiles.trim(2 * cells.length)
    return rested && missing.length === 0 && (this.#source.hasText || !hasText(this.#scene.all(), this.#scene.kinds))
  }

  /** Paints the overview onto a small canvas. */
  paintOverview(context: Context, camera: Camera): void {
    for (const cell of this.#overview()) {
      const tile = this.#tiles.get(cell)
      if (tile) this.#tiles.blit(context, tile, camera)
    }
  }

  dispose(): void {
    clearTimeout(this.#resting)
    this.#source.dispose()
    this.#tiles.clear()
  }

  #restart(): void {
    this.#tiles.clear()
    this.#tiles = this.#cache()
    this.#resetSource()
  }

  #cache(): TileCache {
    return new TileCache(this.#pixelRatio, (box) => this.#scene.hasAny(box))
  }

  /** Whether a cell has a good tile, or needs none. */
  #has(cell: Cell, isGood: (tile: Tile) => boolean, tiles = this.#tiles): boolean {
    const tile = tiles.get(cell)
    return tile ? isGood(tile) : tiles.has(cell)
  }

  /** Discards pending requests: tiles drawn before are outdated. */
  #resetSource(): void {
    this.#requested = ''
    this.#source.set({ ...this.#look, side: this.#tiles.side, pixelRatio: this.#pixelRatio })
  }

  #followZoom(zoom: number, now: number): boolean {
    // A jump is not a zoom in progress: request its exact zoom at once.
    if (zoom !== this.#zoom) this.#zoomedAt = Math.abs(Math.log2(zoom / this.#zoom)) > maxZoomStep ? -Infinity : now
    this.#zoom = zoom
    return now - this.#zoomedAt >= zoomRestMs || this.#tiles.zooms(zoom)[0] === zoom || this.#tiles.size === 0
  }

  /** Draws small changes into existing tiles, so that no shape is missing or shown twice. */
  #patch(cells: readonly Cell[]): void {
    let left = fewShapes
    const revision = this.#source.nextRevision - 1
    const scale = this.#zoom * this.#pixelRatio
    for (const cell of cells) {
      const tile = this.#tiles.get(cell)
      if (!tile || isFresh(tile) || tile.heavy || (!tile.dirty && tile.onTop.length === 0)) continue
      const shapes = tile.dirty ? this.#scene.search(tile.dirty, fewShapes + 1) : tile.onTop.map(({ shape }) => shape)
      const effort = shapes.reduce((sum, shape) => sum + effortOf(shape, this.#scene.kinds), 0)
      // The dirty area only grows: do not measure it again.
      tile.heavy = tile.dirty !== null && effort > fewShapes
      if (effort > left || !shapes.every((shape) => isDrawable(shape, this.#scene, scale))) continue
      left -= effort
      const drawing = lookOf(this.#scene, this.#look)
      this.#tiles.patch(tile, revision, (context, window, box) => {
        // The cleared area is rounded to whole pixels, so it is slightly larger than the dirty area.
        for (const shape of box ? this.#scene.inBox(box) : shapes)
          if (!isLive(shape)) paintShape(context, shape, drawing, window)
      })
    }
  }

  #cacheOf({ part }: Cell): TileCache | null {
    if (!part) return this.#tiles
    if (part.layer !== this.#dragLayer?.number) return null
    return part.isDragged ? this.#dragLayer.dragged : this.#dragLayer.rest
  }

  #createDragLayer(ids: readonly ShapeId[]): DragLayer {
    this.#layerCount += 1
    const layer = { number: this.#layerCount, dx: 0, dy: 0, isReady: false, dropped: false, changed: false }
    if (ids.length >= this.#scene.size) {
      // The existing tiles show exactly the dragged shapes.
      const dragged = this.#tiles
      this.#tiles = this.#cache()
      return { ...layer, rest: null, dragged }
    }
    this.#source.setDragged(ids)
    return { ...layer, rest: this.#cache(), dragged: this.#cache() }
  }

  #dropDragLayer(layer: DragLayer): void {
    if (layer.dropped) return
    layer.dropped = true
    if (layer.changed) return
    // Cancelled: everything is back where it was.
    if (!layer.rest) this.#tiles = layer.dragged
    this.#removeDragLayer(layer)
  }

  /** Removes the drag layer once the normal tiles are up to date. */
  #removeDragLayer({ rest, dragged }: DragLayer): void {
    rest?.clear()
    if (dragged !== this.#tiles) dragged.clear()
    this.#dragLayer = null
  }

  #paintDragLayer(context: Context, layer: DragLayer, camera: Camera, size: ViewSize, zoom: number): boolean {
    const { rest, dragged, dx, dy, number, dropped } = layer
    const moved = { x: camera.x - dx, y: camera.y - dy, zoom: camera.zoom }
    const [view, movedView] = [viewBox(camera, size), viewBox(moved, size)]
    const [below, above] = [rest?.cells(view, zoom) ?? [], dragged.cells(movedView, zoom)]
    if (!dropped) {
      const part = (cells: readonly Cell[], isDragged: boolean) =>
        cells.map((cell) => ({ ...cell, part: { layer: number, isDragged } }))
      const wanted = rest ? [...part(above, true), ...part(below, false)] : []
      this.#request(wanted.filter((cell) => !this.#has(cell, isFresh, this.#cacheOf(cell) ?? dragged)))
      this.#source.work(rasterMs.later)
      layer.isReady = rest === null || below.every((cell) => rest.has(cell))
    }
    // Until it is ready, the shapes stay where they were.
    const { isReady } = layer
    if (!isReady) this.#blit(context, this.#tiles, this.#tiles.cells(view, zoom), camera, view)
    else if (rest) this.#blit(context, rest, below, camera, view)
    if (isReady) this.#blit(context, dragged, above, moved, movedView)
    return false
  }

  #request(wanted: readonly Cell[]): void {
    const requested = wanted.map((cell) => this.#stateOf(cell)).join()
    if (requested === this.#requested) return
    this.#requested = requested
    this.#source.request(wanted)
  }

  /** Returns the cells to draw by priority: a missing overview, cells in view, the current overview, cells around. */
  #byPriority(missing: readonly Cell[], view: Box, zoom: number, now: number): readonly Cell[] {
    const tiles = this.#tiles
    const around = tiles.cells(grow(view, tiles.span(zoom)), zoom)
    const resting = now - this.#changedAt > overviewRestMs
    const isGood = resting ? isWhole : isFresh
    const overview = this.#overview().filter((cell) => !this.#has(cell, isFresh))
    const lacking = this.#hasOverview() ? [] : overview.filter((cell) => !tiles.get(cell))
    const needed = this.#scene.size > manyShapes ? lacking : []
    const spare = [...(resting ? overview : lacking), ...around.filter((cell) => !this.#has(cell, isGood))]
    const all = [...needed, ...nearestFirst(missing, view, tiles), ...spare]
    return [...new Map(all.map((cell) => [keyOf(cell), cell])).values()]
  }

  /** Whether tiles of any zoom, possibly outdated, cover the whole board. */
  #hasOverview(): boolean {
    const box = this.#scene.box()
    return !box || this.#tiles.zooms(1).some((zoom) => this.#tiles.covers(box, zoom))
  }

  #stateOf(cell: Cell): string {
    const tile = this.#cacheOf(cell)?.get(cell)
    return [
      cell.zoom,
      cell.column,
      cell.row,
      cell.part?.layer,
      cell.part?.isDragged,
      tile?.revision,
      tile?.required,
      tile?.patched,
    ].join()
  }

  #overview(): readonly Cell[] {
    const box = this.#scene.box()
    if (!box) return []
    const side = Math.max(box.maxX - box.minX, box.maxY - box.minY, 1)
    return this.#tiles.cells(box, octave((this.#tiles.span(1) * overviewTiles) / side / 2))
  }

  #blit(context: Context, tiles: TileCache, cells: readonly Cell[], camera: Camera, view: Box): void {
    const holes: Cell[] = []
    for (const cell of cells) {
      const tile = tiles.get(cell)
      if (tile) tiles.blit(context, tile, camera)
      else if (!tiles.has(cell)) holes.push(cell)
    }
    if (holes.length > 0) this.#blitOthers(context, tiles, holes, camera, view)
  }

  /** Fills cells without a tile from the nearest zoom whose tiles cover them. */
  #blitOthers(context: Context, tiles: TileCache, holes: readonly Cell[], camera: Camera, view: Box): void {
    const byZoom = new Map<number, Box[]>()
    const zooms = tiles.zooms(camera.zoom)
    for (const cell of holes) {
      const box = tiles.boxOf(cell)
      const covering =
        zooms.find((zoom) => tiles.covers(box, zoom)) ?? zooms.find((zoom) => tiles.within(box, zoom).length > 0)
      if (covering !== undefined) byZoom.set(covering, [...(byZoom.get(covering) ?? []), box])
    }
    const scale = camera.zoom * this.#pixelRatio
    const [left, top] = [Math.round(camera.x * scale), Math.round(camera.y * scale)]
    for (const [zoom, boxes] of byZoom) {
      context.save()
      context.beginPath()
      for (const { minX, minY, maxX, maxY } of boxes) {
        const [x, y] = [Math.round(minX * scale) - left, Math.round(minY * scale) - top]
        context.rect(x, y, Math.round(maxX * scale) - left - x, Math.round(maxY * scale) - top - y)
      }
      context.clip()
      for (const tile of tiles.within(view, zoom)) tiles.blit(context, tile, camera)
      context.restore()
    }
  }

  /** Whether a shape changed and some tile in view may not show it yet. */
  isRecent(id: ShapeId): boolean {
    return this.#recent.has(id)
  }

  /** Paints changed shapes over the tiles; a stroke that has just ended is painted as live ink. */
  #paintRecent(context: Context, camera: Camera, view: Box): void {
    if (this.#recent.size > fewRecent) return
    const scale = camera.zoom * this.#pixelRatio
    const window = { x: Math.round(camera.x * scale) / scale, y: Math.round(camera.y * scale) / scale, scale }
    for (const id of this.#recent) {
      const shape = this.#scene.get(id)
      if (!shape || this.#isShown(id) || isLive(shape) || !overlaps(this.#scene.boundsOf(shape), view)) continue
      if (isDrawable(shape, this.#scene, scale)) paintShape(context, shape, lookOf(this.#scene, this.#look), window)
    }
  }

  #clearRecent(): void {
    this.#shown ||= this.#scene.size > 0
    for (const id of this.#recent) if (!isLive(this.#scene.get(id))) this.#recent.delete(id)
  }
}
