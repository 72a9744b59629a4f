import type { Board } from '@inkbridge/board'
import type { Box, InkPoint, ScreenPoint, ShapeId, Style, WorldPoint } from '@inkbridge/types'
import type { Plan } from '../plan/plan.ts'
import type { Scene } from '../scene/scene.ts'
import type { Attribution } from '../shapes.ts'

/** Pointer input, at most once a frame. */
export type Input =
  | ToolInput
  /** Another finger or the system ends an intended gesture; `isDrag`: the pointer had left the place of the press. */
  | ({ readonly type: 'interrupt'; readonly isDrag: boolean } & Pointer)

/** Input that tools receive. */
export type ToolInput =
  | ({ readonly type: 'down' } & Pointer)
  | ({ readonly type: 'move' } & Pointer)
  | ({ readonly type: 'up' } & Pointer)
  /** The pointer is down and has not moved for `holdMs`. */
  | ({ readonly type: 'hold' } & Pointer)
  /** Escape, or a second finger right after the first: the gesture is reverted. */
  | { readonly type: 'cancel' }

export interface Pointer {
  readonly point: WorldPoint
  readonly screen: ScreenPoint
  /** The same relative to the window. */
  readonly client?: ScreenPoint
  /** All points since the last input, in order, ending with `point`; times in ms on the clock of `at`. */
  readonly samples: readonly Sample[]
  /** Predicted next points. */
  readonly predicted: readonly Sample[]
  readonly device: 'mouse' | 'pen' | 'touch'
  readonly shift: boolean
  readonly alt: boolean
  readonly mod: boolean
  /** ms, any epoch. */
  readonly at: number
}

export interface Sample extends WorldPoint {
  /** 0 to 1; null if the device reports none. */
  readonly pressure: number | null
  readonly time: number
}

/** The part of the editor that tools read. */
export interface View {
  readonly scene: Pick<
    Scene,
    | 'get'
    | 'at'
    | 'bindableAt'
    | 'linesBoundTo'
    | 'frameAt'
    | 'lowestOrder'
    | 'touching'
    | 'within'
    | 'crossing'
    | 'enclosed'
    | 'inBox'
    | 'extentOf'
    | 'linkAt'
    | 'layout'
    | 'kinds'
  >
  readonly groups: Pick<Board, 'groupsOf' | 'membersOf' | 'contentsOf'>
  readonly selection: readonly ShapeId[]
  /** The entered group; null: none. */
  readonly entered: ShapeId | null
  readonly zoom: number
  /** The visible area, world units. */
  readonly window: Box
  /** The style of the next shape. */
  readonly style: Style
  /** The style of a text started without its tool. */
  readonly textStyle: Style
  /** The style of an arrow started without its tool. */
  readonly arrowStyle: Style
  /** Diameter of the eraser, screen pixels. */
  readonly eraserPx: number
  readonly readOnly: boolean
  /** Snap to objects. */
  readonly snaps: boolean
  /** Grid size for snapping, world units; null: off. */
  readonly grid: number | null
  /** The marquee selects only fully enclosed shapes. */
  readonly wholly: boolean
  /** Returns the author and time of a new shape. */
  attribution(): Attribution
  newId(): ShapeId
}

/** A tool's answer to an input: its next state, and a plan for the editor. */
export interface Step<State> extends Plan {
  readonly state: State
}

/** A tool is a pure reducer. */
export interface Tool<State> {
  readonly idle: State
  readonly cursor: string
  /** It receives `hold` input. */
  readonly holds?: boolean
  /** A press alone draws: an interruption keeps the mark. */
  readonly marks?: boolean
  /** Dragging to the edge of the view scrolls the board. */
  readonly drags?: boolean
  /**
   * Finishes what continues without a pressed pointer: on Enter, Escape or a change of tool. Null: nothing was begun.
   */
  finish?(state: State, view: View): Step<State> | null
  /** Undoes or redoes the last point of what continues without a pressed pointer. Null: nothing was begun. */
  travel?(state: State, direction: 'undo' | 'redo', view: View): Step<State> | null
  next(state: State, input: ToolInput, view: View): Step<State>
}

/** Hit tolerance, screen pixels. */
export const tolerancePx = { mouse: 6, pen: 8, touch: 14 } as const
/** Time after which a resting pointer is held, ms. */
export const holdMs = 500
/** Distance at which a press becomes a drag, screen pixels. */
export const dragPx = 4
/** Snapping distance, screen pixels. */
export const snapPx = 8
/** Spacing of the grid and its dots, world units. */
export const gridSize = 24

export function inkPoints(samples: readonly Sample[], startedAt: number): readonly InkPoint[] {
  return samples.map(({ x, y, pressure, time }) => ({ x, y, pressure, time: Math.max(0, time - startedAt) }))
}

/** Angle step of lines with Shift. */
const lineStep = Math.PI / 12

/** Returns a point at the same distance in the nearest direction that Shift allows. */
export function stepped(from: WorldPoint, to: WorldPoint): { readonly x: number; readonly y: number } {
  const angle = Math.round(Math.atan2(to.y - from.y, to.x - from.x) / lineStep) * lineStep
  const length = Math.hypot(to.x - from.x, to.y - from.y)
  return { x: from.x + length * Math.cos(angle), y: from.y + length * Math.sin(angle) }
}
