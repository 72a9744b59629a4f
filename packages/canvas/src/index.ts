/**
 * The whiteboard engine: input, tools, shapes, scene, camera, renderer. Knows shapes; no network, no React.
 *
 * @packageDocumentation
 */
export { builtInCommands, type Command, type CommandContext, type CommandGroup, type CommandId } from './commands.ts'
export { fillTone, firstFill, palette, type Theme } from './display.ts'
export { Editor, type EditorOptions, isOffered, type Measures } from './editor/editor.ts'
export { fontsFor, type Printed, paintPicture, pngOf } from './export.ts'
export type { Offer } from './paste.ts'
export { svgOf } from './picture.ts'
export {
  type Asked,
  type EditorProblem,
  type HostId,
  isHostId,
  type Plan,
  type Settings,
  type ToolName,
} from './plan/plan.ts'
export type { OutlineEnd, OutlineEntry } from './scene/scene.ts'
export {
  builtIn,
  createKinds,
  type Hit,
  headPicture,
  type Kind,
  type KindField,
  type KindOnCanvas,
  type Kinds,
} from './shapes.ts'
export type { EditorState, Facts } from './state/state.ts'
export {
  createPageLayout,
  type Format,
  type FormatId,
  formats,
  isSaid,
  type TextFacts,
  type TextLayout,
} from './text.ts'
export {
  builtInTools,
  families,
  type Input,
  type Pointer,
  type Step,
  type Tool,
  type ToolEntry,
  type View,
} from './tools.ts'
export type { Camera } from './viewport/viewport.ts'
