import type { Board } from '@inkbridge/board'
import type { Box, InkPoint, ScreenPoint, ShapeId, Style, WorldPoint } from '@inkbridge/types'
import type { Plan } from '../plan/plan.ts'
import type { Scene } from '../scene/scene.ts'
import type { Signed } from '../shapes.ts'

/** What a hand did, once a frame at most. */
export type Input =
  | ToolInput
  /** Another finger or the system ends a gesture that was meant; `isDrag`: it went away from where it went down. */
  | ({ readonly type: 'interrupt'; readonly isDrag: boolean } & Pointer)

/** What a tool is told of it. */
export type ToolInput =
  | ({ readonly type: 'down' } & Pointer)
  | ({ readonly type: 'move' } & Pointer)
  | ({ readonly type: 'up' } & Pointer)
  /** The pointer is down and has not moved for `holdMs`. */
  | ({ readonly type: 'hold' } & Pointer)
  /** Escape, or a second finger right after the first: the gesture is taken back. */
  | { readonly type: 'cancel' }

export interface Pointer {
  readonly point: WorldPoint
  readonly screen: ScreenPoint
  /** The same from the window's top left. */
  readonly client?: ScreenPoint
  /** All points since the last input, in order, the last being `point`; time in ms of the same clock as `at`. */
  readonly samples: readonly Sample[]
  /** Where the browser expects the pointer to go next. */
  readonly predicted: readonly Sample[]
  readonly device: 'mouse' | 'pen' | 'touch'
  readonly shift: boolean
  readonly alt: boolean
  readonly mod: boolean
  /** ms, any epoch. */
  readonly at: number
}

export interface Sample extends WorldPoint {
  /** 0 to 1; null from a device that has none. */
  readonly pressure: number | null
  readonly time: number
}

/** What a tool may look at. */
export interface View {
  readonly scene: Pick<
    Scene,
    | 'get'
    | 'at'
    | 'holdable'
    | 'holding'
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
  /** The group whose members are taken alone; null: none. */
  readonly entered: ShapeId | null
  readonly zoom: number
  /** What is in view, world units. */
  readonly window: Box
  /** For the next shape. */
  readonly style: Style
  /** For the next text that is begun without its tool. */
  readonly textStyle: Style
  /** For the next arrow that is begun without its tool. */
  readonly arrowStyle: Style
  /** Diameter of the eraser, screen pixels. */
  readonly eraserPx: number
  readonly readOnly: boolean
  /** What lies in line with something, or between two at equal gaps, is put exactly there. */
  readonly snaps: boolean
  /** Things go from line to line of a grid of this size, world units; null: anywhere. */
  readonly grid: number | null
  /** A marquee takes what lies in it whole, not what it touches. */
  readonly wholly: boolean
  /** Who makes something now. */
  signed(): Signed
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
  /** It is told of a pointer that is held. */
  readonly holds?: boolean
  /** A press alone makes a mark, without being lifted: what interrupts it leaves that there. */
  readonly marks?: boolean
  /** The board goes along when the pointer is dragged to the edge of the view. */
  readonly drags?: boolean
  /** What was begun, and goes on while nothing is pressed, ends as it is: Enter, Escape, another tool. Null: nothing was. */
  finish?(state: State, view: View): Step<State> | null
  /** Takes back the last of what was begun and goes on while nothing is pressed, or makes it again. Null: nothing was. */
  travel?(state: State, direction: 'undo' | 'redo', view: View): Step<State> | null
  next(state: State, input: ToolInput, view: View): Step<State>
}

/** Screen pixels that a hand may be off. */
export const tolerancePx = { mouse: 6, pen: 8, touch: 14 } as const
/** How long a pointer rests before it is held, ms. */
export const holdMs = 500
/** Screen pixels before a press becomes a drag. */
export const dragPx = 4
/** Screen pixels within which things are put in line. */
export const snapPx = 8
/** World units between the lines of the grid: where its dots are. */
export const gridSize = 24

export function inkPoints(samples: readonly Sample[], startedAt: number): readonly InkPoint[] {
  return samples.map(({ x, y, pressure, time }) => ({ x, y, pressure, time: Math.max(0, time - startedAt) }))
}

/** Lines with shift held go in steps of 15 degrees. */
const lineStep = Math.PI / 12

/** A point as far from another, in one of the directions that shift allows. */
export function stepped(from: WorldPoint, to: WorldPoint): { readonly x: number; readonly y: number } {
  const angle = Math.round(Math.atan2(to.y - from.y, to.x - from.x) / lineStep) * lineStep
  const length = Math.hypot(to.x - from.x, to.y - from.y)
  return { x: from.x + length * Math.cos(angle), y: from.y + length * Math.sin(angle) }
}
