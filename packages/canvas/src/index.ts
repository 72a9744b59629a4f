/**
 * The whiteboard engine: input, tools, shapes, scene, camera, renderer. Knows shapes; no network, no React.
 *
 * @packageDocumentation
 */
export {
  builtInCommands,
  type Command,
  type CommandContext,
  type CommandGroup,
  type CommandId,
} from './commands.ts'
export { fillTone, firstFill, palette, type Theme } from './display/palette.ts'
export type { EditorOptions } from './editor/connect.ts'
export { Editor } from './editor/editor.ts'
export type { Facts } from './editor/facts.ts'
export type { Measures } from './editor/measures.ts'
export type { Asked, EditorProblem, Plan, Settings } from './editor/plan.ts'
export { isOffered } from './editor/register.ts'
export type { EditorState } from './editor/state.ts'
export { fontsFor } from './export/page-fonts.ts'
export { paintPicture, pngOf } from './export/png.ts'
export type { Printed } from './export/print.ts'
export { svgOf } from './export/svg.ts'
export type { Offer } from './paste.ts'
export type { OutlineEnd, OutlineEntry } from './scene/board-outline.ts'
export type { Hit, Kind, KindField, KindOnCanvas, Kinds } from './shapes/kind.ts'
export { builtIn, createKinds } from './shapes/kinds.ts'
export { headPicture } from './shapes/line/heads.ts'
export type { TextLayout } from './text/layout.ts'
export { createPageLayout } from './text/page-layout.ts'
export {
  builtInTools,
  families,
  type HostId,
  type Input,
  isHostId,
  type Pointer,
  type Step,
  type Tool,
  type ToolEntry,
  type ToolName,
  type View,
} from './tools.ts'
export { type Format, type FormatId, formats, isSaid, type TextFacts } from './typing/format.ts'
export type { Camera } from './viewport/camera.ts'
