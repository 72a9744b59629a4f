import { type Tool, tolerancePx } from './tool.ts'

export type EyedropperState = { readonly name: 'idle' }

const idle: EyedropperState = { name: 'idle' }

/** Applies the style of the clicked shape to the selection and to the next shape. */
export const eyedropper: Tool<EyedropperState> = {
  idle,
  cursor: 'crosshair',
  next(_state, input, { scene, zoom }) {
    if (input.type !== 'down') return { state: idle }
    const pick = scene.at(input.point, tolerancePx[input.device] / zoom, true)
    return pick ? { state: idle, pick } : { state: idle }
  },
}
