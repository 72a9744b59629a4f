/**
 * The whiteboard engine: input, tools, shapes, scene, camera, renderer. Knows shapes; no network, no React.
 *
 * @packageDocumentation
 */
export {
  type AddedImage,
  type AddedPage,
  builtInCommands,
  type Command,
  type CommandContext,
  type CommandGroup,
  type CommandId,
} from './commands.ts'
export { fillTone, firstFill, palette, type Theme } from './display.ts'
export { Editor, type EditorOptions, isOffered, type Measures } from './editor/editor.ts'
export {
  drawnImages,
  fontsFor,
  imagesFor,
  type Printed,
  paintPicture,
  pdfImages,
  pngOf,
  type ShownBoard,
  shownBoard,
} from './export.ts'
export type { AssetPort, ImageLoader, Images } from './images.ts'
export type { Offer } from './paste.ts'
export { type Sheet, svgOf, svgSteps } from './picture.ts'
export {
  type EditorProblem,
  type HostId,
  isHostId,
  type Plan,
  type Settings,
  type ToolName,
  type UiRequest,
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
  hasFormat,
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
