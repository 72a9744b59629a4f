import type { ShapeId, WorldPoint } from '@inkbridge/types'
import { connects, hasRoom, notePlace, noteSide, signedNote } from '../shapes.ts'
import { lineHeight } from '../text.ts'
import { snapToGrid } from './snap.ts'
import { dragPx, type Pointer, type Step, type Tool, tolerancePx, type View } from './tool.ts'

type WordsState =
  | { readonly name: 'idle' }
  | {
      readonly name: 'pressing'
      readonly from: WorldPoint
      readonly id: ShapeId
      readonly dragged: boolean
    }

const idle: WordsState = { name: 'idle' }

/** The least width of a text that is dragged, world units. */
const leastWidth = 40

/** A click begins a text there, a drag one whose lines are so long; on a text one writes in that. */
export const text: Tool<WordsState> = {
  idle,
  cursor: 'text',
  drags: true,
  next(state, input, view) {
    if (input.type === 'down')
      return {
        state: { name: 'pressing', from: onGrid(input.point, view), id: view.newId(), dragged: false },
        selection: [],
      }
    if (state.name === 'idle' || input.type === 'cancel' || input.type === 'hold') return { state: idle }
    const dragged = state.dragged || isFar(state.from, input, view)
    if (input.type === 'move') {
      if (!dragged) return { state }
      const { x, y } = state.from
      const marquee = {
        minX: Math.min(x, input.point.x),
        maxX: Math.max(x, input.point.x),
        minY: y - lineOf(view) / 2,
        maxY: Math.max(y + lineOf(view) / 2, input.point.y),
      }
      return { state: { ...state, dragged }, draft: { marquee } }
    }
    const there = dragged ? undefined : view.scene.at(state.from, tolerancePx[input.device] / view.zoom)
    if (there && hasRoom(there, view.scene.kinds) && !connects(there, view.scene.kinds))
      return { state: idle, selection: [there.id], done: true, write: { id: there.id, at: input.client } }
    return begun(state.id, state.from, dragged ? input.point : null, view)
  },
}

/** A text that begins with its first line at a point, and is as wide as it is to another, or as its words are. */
export function begun(id: ShapeId, from: WorldPoint, to: WorldPoint | null, view: View): Step<WordsState> {
  const height = lineOf(view)
  const { style } = view
  const wide = to ? Math.max(leastWidth, Math.abs(to.x - from.x)) : 0
  const x = to ? Math.min(from.x, to.x) : from.x
  const at = { x, y: from.y - height / 2, w: wide, h: height, rotation: 0 }
  return {
    state: idle,
    edits: [{ type: 'create', shape: { id, kind: 'text', at, style, ...(to ? { wraps: true } : {}) } }],
    selection: [id],
    done: true,
    write: { id },
  }
}

/** Puts a note where one clicks, and writes on it. */
export const note: Tool<WordsState> = {
  idle,
  cursor: 'crosshair',
  next(state, input, view) {
    if (input.type === 'down')
      return { state: { name: 'pressing', from: input.point, id: view.newId(), dragged: false }, selection: [] }
    if (state.name === 'idle' || input.type === 'cancel' || input.type === 'hold') return { state: idle }
    const middle = input.point
    const corner = onGrid({ x: middle.x - noteSide / 2, y: middle.y - noteSide / 2 }, view)
    const shape = signedNote({ id: state.id, at: notePlace(corner), style: view.style }, view.signed())
    if (input.type === 'move') return { state, draft: { shape: { ...shape, order: 'a0' } } }
    return {
      state: idle,
      edits: [{ type: 'create', shape }],
      selection: [state.id],
      done: true,
      write: { id: state.id },
    }
  },
}

function lineOf({ style }: View): number {
  return Math.round((style.size ?? 20) * lineHeight)
}

function isFar(from: WorldPoint, { point }: Pointer, { zoom }: View): boolean {
  return Math.abs(point.x - from.x) * zoom >= dragPx * 2
}

function onGrid(point: WorldPoint, { grid }: View): WorldPoint {
  return grid ? snapToGrid(point, grid) : point
}
