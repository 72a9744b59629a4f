import type { Board } from '@inkbridge/board'
import type { Peer } from '@inkbridge/types'
import { paperOf, type Theme } from '../display.ts'
import { createCanvasRenderer, type PeerCaret, paintMinimap, type Renderer } from '../render.ts'
import type { Difference, Scene } from '../scene/scene.ts'
import type { State } from '../state/state.ts'
import type { Writing } from '../typing/typing.ts'
import type { Camera, Viewport, ViewSize } from '../viewport/viewport.ts'
import { FrameLoop } from './frame-loop.ts'

interface ScreenOptions {
  /** Filled by the canvas. */
  readonly element: HTMLElement
  readonly board: Board
  readonly scene: Scene
  readonly viewport: Viewport
  readonly text: Writing
  readonly theme: Theme
  readonly lowLatency: boolean
  state(): State
  /** Commits input since the last frame. Returns true while the camera is animated. */
  prepare(now: number): boolean
}

/** Shows the state: renders frames, and positions the text editor above them. */
export class Screen {
  readonly frames: FrameLoop
  readonly #options: ScreenOptions
  #renderer: Renderer
  #theme: Theme
  #lowLatency: boolean
  #isMoving = false
  /** Device pixel ratio of the last layout; 0: none yet. */
  #density = 0

  constructor(options: ScreenOptions) {
    this.#options = options
    this.#theme = options.theme
    this.#lowLatency = options.lowLatency
    this.#renderer = this.#createRenderer()
    this.frames = new FrameLoop({
      prepare: (now) => {
        // Not all browsers report a change of the pixel ratio.
        if (window.devicePixelRatio !== this.#density) this.#fit()
        this.#isMoving = options.prepare(now)
      },
      draw: (now, exact) => this.#draw(now, exact),
    })
  }

  setTheme(theme: Theme): void {
    this.#theme = theme
    this.frames.invalidate()
  }

  setLowLatency(lowLatency: boolean): void {
    if (lowLatency === this.#lowLatency) return
    this.#lowLatency = lowLatency
    this.#renderer.dispose()
    this.#renderer = this.#createRenderer()
    this.#fit()
    this.frames.invalidate()
  }

  resize(): void {
    this.#fit()
    // Draw now: a resized canvas is black until it is drawn on.
    this.frames.draw(performance.now())
  }

  /** Announces the next update of the document. */
  expect(update: Uint8Array): void {
    this.#renderer.expect(update)
  }

  changed(difference: Difference): void {
    this.#renderer.changed(difference)
  }

  /** Redraws text after fonts or the text layout have loaded. */
  refreshText(): void {
    this.#renderer.refreshText()
  }

  /** Draws the minimap. Returns the camera it was drawn with; null when nothing is drawn yet. */
  paintMinimap(canvas: HTMLCanvasElement, size: ViewSize): Camera | null {
    const { scene, viewport, state } = this.#options
    const view = viewport.viewOf(state().camera)
    return paintMinimap(canvas, size, view, { scene, renderer: this.#renderer, theme: this.#theme })
  }

  dispose(): void {
    this.frames.stop()
    this.#renderer.dispose()
  }

  /** Resizes the canvases to the view and the pixel ratio. */
  #fit(): void {
    this.#density = window.devicePixelRatio
    this.#renderer.resize(this.#options.viewport.size, this.#density || 1)
  }

  #createRenderer(): Renderer {
    const { element, board, scene } = this.#options
    const invalidate = () => this.frames.invalidate()
    return createCanvasRenderer({ element, doc: board.doc, scene, lowLatency: this.#lowLatency, invalidate })
  }

  #draw(now: number, exact: boolean): { readonly sharp: boolean; readonly still: boolean } {
    const { board, text, viewport } = this.#options
    text.show(this.#options.state().camera, this.#theme)
    const state = this.#options.state()
    const { selection, tool, readOnly, entered, groups, draft, peers, matches, camera } = state
    const { sharp, still } = this.#renderer.draw({
      selection,
      groups: groups.map((group) => board.membersOf(group)),
      entered: entered ? board.membersOf(entered) : [],
      draft,
      peers,
      carets: peers.flatMap((peer) => this.#caretOf(peer) ?? []),
      composing: text.composing,
      matches,
      handles: tool === 'select' && !readOnly && !state.writing,
      camera,
      theme: this.#theme,
      jumps: state.settings.jumps,
      paper: paperOf(state.settings.paper, this.#theme),
      now,
      exact,
    })
    return { sharp: sharp && !viewport.isFlying, still: still && !this.#isMoving }
  }

  /** Returns the caret of a peer, as far as it is known. */
  #caretOf({ caret, user }: Peer): PeerCaret | null {
    if (!caret) return null
    const { board } = this.#options
    const [anchor, head] = [caret.anchor, caret.head].map((position) => board.textPlace(caret.id, position))
    return anchor && head ? { id: caret.id, anchor, head, user } : null
  }
}
