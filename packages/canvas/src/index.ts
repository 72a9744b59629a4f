/**
 * The whiteboard engine: input, tools, shapes, scene, camera, renderer. Knows shapes; no network, no React.
 *
 * @packageDocumentation
 */
export {
  type ActionEntry,
  type ActionGroup,
  type ActionName,
  type Asked,
  actions,
  type Facts,
  isOffered,
  type Settings,
} from './actions.ts'
export type { Camera } from './camera.ts'
export { Editor, type EditorOptions } from './editor.ts'
export type { EditorState } from './editor-state.ts'
export type { Measures } from './measures.ts'
export { fontsFor } from './page-fonts.ts'
export { palette, type Theme } from './palette.ts'
export { pngOf } from './png.ts'
export { figureData } from './shapes/contours.ts'
export { headPicture } from './shapes/heads.ts'
export { svgOf } from './svg.ts'
export { type Format, formats, isSaid, type TextFacts } from './text/format.ts'
export type { TextLayout } from './text/layout.ts'
export { createPageLayout } from './text/page-layout.ts'
export { type ToolEntry, type ToolName, tools } from './tools.ts'
