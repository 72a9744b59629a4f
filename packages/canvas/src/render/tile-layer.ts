import type { Box, ShapeId } from '@inkbridge/types'
import type * as Y from 'yjs'
import { grow, overlaps, union } from '../geometry.ts'
import type { Difference, Scene } from '../scene/scene.ts'
import { effortOf, hasText, isWet, jumpReach } from '../shapes.ts'
import { type Camera, type ViewSize, viewBox } from '../viewport/viewport.ts'
import { type BoardLook, type Context, lookOf, paintShape } from './paint.ts'
import { createTileSource, type TileSource } from './tile-source.ts'
import { type Cell, keyOf, type Tile, TileCache } from './tiles.ts'

/** The zoom has come to rest after so long, ms. */
const zoomRestMs = 90
/** So much further in or out from one frame to the next is no zooming: a notch of a wheel is a third of an octave. */
const jumpOctaves = 0.6
/** Time for drawing tiles in one frame where that is the page's own work, ms: before there is a picture, and after. */
const rasterMs = { first: 12, later: 5 }
/** A change is drawn into tiles at once when so few shapes have to be drawn for it, all tiles together. */
const fewShapes = 150
/** More changed shapes than these wait for their tiles. */
const fewRecent = 300
/** A board of more shapes takes seconds to draw: first of all roughly. */
const manyShapes = 10_000
/** The whole board is kept in a few tiles, so that there is something to show wherever one goes. */
const overviewTiles = 3
/** It is drawn again once nothing has changed for so long, ms. */
const overviewRestMs = 400

/** Shapes that are dragged all at once: they are drawn once, and shown where they are dragged to. */
interface Lift {
  readonly number: number
  /** Null: all are lifted, and nothing is left. */
  readonly rest: TileCache | null
  readonly lifted: TileCache
  dx: number
  dy: number
  /** Both parts are drawn, as far as they are in view. */
  apart: boolean
  /** They are let go: shown there until all tiles have them there. */
  dropped: boolean
  /** Something was changed since. */
  changed: boolean
}

/** The board's shapes, in tiles. */
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
  #asked = ''
  #changedAt = 0
  #lift: Lift | null = null
  #lifts = 0
  /** There was a picture of all in view. */
  #shown = false
  /** Shapes that some tile in view does not show yet as they are. */
  readonly #recent = new Set<ShapeId>()

  /** `onTile`: there is something new to show; `isShown`: what is drawn over the tiles by somebody else. */
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
      text: () => this.setWords(),
    })
    this.#restart()
  }

  set({ theme, jumps }: BoardLook, pixelRatio: number): void {
    if (theme === this.#look.theme && jumps === this.#look.jumps && pixelRatio === this.#pixelRatio) return
    this.#look = { theme, jumps }
    // In other colours tiles are shown until they are drawn again; in another size they are of no use.
    if (pixelRatio === this.#pixelRatio) {
      this.#tiles.outdate()
      this.#begin()
    } else {
      this.#pixelRatio = pixelRatio
      this.#restart()
    }
  }

  /** What text is drawn with has come: what was drawn of it before is of no use. */
  setWords(): void {
    if (!hasText(this.#scene.all(), this.#scene.kinds)) return
    this.#tiles.outdate()
    this.#begin()
    this.#onTile()
  }

  expect(update: Uint8Array): void {
    this.#source.expect(update)
  }

  /** Something looks different in this way. */
  changed({ ids, boxes, onTop }: Difference, now: number): void {
    const revision = this.#source.nextRevision
    if (ids.some((id) => effortOf(this.#scene.get(id), this.#scene.kinds) > fewShapes)) this.#source.help()
    this.#changedAt = now
    // The overview is drawn again after a rest, though nothing else is to be drawn by then.
    clearTimeout(this.#resting)
    this.#resting = setTimeout(this.#onTile, overviewRestMs + 10)
    if (this.#lift) this.#lift.changed = true
    for (const id of ids) this.#recent.add(id)
    for (const shape of onTop.length > fewRecent ? [] : onTop)
      this.#tiles.putOnTop(shape, this.#scene.boundsOf(shape), revision)
    // One test of each tile for a few changes; for many, what they all lie in.
    const many = boxes.length > fewRecent || onTop.length > fewRecent
    const all = many ? union([...boxes, ...onTop.map((shape) => this.#scene.boundsOf(shape))]) : null
    const stale = (many ? [all] : boxes).flatMap((box) => (box ? grow(box, this.#look.jumps ? jumpReach : 0) : []))
    for (const box of stale) this.#tiles.markStale(box, revision)
  }

  /** These are dragged by so much, in world units; null: nothing is. */
  drag(moved: { readonly ids: readonly ShapeId[]; readonly dx: number; readonly dy: number } | null): void {
    if (!moved && this.#lift) this.#drop(this.#lift)
    if (!moved) return
    if (!this.#lift || this.#lift.dropped) this.#lift = this.#lifted(moved.ids)
    Object.assign(this.#lift, { dx: moved.dx, dy: moved.dy })
  }

  /**
   * Shows what there is, sharp or not, and sees to the rest.
   *
   * @param exact tiles that were drawn into are drawn again whole, too, and not only when there is time
   * @returns whether all of it is sharp and as it is now
   */
  paint(context: Context, camera: Camera, size: ViewSize, now: number, exact: boolean): boolean {
    const view = viewBox(camera, size)
    const rested = this.#followZoom(camera.zoom, now)
    const zoom = rested ? camera.zoom : octave(camera.zoom)
    const cells = this.#tiles.cells(view, zoom)
    if (this.#lift && !this.#lift.dropped) return this.#paintLifted(context, this.#lift, camera, size, zoom)
    this.#patch([...cells, ...this.#overview()])
    this.#source.work(this.#shown ? rasterMs.later : rasterMs.first)
    const isGood = exact ? isWhole : isFresh
    const missing = cells.filter((cell) => !this.#has(cell, isGood))
    this.#ask(this.#inTurn(missing, view, zoom, now))
    if (!this.#source.isIdle) this.#onTile()
    if (this.#lift && missing.length === 0) this.#land(this.#lift)
    if (this.#lift) {
      this.#paintLifted(context, this.#lift, camera, size, zoom)
      return false
    }
    this.#blit(context, this.#tiles, cells, camera, view)
    if (missing.length === 0) this.#settle()
    else this.#paintRecent(context, camera, view)
    this.#tiles.use(this.#overview())
    this.#tiles.trim(2 * cells.length)
    return rested && missing.length === 0 && (this.#source.hasText || !hasText(this.#scene.all(), this.#scene.kinds))
  }

  /** Shows the whole board as the overview has it, onto a small canvas. */
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
    this.#begin()
  }

  #cache(): TileCache {
    return new TileCache(this.#pixelRatio, (box) => this.#scene.hasAny(box))
  }

  /** Whether a cell has a tile that is good, or needs none. */
  #has(cell: Cell, isGood: (tile: Tile) => boolean, tiles = this.#tiles): boolean {
    const tile = tiles.get(cell)
    return tile ? isGood(tile) : tiles.has(cell)
  }

  /** What is drawn from now on counts, and nothing that is under way. */
  #begin(): void {
    this.#asked = ''
    this.#source.set({ ...this.#look, side: this.#tiles.side, pixelRatio: this.#pixelRatio })
  }

  #followZoom(zoom: number, now: number): boolean {
    // A jump is no movement: what is seen now is what is wanted.
    if (zoom !== this.#zoom) this.#zoomedAt = Math.abs(Math.log2(zoom / this.#zoom)) > jumpOctaves ? -Infinity : now
    this.#zoom = zoom
    return now - this.#zoomedAt >= zoomRestMs || this.#tiles.zooms(zoom)[0] === zoom || this.#tiles.size === 0
  }

  /** Draws small changes into the tiles there are, at once: nothing is shown twice or where it was. */
  #patch(cells: readonly Cell[]): void {
    let left = fewShapes
    const revision = this.#source.nextRevision - 1
    for (const cell of cells) {
      const tile = this.#tiles.get(cell)
      if (!tile || isFresh(tile) || tile.heavy || (!tile.dirty && tile.onTop.length === 0)) continue
      const shapes = tile.dirty ? this.#scene.search(tile.dirty) : tile.onTop.map(({ shape }) => shape)
      const effort = shapes.reduce((sum, shape) => sum + effortOf(shape, this.#scene.kinds), 0)
      // What is dirty only grows: it is not looked at again.
      tile.heavy = tile.dirty !== null && effort > fewShapes
      if (effort > left) continue
      left -= effort
      const drawing = lookOf(this.#scene, this.#look)
      this.#tiles.patch(tile, revision, (context, window, box) => {
        // Whole pixels were cleared: a little more than what is dirty.
        for (const shape of box ? this.#scene.inBox(box) : shapes)
          if (!isWet(shape)) paintShape(context, shape, drawing, window)
      })
    }
  }

  #cacheOf({ part }: Cell): TileCache | null {
    if (!part) return this.#tiles
    if (part.lift !== this.#lift?.number) return null
    return part.lifted ? this.#lift.lifted : this.#lift.rest
  }

  #lifted(ids: readonly ShapeId[]): Lift {
    this.#lifts += 1
    const lift = { number: this.#lifts, dx: 0, dy: 0, apart: false, dropped: false, changed: false }
    if (ids.length >= this.#scene.size) {
      // What there is of tiles is what is lifted.
      const lifted = this.#tiles
      this.#tiles = this.#cache()
      return { ...lift, rest: null, lifted }
    }
    this.#source.lift(ids)
    return { ...lift, rest: this.#cache(), lifted: this.#cache() }
  }

  #drop(lift: Lift): void {
    if (lift.dropped) return
    lift.dropped = true
    if (lift.changed) return
    // Taken back: everything is where it was.
    if (!lift.rest) this.#tiles = lift.lifted
    this.#land(lift)
  }

  /** What is drawn of all of it is right again. */
  #land({ rest, lifted }: Lift): void {
    rest?.clear()
    if (lifted !== this.#tiles) lifted.clear()
    this.#lift = null
  }

  #paintLifted(context: Context, lift: Lift, camera: Camera, size: ViewSize, zoom: number): boolean {
    const { rest, lifted, dx, dy, number, dropped } = lift
    const moved = { x: camera.x - dx, y: camera.y - dy, zoom: camera.zoom }
    const [view, movedView] = [viewBox(camera, size), viewBox(moved, size)]
    const [below, above] = [rest?.cells(view, zoom) ?? [], lifted.cells(movedView, zoom)]
    if (!dropped) {
      const part = (cells: readonly Cell[], isLifted: boolean) =>
        cells.map((cell) => ({ ...cell, part: { lift: number, lifted: isLifted } }))
      const wanted = rest ? [...part(above, true), ...part(below, false)] : []
      this.#ask(wanted.filter((cell) => !this.#has(cell, isFresh, this.#cacheOf(cell) ?? lifted)))
      this.#source.work(rasterMs.later)
      lift.apart = rest === null || below.every((cell) => rest.has(cell))
    }
    // Until they are drawn apart, where they were.
    const { apart } = lift
    if (!apart) this.#blit(context, this.#tiles, this.#tiles.cells(view, zoom), camera, view)
    else if (rest) this.#blit(context, rest, below, camera, view)
    if (apart) this.#blit(context, lifted, above, moved, movedView)
    return false
  }

  #ask(wanted: readonly Cell[]): void {
    const asked = wanted.map((cell) => this.#stateOf(cell)).join()
    if (asked === this.#asked) return
    this.#asked = asked
    this.#source.want(wanted)
  }

  /**
   * What is wanted, first what matters most: of a large board its overview where nothing else shows all of it, so that
   * there is something wherever one goes; what is in view; the overview as it is now; what is around the view.
   */
  #inTurn(missing: readonly Cell[], view: Box, zoom: number, now: number): readonly Cell[] {
    const tiles = this.#tiles
    const around = tiles.cells(grow(view, tiles.span(zoom)), zoom)
    const resting = now - this.#changedAt > overviewRestMs
    const isGood = resting ? isWhole : isFresh
    const overview = this.#overview().filter((cell) => !this.#has(cell, isFresh))
    const lacking = this.#hasOverview() ? [] : overview.filter((cell) => !tiles.get(cell))
    const needed = this.#scene.size > manyShapes ? lacking : []
    const spare = [...(resting ? overview : lacking), ...around.filter((cell) => !this.#has(cell, isGood))]
    const inTurn = [...needed, ...nearestFirst(missing, view, tiles), ...spare]
    return [...new Map(inTurn.map((cell) => [keyOf(cell), cell])).values()]
  }

  /** Whether tiles of some zoom, be they old, show the whole board. */
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
      cell.part?.lift,
      cell.part?.lifted,
      tile?.revision,
      tile?.wanted,
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

  /** Where there is no tile of the zoom that is wanted, those of the zoom nearest to it that has all of that place. */
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

  /** Whether some tile in view may not show a shape as it is. */
  isRecent(id: ShapeId): boolean {
    return this.#recent.has(id)
  }

  /** What no tile has yet, over the tiles; a stroke that was just ended is still shown as it was drawn. */
  #paintRecent(context: Context, camera: Camera, view: Box): void {
    if (this.#recent.size > fewRecent) return
    const scale = camera.zoom * this.#pixelRatio
    const window = { x: Math.round(camera.x * scale) / scale, y: Math.round(camera.y * scale) / scale, scale }
    for (const id of this.#recent) {
      const shape = this.#scene.get(id)
      if (shape && !this.#isShown(id) && !isWet(shape) && overlaps(this.#scene.boundsOf(shape), view))
        paintShape(context, shape, lookOf(this.#scene, this.#look), window)
    }
  }

  #settle(): void {
    this.#shown ||= this.#scene.size > 0
    for (const id of this.#recent) if (!isWet(this.#scene.get(id))) this.#recent.delete(id)
  }
}

/** Nothing was drawn into it since it was drawn. */
function isWhole(tile: Tile): boolean {
  return isFresh(tile) && !tile.patched
}

function isFresh({ revision, wanted }: Tile): boolean {
  return revision >= wanted
}

/** From the middle of the view outwards. */
function nearestFirst(cells: readonly Cell[], view: Box, tiles: TileCache): readonly Cell[] {
  if (cells.length < 2) return cells
  const [x, y] = [(view.minX + view.maxX) / 2, (view.minY + view.maxY) / 2]
  const away = (cell: Cell) => {
    const { minX, minY, maxX, maxY } = tiles.boxOf(cell)
    return Math.hypot((minX + maxX) / 2 - x, (minY + maxY) / 2 - y)
  }
  return [...cells].sort((a, b) => away(a) - away(b))
}

/** The power of two next to a zoom: while it changes, tiles are drawn at few zooms. */
function octave(zoom: number): number {
  return 2 ** Math.round(Math.log2(zoom))
}
