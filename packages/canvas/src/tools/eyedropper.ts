import { type Tool, tolerancePx } from './tool.ts'

export type EyedropperState = { readonly name: 'idle' }

const idle: EyedropperState = { name: 'idle' }

/** Takes the style of what is clicked on for what is selected, and for what is drawn next. */
export const eyedropper: Tool<EyedropperState> = {
  idle,
  cursor: 'crosshair',
  next(_state, input, { scene, zoom }) {
    if (input.type !== 'down') return { state: idle }
    const pick = scene.at(input.point, tolerancePx[input.device] / zoom, true)
    return pick ? { state: idle, pick } : { state: idle }
  },
}
