import type { Box, Edit, LineShape, Pin, Place, Shape, ShapeId, WorldPoint } from '@inkbridge/types'
import type { Direction } from '../../plan/plan.ts'
import type { LineState } from '../line-tool.ts'
import type { SelectionBox, Side } from '../selection-box.ts'
import type { Pointer, Step, View } from '../tool.ts'

/** How the shapes of a gesture lay when it began. */
export type Places = readonly { readonly id: ShapeId; readonly at: Place }[]

interface Idle {
  readonly name: 'idle'
  readonly click?: { readonly point: WorldPoint; readonly at: number }
}

/** Down on a shape: a click if it comes up here, a move if it goes away. */
export interface Pressing {
  readonly name: 'pressing'
  readonly from: WorldPoint
  readonly onUp: readonly ShapeId[]
  readonly ids: readonly ShapeId[]
  /** It was pressed twice: let go here it is written in. */
  readonly write?: NonNullable<Step<unknown>['write']>
  /** A link in its words, which a click follows. */
  readonly link?: string
  /** What a click changes: an item of a check list. */
  readonly edits?: readonly Edit[]
  /** The group that is entered by a click. */
  readonly enters?: ShapeId
}

export interface Moving {
  readonly name: 'moving'
  readonly from: WorldPoint
  readonly places: Places
  readonly editedAt: number
  /** What it may be put in line with. */
  readonly others: readonly Box[]
  /** The box around what is moved, as it lay. */
  readonly box: Box
  /** What is moved was made for it, by a copy. */
  readonly copied: boolean
  /** What lines that were moved alone held on to. */
  readonly held?: readonly Edit[]
}

export interface Resizing {
  readonly name: 'resizing'
  readonly from: WorldPoint
  readonly side: Side
  readonly places: Places
  readonly frame: SelectionBox
  readonly stretchable: boolean
  /** Of texts: how large their letters were. */
  readonly sizes: ReadonlyMap<ShapeId, number>
  readonly others: readonly Box[]
  readonly editedAt: number
}

export interface Turning {
  readonly name: 'turning'
  readonly from: WorldPoint
  readonly places: Places
  readonly frame: SelectionBox
  readonly editedAt: number
}

/** A point of a line is dragged. */
export interface Bending {
  readonly name: 'bending'
  readonly id: ShapeId
  readonly from: WorldPoint
  /** It has gone away from where it was pressed. */
  readonly dragged: boolean
  /** x0, y0, … world units, as it lay, with the one that is dragged. */
  readonly points: readonly number[]
  readonly index: number
  /** The line goes by right angles: an end of it is dragged, or the piece up to that point. */
  readonly elbow?: 'end' | 'piece'
  /** How it was, to be taken back. */
  readonly before: {
    readonly points: readonly number[]
    readonly at: Place
    readonly pins: readonly Pin[]
    readonly ends: Pick<LineShape, 'start' | 'end'>
  }
  readonly editedAt: number
}

/** Down where a shape goes on: a press makes another, a drag an arrow. */
export interface Connecting {
  readonly name: 'connecting'
  readonly id: ShapeId
  readonly direction: Direction
  readonly from: WorldPoint
  /** The arrow, once it is one. */
  readonly line: (LineState & { readonly name: 'drawing' }) | null
}

export interface Marquee {
  readonly name: 'marquee'
  /** Nothing was pressed twice: let go here a text begins. */
  readonly twice?: true
  readonly from: WorldPoint
  readonly before: readonly ShapeId[]
}

export type SelectState = Idle | Pressing | Moving | Resizing | Turning | Bending | Connecting | Marquee

export const idle: SelectState = { name: 'idle' }

/** What a pointer that is down does. */
export type Dragged = Pointer & { readonly type: 'move' | 'up' }
export type SelectStep = Step<SelectState>

/** At most so many edits a second while dragging. */
export const editsEveryMs = 1000 / 30
/** More shapes than these are moved once, at the end. */
export const maxLive = 200
/** So many shapes in view are looked at to put things in line. */
const maxOthers = 400

export function shapesOf(ids: readonly ShapeId[], { scene }: View): readonly Shape[] {
  return ids.flatMap((id) => scene.get(id) ?? [])
}

/** Of those that may be moved. */
export function placesOf(ids: readonly ShapeId[], view: View): Places {
  return shapesOf(ids, view)
    .filter(({ locked }) => !locked)
    .map(({ id, at }) => ({ id, at }))
}

/** Edits for those of the shapes that are still there. */
export function placed(places: Places, { scene }: View, place: (at: Place) => Place) {
  return places.filter(({ id }) => scene.get(id)).map(({ id, at }) => ({ type: 'place', id, at: place(at) }) as const)
}

/** The boxes in view that something may be put in line with. */
export function othersThan(ids: readonly ShapeId[], { scene, window, snaps }: View): readonly Box[] {
  if (!snaps) return []
  const own = new Set(ids)
  const others = scene.inBox(window).filter(({ id }) => !own.has(id))
  return others.length > maxOthers ? [] : others.map((shape) => scene.extentOf(shape))
}
