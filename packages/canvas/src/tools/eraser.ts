import type { ShapeId, WorldPoint } from '@inkbridge/types'
import { type Pointer, type Tool, tolerancePx, type View } from './tool.ts'

export type EraserState =
  | { readonly name: 'idle' }
  | { readonly name: 'erasing'; readonly last: WorldPoint; readonly touched: readonly ShapeId[] }

const idle: EraserState = { name: 'idle' }

/** Erases whole shapes: they fade under the eraser, and are deleted at the end in one step. */
export const eraser: Tool<EraserState> = {
  idle,
  cursor: 'eraser',
  next(state, input, view) {
    if (input.type === 'cancel') return { state: idle }
    if (state.name === 'idle' && input.type !== 'down') return { state }
    const before = state.name === 'erasing' ? state : { last: input.samples[0] ?? input.point, touched: [] }
    const touched = [
      ...new Set([...before.touched, ...swept(before.last, input.samples, eraserReach(input, view), view)]),
    ]
    if (input.type === 'up') {
      return {
        state: idle,
        edits: touched.filter((id) => view.scene.get(id)).map((id) => ({ type: 'delete', id })),
        selection: [],
      }
    }
    return {
      state: { name: 'erasing', last: input.point, touched },
      draft: { faint: touched.flatMap((id) => view.scene.get(id) ?? []) },
    }
  },
}

function swept(from: WorldPoint, samples: readonly WorldPoint[], distance: number, { scene }: View): ShapeId[] {
  let last = from
  return samples.flatMap((sample) => {
    const crossed = scene.crossing(last, sample, distance).map(({ id }) => id)
    last = sample
    return crossed
  })
}

/** Returns the radius of an eraser, world units; at least the precision of a finger. */
export function eraserReach(
  { device }: Pick<Pointer, 'device'>,
  { eraserPx, zoom }: Pick<View, 'eraserPx' | 'zoom'>,
): number {
  return Math.max(eraserPx / 2, device === 'touch' ? tolerancePx.touch : 0) / zoom
}
