/**
 * The whiteboard engine: input, tools, shapes, scene, camera, renderer. Knows shapes; no network, no React.
 *
 * @packageDocumentation
 */
export { type ActionEntry, type ActionGroup, type ActionName, actions, isOffered } from './actions.ts'
export type { Camera } from './camera.ts'
export { Editor, type EditorOptions } from './editor.ts'
export type { EditorState } from './editor-state.ts'
export { fontFilesOf } from './fonts.ts'
export { palette, type Theme } from './palette.ts'
export { pngOf } from './png.ts'
export { hasText } from './shapes.ts'
export { svgOf } from './svg.ts'
export { type ToolEntry, type ToolName, tools } from './tools.ts'
