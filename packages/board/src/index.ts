/**
 * Reads and edits the Y.Doc of an Inkbridge board: shapes, edits, changes, undo, data files. The only place that knows
 * the layout, which `docs/schema.md` describes.
 *
 * @packageDocumentation
 */
export { type AssetFile, assetProblem, maxFileAssets, textsAroundAssets, withAssets } from './asset-files.ts'
export { assetsIn } from './assets.ts'
export { type Board, type BoardChange, type LongStep, type Origin, openBoard } from './board.ts'
export { isBoardFile } from './board-file.ts'
export type { CheckContext } from './check.ts'
export { type Interval, without } from './cut.ts'
export { Groups } from './groups.ts'
export { type BoardFile, exportJson, importJson, jsonSteps, parseJson, parseSteps } from './json.ts'
export { initBoard, schemaVersion } from './layout.ts'
export { sealAbandoned } from './live-strokes.ts'
export {
  type Container,
  checkContent,
  containerInside,
  kindMadeBy,
  type Location,
  rootContainer,
} from './locations.ts'
export { keysBetween } from './order.ts'
export { type RenewalLimits, renewalLimits, renewed, weightOf } from './renewal.ts'
export { atOnce, inSlices, Pace, type Steps } from './slices.ts'
export { documentLimits, problemOfDocument, soundnessVersion } from './soundness.ts'
export type { TextPlace } from './text.ts'
export { textIn } from './text-in.ts'
