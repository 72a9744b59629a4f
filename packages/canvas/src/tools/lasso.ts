import type { ShapeId, WorldPoint } from '@inkbridge/types'
import { around } from '../geometry.ts'
import type { Tool, View } from './tool.ts'

export type LassoState =
  | { readonly name: 'idle' }
  | { readonly name: 'drawing'; readonly points: readonly WorldPoint[]; readonly before: readonly ShapeId[] }

const idle: LassoState = { name: 'idle' }

/** Selects the shapes with more than half of their outline inside a drawn line. */
export const lasso: Tool<LassoState> = {
  idle,
  cursor: 'crosshair',
  next(state, input, view) {
    if (input.type === 'cancel') return { state: idle }
    if (input.type === 'down') {
      const before = input.shift ? view.selection : []
      return { state: { name: 'drawing', points: [input.point], before }, selection: before }
    }
    if (state.name === 'idle') return { state }
    const points = [...state.points, ...input.samples.map(({ x, y }) => ({ x, y }))]
    if (input.type !== 'up') return { state: { ...state, points }, draft: { lasso: points } }
    const selection = [...new Set([...state.before, ...within(points, view)])]
    // Switches to the select tool even if the tool is kept.
    return { state: idle, selection, tool: 'select' }
  },
}

function within(points: readonly WorldPoint[], { scene }: View): readonly ShapeId[] {
  if (points.length < 3) return []
  return scene.enclosed(points, around(points)).map(({ id }) => id)
}
