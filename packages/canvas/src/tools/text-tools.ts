import type { ShapeId, WorldPoint } from '@inkbridge/types'
import { attributedNote, connects, hasRoom, notePlace, noteSide } from '../shapes.ts'
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

/** Minimum width of a dragged text, world units. */
const leastWidth = 40

/** A click starts a text, a drag one that wraps at the dragged width; a click on a text edits it. */
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

/** Creates a text with its first line at a point, wrapping at the width to another point if there is one. */
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

/** Creates a sticky note at a click and edits its text. */
export const note: Tool<WordsState> = {
  idle,
  cursor: 'crosshair',
  next(state, input, view) {
    if (input.type === 'down')
      return { state: { name: 'pressing', from: input.point, id: view.newId(), dragged: false }, selection: [] }
    if (state.name === 'idle' || input.type === 'cancel' || input.type === 'hold') return { state: idle }
    const middle = input.point
    const corner = onGrid({ x: middle.x - noteSide / 2, y: middle.y - noteSide / 2 }, view)
    const shape = attributedNote({ id: state.id, at: notePlace(corner), style: view.style }, view.attribution())
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
