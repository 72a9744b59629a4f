import type { Box, Edit, LineShape, Pin, Place, Shape, ShapeId, WorldPoint } from '@inkbridge/types'
import type { Direction } from '../../plan/plan.ts'
import type { LineState } from '../line-tool.ts'
import type { SelectionBox, Side } from '../selection-box.ts'
import type { Pointer, Step, View } from '../tool.ts'

/** Places of the shapes at the start of a gesture. */
export type Places = readonly { readonly id: ShapeId; readonly at: Place }[]

interface Idle {
  readonly name: 'idle'
  readonly click?: { readonly point: WorldPoint; readonly at: number }
}

/** Pressed on a shape: a click or the start of a move. */
export interface Pressing {
  readonly name: 'pressing'
  readonly from: WorldPoint
  readonly onUp: readonly ShapeId[]
  readonly ids: readonly ShapeId[]
  /** A double click: releasing here edits the text. */
  readonly write?: NonNullable<Step<unknown>['write']>
  /** A link in its text that a click opens. */
  readonly link?: string
  /** Edits made by a click, such as checking a checklist item. */
  readonly edits?: readonly Edit[]
  /** The group that is entered by a click. */
  readonly enters?: ShapeId
}

export interface Moving {
  readonly name: 'moving'
  readonly from: WorldPoint
  readonly places: Places
  readonly editedAt: number
  /** Boxes it can snap to. */
  readonly others: readonly Box[]
  /** Bounds of the shapes at the start. */
  readonly box: Box
  /** The moved shapes are copies made by this gesture. */
  readonly copied: boolean
  /** Edits that restore the bindings of lines moved alone. */
  readonly rebinds?: readonly Edit[]
}

export interface Resizing {
  readonly name: 'resizing'
  readonly from: WorldPoint
  readonly side: Side
  readonly places: Places
  readonly frame: SelectionBox
  readonly stretchable: boolean
  /** Font sizes of texts at the start. */
  readonly sizes: ReadonlyMap<ShapeId, number>
  readonly others: readonly Box[]
  readonly editedAt: number
}

export interface Rotating {
  readonly name: 'turning'
  readonly from: WorldPoint
  readonly places: Places
  readonly frame: SelectionBox
  readonly editedAt: number
}

/** A point of a line is being dragged. */
export interface Bending {
  readonly name: 'bending'
  readonly id: ShapeId
  readonly from: WorldPoint
  /** The pointer has left the place of the press. */
  readonly dragged: boolean
  /** x0, y0, …, world units, at the start, with the dragged point. */
  readonly points: readonly number[]
  readonly index: number
  /** For an elbow line: an end is dragged, or the segment up to the point. */
  readonly elbow?: 'end' | 'piece'
  /** The line at the start, for cancelling. */
  readonly before: {
    readonly points: readonly number[]
    readonly at: Place
    readonly pins: readonly Pin[]
    readonly ends: Pick<LineShape, 'start' | 'end'>
  }
  readonly editedAt: number
}

/** Pressed on a connect handle: a click adds a shape, a drag draws an arrow. */
export interface Connecting {
  readonly name: 'connecting'
  readonly id: ShapeId
  readonly direction: Direction
  readonly from: WorldPoint
  /** The arrow, once dragged. */
  readonly line: (LineState & { readonly name: 'drawing' }) | null
}

export interface Marquee {
  readonly name: 'marquee'
  /** A double click on empty board: releasing here starts a text. */
  readonly twice?: true
  readonly from: WorldPoint
  readonly before: readonly ShapeId[]
}

export type SelectState = Idle | Pressing | Moving | Resizing | Rotating | Bending | Connecting | Marquee

export const idle: SelectState = { name: 'idle' }

/** Input of a pressed pointer. */
export type Dragged = Pointer & { readonly type: 'move' | 'up' }
export type SelectStep = Step<SelectState>

/** Interval of edits while dragging, ms. */
export const editsEveryMs = 1000 / 30
/** Above this many shapes, a move is edited only at its end. */
export const maxLive = 200
/** Maximum number of visible shapes to snap to. */
const maxOthers = 400

export function shapesOf(ids: readonly ShapeId[], { scene }: View): readonly Shape[] {
  return ids.flatMap((id) => scene.get(id) ?? [])
}

/** Returns the places of the unlocked shapes. */
export function placesOf(ids: readonly ShapeId[], view: View): Places {
  return shapesOf(ids, view)
    .filter(({ locked }) => !locked)
    .map(({ id, at }) => ({ id, at }))
}

/** Returns edits of the places of shapes that still exist. */
export function placed(places: Places, { scene }: View, place: (at: Place) => Place) {
  return places.filter(({ id }) => scene.get(id)).map(({ id, at }) => ({ type: 'place', id, at: place(at) }) as const)
}

/** Returns the visible boxes that shapes can snap to. */
export function othersThan(ids: readonly ShapeId[], { scene, window, snaps }: View): readonly Box[] {
  if (!snaps) return []
  const own = new Set(ids)
  const others = scene.inBox(window).filter(({ id }) => !own.has(id))
  return others.length > maxOthers ? [] : others.map((shape) => scene.extentOf(shape))
}
