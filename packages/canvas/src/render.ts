import type { Box, Shape, ShapeId } from '@inkbridge/types'
import { type Camera, type ViewSize, viewBox } from './camera.ts'
import { palette, type Theme } from './palette.ts'
import { paintGrid } from './render/grid.ts'
import { type Overlay, paintOverlay } from './render/overlay.ts'
import { Painter } from './render/paint.ts'
import { PeerCursors } from './render/peers.ts'
import { TileLayer } from './render/tiles.ts'
import type { Scene } from './scene.ts'

/** Everything a frame shows. */
interface Frame extends Overlay {
  readonly camera: Camera
  readonly theme: Theme
  /** ms, as `performance.now()`. */
  readonly now: number
}

/** Scene, camera, drafts and peers to pixels. */
export interface Renderer {
  resize(size: ViewSize, pixelRatio: number): void
  /** Shapes changed, and these boxes look different now. */
  changed(ids: readonly ShapeId[], boxes: readonly Box[]): void
  /** Everything looks different now. */
  reset(): void
  /** Draws; true when nothing is left to do: everything in view is sharp and still. */
  draw(frame: Frame): { readonly sharp: boolean; readonly still: boolean }
  dispose(): void
}

/** Time for drawing tiles in one frame, ms. */
const rasterMs = 8
/** The zoom has come to rest after so long, ms. */
const zoomRestMs = 90

/** Canvas 2D: below, the grid, the scene in tiles and what is being drawn; above, selections and cursors. */
export function createCanvasRenderer(element: HTMLElement, scene: Scene): Renderer {
  const [below, above] = [makeCanvas(element), makeCanvas(element)]
  const painter = new Painter()
  const cursors = new PeerCursors()
  const recent = new Set<ShapeId>()
  let size: ViewSize = { width: 1, height: 1 }
  let pixelRatio = 1
  let layer = new TileLayer(1, 1)
  let fallback: TileLayer | null = null
  let shownZoom = 1
  let zoomedAt = 0
  let theme: Theme = 'light'

  function restart(zoom: number): void {
    layer = new TileLayer(zoom, pixelRatio)
    fallback = null
  }

  /** Which layer to draw at this zoom: while it changes the last one, scaled; at rest one of its own. */
  function followZoom(zoom: number, now: number): boolean {
    if (zoom !== shownZoom) zoomedAt = now
    shownZoom = zoom
    const ratio = zoom / layer.zoom
    if (ratio === 1) return true
    if (ratio > 0.5 && ratio < 2 && now - zoomedAt < zoomRestMs) return false
    if (!fallback || covers(layer)) fallback = layer
    layer = new TileLayer(zoom, pixelRatio)
    return true
  }

  function covers(tiles: TileLayer): boolean {
    return tiles.cells(lastView).every(([column, row]) => tiles.get(column, row))
  }

  let lastView: Box = { minX: 0, minY: 0, maxX: 0, maxY: 0 }

  function rasterTiles(cells: readonly (readonly [number, number])[]): boolean {
    const start = performance.now()
    let left = false
    for (const [column, row] of cells) {
      const tile = layer.get(column, row)
      if (tile && !tile.stale) continue
      if (performance.now() - start > rasterMs) {
        left = true
        continue
      }
      const shapes = scene.inBox(layer.boxOf(column, row)).filter((shape) => !isWet(shape))
      layer.draw(column, row, shapes, (context, shape) => painter.paint(context, shape, theme))
    }
    return !left
  }

  function paintTiles(
    context: CanvasRenderingContext2D,
    cells: readonly (readonly [number, number])[],
    camera: Camera,
  ): void {
    for (const [column, row] of cells) {
      const tile = layer.get(column, row)
      if (tile) layer.blit(context, tile, camera, pixelRatio)
      else if (fallback) paintFallback(context, fallback, layer.boxOf(column, row), camera)
    }
    layer.trim(cells.length)
  }

  function paintFallback(context: CanvasRenderingContext2D, tiles: TileLayer, box: Box, camera: Camera): void {
    const scale = camera.zoom * pixelRatio
    context.save()
    context.beginPath()
    context.rect(
      (box.minX - camera.x) * scale,
      (box.minY - camera.y) * scale,
      (box.maxX - box.minX) * scale,
      (box.maxY - box.minY) * scale,
    )
    context.clip()
    const cells = tiles.cells(box)
    for (const [column, row] of cells.length > 64 ? [] : cells) {
      const tile = tiles.get(column, row)
      if (tile) tiles.blit(context, tile, camera, pixelRatio)
    }
    context.restore()
  }

  /** What no tile has yet: strokes in progress, what has just changed, the shape being made. */
  function paintLive(context: CanvasRenderingContext2D, { draft, camera }: Frame): void {
    const scale = camera.zoom * pixelRatio
    context.setTransform(scale, 0, 0, scale, -camera.x * scale, -camera.y * scale)
    const live = [...recent].flatMap((id) => scene.get(id) ?? [])
    for (const shape of [...live, ...(draft.shape ? [draft.shape] : [])]) painter.paint(context, shape, theme)
    paintFaint(context, draft.faint ?? [])
    context.setTransform(1, 0, 0, 1, 0, 0)
  }

  /** Shapes under the eraser, covered by a veil of the board's own colour in their own form. */
  function paintFaint(context: CanvasRenderingContext2D, ids: readonly ShapeId[]): void {
    context.globalAlpha = 0.72
    const { canvas } = palette[theme]
    for (const id of ids) {
      const shape = scene.get(id)
      const color = canvas as `#${string}`
      if (shape)
        painter.paint(context, { ...shape, style: { ...shape.style, color, width: shape.style.width + 1 } }, theme)
    }
    context.globalAlpha = 1
  }

  return {
    resize(to, ratio) {
      size = to
      const scaled = ratio !== pixelRatio
      pixelRatio = ratio
      for (const canvas of [below, above]) {
        canvas.width = Math.round(to.width * ratio)
        canvas.height = Math.round(to.height * ratio)
      }
      if (scaled) restart(layer.zoom)
    },

    changed(ids, boxes) {
      for (const id of ids) recent.add(id)
      for (const box of boxes) {
        layer.markStale(box)
        fallback?.markStale(box)
      }
    },

    reset: () => restart(layer.zoom),

    draw(frame) {
      if (frame.theme !== theme) {
        theme = frame.theme
        restart(layer.zoom)
      }
      const { camera, now } = frame
      const view = viewBox(camera, size)
      const rested = followZoom(camera.zoom, now)
      const cells = layer.cells(view)
      const complete = rasterTiles(cells)
      lastView = view
      if (complete) for (const id of recent) if (!isWet(scene.get(id))) recent.delete(id)
      if (complete && rested) fallback = null
      const context = below.getContext('2d', { alpha: false })
      if (context) {
        context.fillStyle = palette[theme].canvas
        context.fillRect(0, 0, below.width, below.height)
        paintGrid(context, camera, size, pixelRatio, palette[theme].dot)
        paintTiles(context, cells, camera)
        paintLive(context, frame)
      }
      const still = paintAbove(frame)
      return { sharp: complete && rested, still }
    },

    dispose() {
      below.remove()
      above.remove()
    },
  }

  function paintAbove(frame: Frame): boolean {
    const context = above.getContext('2d')
    if (!context) return true
    cursors.set(frame.peers, frame.now)
    context.setTransform(1, 0, 0, 1, 0, 0)
    context.clearRect(0, 0, above.width, above.height)
    context.setTransform(pixelRatio, 0, 0, pixelRatio, 0, 0)
    return !paintOverlay(context, frame, scene, cursors, frame.camera, size, theme, frame.now)
  }
}

function isWet(shape: Shape | undefined): boolean {
  return shape?.kind === 'ink' && shape.wet === true
}

function makeCanvas(element: HTMLElement): HTMLCanvasElement {
  const canvas = document.createElement('canvas')
  canvas.style.cssText = 'position:absolute;inset:0;width:100%;height:100%;pointer-events:none'
  canvas.setAttribute('aria-hidden', 'true')
  element.append(canvas)
  return canvas
}
