import type { Shape, ShapeId } from '@inkbridge/types'
import type * as Y from 'yjs'
import { palette, type Theme } from '../display.ts'
import type { Difference, Scene } from '../scene/scene.ts'
import { drawingOf, isErasableInParts, isLive } from '../shapes.ts'
import type { Camera, ViewSize } from '../viewport/viewport.ts'
import { GridPainter } from './grid.ts'
import { LaserTrail } from './laser-trail.ts'
import { LiveInk } from './live-ink.ts'
import { isOverlayEmpty, type Overlay, paintOverlay } from './overlay.ts'
import { type Context, lookOf, paintShape, type Window2D } from './paint.ts'
import { PeerCursors } from './peers.ts'
import { TileLayer } from './tile-layer.ts'

/** Everything a frame shows. */
interface Frame extends Overlay {
  readonly camera: Camera
  readonly theme: Theme
  /** Lines jump over others that they cross. */
  readonly jumps: boolean
  /** The colour of the paper, `#rrggbb`. */
  readonly paper: string
  /** ms, as `performance.now()`. */
  readonly now: number
  /** Tiles are drawn in full: somebody waits for the final picture. */
  readonly exact: boolean
}

/** Draws scene, camera, drafts and peers. */
export interface Renderer {
  resize(size: ViewSize, pixelRatio: number): void
  /** Updates after a visual change of the scene. */
  changed(difference: Difference): void
  /** Fonts or the text layout have loaded: redraws text. */
  refreshText(): void
  /** This update is about to be applied to the document. */
  expect(update: Uint8Array): void
  /** Draws a frame; `sharp`: everything in view is up to date; `still`: nothing is moving. */
  draw(frame: Frame): { readonly sharp: boolean; readonly still: boolean }
  /** Draws the overview onto a small canvas of the same pixel ratio; the camera is that canvas' own. */
  paintOverview(context: CanvasRenderingContext2D, camera: Camera): void
  dispose(): void
}

export interface CanvasOptions {
  /** An element that the renderer fills with canvases. */
  readonly element: HTMLElement
  readonly doc: Y.Doc
  readonly scene: Scene
  /** Uses a desynchronized canvas for less latency where supported; some browsers blend it wrongly. */
  readonly lowLatency: boolean
  /** Requests a frame, though nothing changed. */
  invalidate(): void
}

/** Renders on two 2D canvases: the grid, tiles and live ink below, selections and cursors above. */
export function createCanvasRenderer(options: CanvasOptions): Renderer {
  const { element, doc, scene, lowLatency, invalidate } = options
  const [below, above] = [makeCanvas(element), makeCanvas(element)]
  const context = below.getContext('2d', { alpha: false, desynchronized: lowLatency })
  const overlay = above.getContext('2d')
  const liveIds = new Set<ShapeId>(
    scene
      .all()
      .filter(isLive)
      .map(({ id }) => id),
  )
  const tiles = new TileLayer(doc, scene, invalidate, (id) => liveIds.has(id))
  const grid = new GridPainter()
  const liveInk = new LiveInk()
  const cursors = new PeerCursors()
  const laser = new LaserTrail()
  let size: ViewSize = { width: 1, height: 1 }
  let pixelRatio = 1
  let overlaid = true

  function paintLive(target: Context, { draft, theme, now }: Frame, window: Window2D): boolean {
    let still = true
    for (const id of liveIds) {
      const shape = scene.get(id)
      if (!isErasableInParts(shape, scene.kinds)) liveIds.delete(id)
      // Ended, and drawn as live ink until its tiles are ready.
      else if (!shape.wet && !tiles.isRecent(id)) liveIds.delete(id)
      else if (!shape.wet) liveInk.paint(target, shape, theme, window, [], now)
      else still = liveInk.paint(target, shape, theme, window, own(draft, id), now) && still
    }
    liveInk.keep(liveIds)
    return still
  }

  /** Fades shapes under the eraser by drawing them again in the colour of the board. */
  function paintFaint(target: Context, { draft, theme, paper }: Frame, window: Window2D): void {
    target.globalAlpha = 0.72
    for (const shape of draft.faint ?? []) {
      const color = paper as `#${string}`
      const { nib: _nib, opacity: _opacity, ...style } = shape.style
      paintShape(
        target,
        { ...shape, style: { ...style, color, width: style.width + 1 } } as Shape,
        drawingOf(scene, theme),
        window,
      )
    }
    target.globalAlpha = 1
  }

  function paintAbove(frame: Frame): boolean {
    if (!overlay) return true
    cursors.set(frame.peers, frame.now)
    // Nothing to clear and nothing to draw: leave the canvas hidden.
    const empty = isOverlayEmpty(frame, scene, laser)
    if (!overlaid && empty) return true
    overlay.setTransform(1, 0, 0, 1, 0, 0)
    overlay.clearRect(0, 0, above.width, above.height)
    overlay.setTransform(pixelRatio, 0, 0, pixelRatio, 0, 0)
    overlaid = !empty
    // Even an empty canvas costs compositing in every frame.
    above.style.display = overlaid ? '' : 'none'
    return !paintOverlay(overlay, frame, scene, cursors, laser, frame.camera, size, frame.theme, frame.now)
  }

  return {
    resize(to, ratio) {
      size = to
      pixelRatio = ratio
      for (const canvas of [below, above]) {
        canvas.width = Math.round(to.width * ratio)
        canvas.height = Math.round(to.height * ratio)
      }
    },

    refreshText: () => tiles.refreshText(),

    changed(difference) {
      for (const id of difference.ids) if (isLive(scene.get(id))) liveIds.add(id)
      tiles.changed(difference, performance.now())
    },

    expect: (update) => tiles.expect(update),

    draw(frame) {
      const { camera, theme, paper, now, draft } = frame
      liveInk.paper = paper
      tiles.set(frame, pixelRatio)
      tiles.drag(draft.moved ?? null)
      const scale = camera.zoom * pixelRatio
      const window = { x: Math.round(camera.x * scale) / scale, y: Math.round(camera.y * scale) / scale, scale }
      let [sharp, still] = [true, true]
      if (context) {
        context.setTransform(1, 0, 0, 1, 0, 0)
        context.fillStyle = paper
        context.fillRect(0, 0, below.width, below.height)
        grid.paint(context, camera, size, pixelRatio, palette[theme].dot)
        sharp = tiles.paint(context, camera, size, now, frame.exact)
        still = paintLive(context, frame, window)
        if (draft.shape) paintShape(context, scene.asShown(draft.shape), lookOf(scene, frame), window)
        paintFaint(context, frame, window)
      }
      return { sharp, still: paintAbove(frame) && still }
    },

    paintOverview: (target, camera) => tiles.paintOverview(target, camera),

    dispose() {
      tiles.dispose()
      below.remove()
      above.remove()
    },
  }
}

/** Returns the predicted points of a local stroke; null for a remote one. */
function own({ ink }: Overlay['draft'], id: ShapeId) {
  return ink?.id === id ? ink.predicted : null
}

function makeCanvas(element: HTMLElement): HTMLCanvasElement {
  const canvas = document.createElement('canvas')
  canvas.style.cssText = 'position:absolute;inset:0;width:100%;height:100%;pointer-events:none'
  canvas.setAttribute('aria-hidden', 'true')
  element.append(canvas)
  return canvas
}
