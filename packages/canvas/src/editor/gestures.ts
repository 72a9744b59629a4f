import { type CommandContext, menuAt } from '../commands.ts'
import { type Listening, listen } from '../input.ts'
import type { Plan } from '../plan/plan.ts'
import type { Input, Pointer, Toolbox } from '../tools.ts'
import { toWorld, type Viewport, zoomAbout } from '../viewport/viewport.ts'
import type { Commits, TextEditing } from './commit.ts'
import type { OwnPresenceSender } from './presence.ts'

interface GesturesOptions {
  readonly element: HTMLElement
  readonly commits: Commits
  readonly toolbox: Toolbox
  readonly viewport: Viewport
  readonly text: Pick<TextEditing, 'finish'>
  readonly presence: OwnPresenceSender
  invalidate(): void
  /** Focuses the board. */
  focus(): void
  context(): CommandContext
}

/** Converts pointer input to plans of tools, and pans and zooms. */
export class Gestures {
  readonly #options: GesturesOptions
  readonly #pointer: Listening
  #spaceHeld = false

  constructor(options: GesturesOptions) {
    const { element, commits, presence, invalidate, focus, context } = options
    this.#options = options
    const modes = { isSpaceHeld: () => this.#spaceHeld, isPenMode: () => commits.state.penMode }
    this.#pointer = listen(element, (at) => toWorld(at, commits.state.camera), modes, {
      pending: invalidate,
      press: focus,
      input: (input, temporary) => this.#input(input, temporary),
      pan: (dx, dy) => commits.dispatch({ camera: { type: 'pan', dx, dy } }),
      zoom: (at, factor) =>
        commits.dispatch(() => {
          const { camera } = commits.state
          return { camera: { type: 'jump', to: zoomAbout(camera, at, camera.zoom * factor) } }
        }),
      pen: () => commits.dispatch({ penMode: true }),
      menu: (at) => commits.dispatch(() => menuAt(at, context())),
      hover: (at) => {
        presence.pointer = at
        presence.send()
      },
    })
  }

  /** Uses the hand tool for gestures while the space bar is held. */
  holdSpace(isHeld: boolean): void {
    this.#spaceHeld = isHeld
    this.showCursor()
  }

  showCursor(): void {
    const { element, commits, toolbox } = this.#options
    const { gesture, cursor } = commits.state
    element.dataset.eraser = String(commits.view().eraserPx)
    element.dataset.cursor = this.#spaceHeld && !gesture ? 'grab' : (cursor ?? toolbox.cursor)
  }

  /** Commits input since the last frame. Returns true while the camera is animated. */
  prepare(now: number): boolean {
    const { commits, viewport, toolbox } = this.#options
    this.#pointer.flush()
    const moved = viewport.step(commits.state.camera, now)
    if (moved) commits.dispatch({ camera: { type: 'step', to: moved } })
    const scrolled = viewport.scrolled(commits.state.camera, now)
    const { dragged } = toolbox
    if (!scrolled || !dragged) return moved !== null || viewport.isFlying
    // A drag continues while the board scrolls under it.
    const point = toWorld(dragged.screen, scrolled)
    const samples = [{ ...point, pressure: null, time: now }]
    commits.dispatch({ camera: { type: 'jump', to: scrolled } }, () =>
      this.#next({ ...dragged, point, samples, predicted: [], at: now }, null),
    )
    return true
  }

  dispose(): void {
    this.#pointer.stop()
  }

  #input(input: Input, temporary: 'hand' | 'eraser' | null): void {
    const { commits, viewport, toolbox, text } = this.#options
    viewport.stopFlight()
    if (input.type === 'hold' && !toolbox.holds) return this.#hold(input)
    const begins = input.type === 'down'
    commits.dispatch(begins && !temporary ? () => text.finish() : null, begins ? { follow: null } : null, () =>
      this.#next(input, temporary),
    )
  }

  #next(input: Input, temporary: 'hand' | 'eraser' | null): Plan {
    const { commits, viewport, toolbox } = this.#options
    const plan = toolbox.next(input, temporary, commits.view())
    viewport.drag(toolbox.dragged?.screen ?? null, performance.now())
    return plan
  }

  /** A long press of a finger with the select tool opens the context menu. */
  #hold({ device, screen }: Pointer): void {
    const { commits, toolbox, context } = this.#options
    if (commits.state.tool !== 'select' || device === 'mouse' || toolbox.isTemporary) return
    commits.dispatch({ end: 'cancel' }, () => menuAt(screen, context()))
  }
}
