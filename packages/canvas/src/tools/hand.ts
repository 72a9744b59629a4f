import type { ScreenPoint } from '@inkbridge/types'
import type { Tool } from './tool.ts'

export type HandState = { readonly name: 'idle' } | { readonly name: 'panning'; readonly from: ScreenPoint }

/** Pans the board. */
export const hand: Tool<HandState> = {
  idle: { name: 'idle' },
  cursor: 'grab',
  next(state, input) {
    if (input.type === 'down') return { state: { name: 'panning', from: input.screen }, cursor: 'grabbing' }
    if (input.type !== 'move' || state.name !== 'panning') return { state: { name: 'idle' } }
    return {
      state: { name: 'panning', from: input.screen },
      camera: { type: 'pan', dx: state.from.x - input.screen.x, dy: state.from.y - input.screen.y },
      cursor: 'grabbing',
    }
  },
}
