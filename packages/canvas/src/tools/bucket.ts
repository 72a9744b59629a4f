import { hasInside } from '../shapes.ts'
import { type Tool, tolerancePx } from './tool.ts'

export type BucketState = { readonly name: 'idle' }

const idle: BucketState = { name: 'idle' }

/** Fills the clicked shape with the chosen colour and pattern; Alt removes the fill. */
export const bucket: Tool<BucketState> = {
  idle,
  cursor: 'cell',
  next(_state, input, { scene, zoom, style, readOnly }) {
    if (input.type !== 'down' || readOnly) return { state: idle }
    const shape = scene.at(input.point, tolerancePx[input.device] / zoom)
    if (!shape || !hasInside(shape, scene.kinds)) return { state: idle }
    const fill = input.alt ? { fill: null } : { fill: style.color, pattern: style.pattern ?? null }
    return { state: idle, edits: [{ type: 'style', id: shape.id, style: fill }] }
  },
}
