import type { Box, OwnPresence, ScreenPoint, ShapeId } from '@inkbridge/types'
import type { Draft } from '../plan/plan.ts'
import type { Scene } from '../scene/scene.ts'
import { selectionBox } from '../shapes.ts'
import type { State } from '../state/state.ts'
import { toWorld, type Viewport } from '../viewport/viewport.ts'

const everyMs = 33
/** Above this many selected shapes, others see one box. */
const maxNamed = 200

/** Sends the presence of this client at most thirty times a second. */
export class OwnPresenceSender {
  /**
   * The pointer, CSS pixels of the view, so that its world position changes with the camera; null: not over the board.
   */
  pointer: ScreenPoint | null = null
  readonly #read: (pointer: ScreenPoint | null) => OwnPresence
  readonly #onPresence: (presence: OwnPresence) => void
  #timer: ReturnType<typeof setTimeout> | null = null

  constructor(read: (pointer: ScreenPoint | null) => OwnPresence, onPresence: (presence: OwnPresence) => void) {
    this.#read = read
    this.#onPresence = onPresence
  }

  send(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = null
      this.#onPresence(this.#read(this.pointer))
    }, everyMs)
  }

  dispose(): void {
    if (this.#timer) clearTimeout(this.#timer)
  }
}

/** Whether a commit changed the presence. */
export function changesPresence(before: State, after: State): boolean {
  const { draft } = before
  return (
    before.selection !== after.selection ||
    before.camera !== after.camera ||
    before.writing !== after.writing ||
    before.following !== after.following ||
    before.followers !== after.followers ||
    (draft !== after.draft && Boolean(draft.moved || after.draft.moved || draft.laser || after.draft.laser))
  )
}

/** Returns the presence of this client. */
export function presenceOf(
  { selection, draft, camera }: State,
  given: {
    readonly scene: Scene
    readonly viewport: Viewport
    readonly pointer: ScreenPoint | null
    readonly caret: NonNullable<OwnPresence['caret']> | null
  },
): OwnPresence {
  const { scene, viewport, pointer, caret } = given
  const { isFollowed, clientId } = viewport.followed
  return {
    cursor: pointer && toWorld(pointer, camera),
    ...shownSelection(selection, scene, draft),
    following: clientId,
    view: isFollowed ? coarse(viewport.viewOf(camera)) : null,
    laser: draft.laser !== undefined,
    caret,
  }
}

/** Returns a few shapes by id, or many as their bounds and the distance they are dragged. */
function shownSelection(selection: readonly ShapeId[], scene: Scene, { moved }: Draft) {
  if (selection.length <= maxNamed) return { selection, box: null, shift: null }
  const box = selectionBox(
    selection.flatMap((id) => scene.get(id) ?? []),
    scene.kinds,
  )
  return { selection: [], box, shift: moved ? { x: moved.dx, y: moved.dy } : null }
}

/** Rounds a box to a thousandth of its width, which is precise enough for others. */
function coarse(box: Box): Box {
  const unit = 10 ** Math.floor(Math.log10(Math.max(1e-6, box.maxX - box.minX)) - 3)
  const rounded = (value: number) => Number((Math.round(value / unit) * unit).toPrecision(12))
  return { minX: rounded(box.minX), minY: rounded(box.minY), maxX: rounded(box.maxX), maxY: rounded(box.maxY) }
}
