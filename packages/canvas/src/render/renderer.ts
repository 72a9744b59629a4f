import type { Shape, ShapeId } from '@inkbridge/types'
import type * as Y from 'yjs'
import { palette, type Theme } from '../display.ts'
import type { Difference, Scene } from '../scene/scene.ts'
import { drawingOf, isErasableInParts, isWet } from '../shapes.ts'
import type { Camera, ViewSize } from '../viewport/viewport.ts'
import { GridPainter } from './grid.ts'
import { LaserTrail } from './laser-trail.ts'
import { isOverlayEmpty, type Overlay, paintOverlay } from './overlay.ts'
import { type Context, lookOf, paintShape, type Window2D } from './paint.ts'
import { PeerCursors } from './peers.ts'
import { TileLayer } from './tile-layer.ts'
import { WetInk } from './wet.ts'

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
  /** Somebody waits for the picture to be as it will stay. */
  readonly exact: boolean
}

/** Scene, camera, drafts and peers to pixels. */
export interface Renderer {
  resize(size: ViewSize, pixelRatio: number): void
  /** Something looks different in this way. */
  changed(difference: Difference): void
  /** What text is drawn with has come. */
  setWords(): void
  /** This update is about to be applied to the document. */
  expect(update: Uint8Array): void
  /** Draws; `sharp`: everything in view is as it is; `still`: nothing moves. */
  draw(frame: Frame): { readonly sharp: boolean; readonly still: boolean }
  /** Shows the whole board, roughly, onto a small canvas of the same pixel ratio; the camera is that canvas' own. */
  paintOverview(context: CanvasRenderingContext2D, camera: Camera): void
  dispose(): void
}

export interface CanvasOptions {
  /** Canvases of their own, filled by the renderer. */
  readonly element: HTMLElement
  readonly doc: Y.Doc
  readonly scene: Scene
  /** Ink reaches the screen without waiting for the page to be composed, where the browser can; some blend it wrongly. */
  readonly lowLatency: boolean
  /** There is something new to draw, though nothing was changed. */
  invalidate(): void
}

/** Canvas 2D: below, the grid, the scene in tiles and what is being drawn; above, selections and cursors. */
export function createCanvasRenderer(options: CanvasOptions): Renderer {
  const { element, doc, scene, lowLatency, invalidate } = options
  const [below, above] = [makeCanvas(element), makeCanvas(element)]
  const context = below.getContext('2d', { alpha: false, desynchronized: lowLatency })
  const overlay = above.getContext('2d')
  const wetIds = new Set<ShapeId>(
    scene
      .all()
      .filter(isWet)
      .map(({ id }) => id),
  )
  const tiles = new TileLayer(doc, scene, invalidate, (id) => wetIds.has(id))
  const grid = new GridPainter()
  const wet = new WetInk()
  const cursors = new PeerCursors()
  const laser = new LaserTrail()
  let size: ViewSize = { width: 1, height: 1 }
  let pixelRatio = 1
  let overlaid = true

  function paintWet(target: Context, { draft, theme, now }: Frame, window: Window2D): boolean {
    let still = true
    for (const id of wetIds) {
      const shape = scene.get(id)
      if (!isErasableInParts(shape, scene.kinds)) wetIds.delete(id)
      // Ended, and shown as it was drawn until its tiles have it.
      else if (!shape.wet && !tiles.isRecent(id)) wetIds.delete(id)
      else if (!shape.wet) wet.paint(target, shape, theme, window, [], now)
      else still = wet.paint(target, shape, theme, window, own(draft, id), now) && still
    }
    wet.keep(wetIds)
    return still
  }

  /** Shapes under the eraser, covered by a veil of the board's own colour in their own form. */
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
    // Nothing to take away and nothing to show: the browser need not look at it.
    const empty = isOverlayEmpty(frame, scene, laser)
    if (!overlaid && empty) return true
    overlay.setTransform(1, 0, 0, 1, 0, 0)
    overlay.clearRect(0, 0, above.width, above.height)
    overlay.setTransform(pixelRatio, 0, 0, pixelRatio, 0, 0)
    overlaid = !empty
    // Even an empty canvas is laid over all that is below it, every frame.
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

    setWords: () => tiles.setWords(),

    changed(difference) {
      for (const id of difference.ids) if (isWet(scene.get(id))) wetIds.add(id)
      tiles.changed(difference, performance.now())
    },

    expect: (update) => tiles.expect(update),

    draw(frame) {
      const { camera, theme, paper, now, draft } = frame
      wet.paper = paper
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
        still = paintWet(context, frame, window)
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

/** What is expected to come next of a stroke that is drawn here; null for somebody else's. */
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
