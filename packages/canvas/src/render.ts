export type { PeerCaret } from './render/carets.ts'
export { paintMinimap } from './render/minimap.ts'
export { paintShape } from './render/paint.ts'
export { createCanvasRenderer, type Renderer } from './render/renderer.ts'
