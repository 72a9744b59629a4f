import type { Tool } from './tool.ts'

export type LaserState = { readonly name: 'idle' } | { readonly name: 'pointing' }

const idle: LaserState = { name: 'idle' }

/** Laser pointer: a trail that everybody sees and that fades; it is in no document. */
export const laser: Tool<LaserState> = {
  idle,
  cursor: 'crosshair',
  next(state, input) {
    if (input.type === 'down') return { state: { name: 'pointing' }, draft: { laser: input.point } }
    if (input.type !== 'move' || state.name === 'idle') return { state: idle }
    return { state, draft: { laser: input.point } }
  },
}
