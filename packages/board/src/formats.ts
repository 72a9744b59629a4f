/**
 * Reads and writes files of other programs: pure functions between a file and the edits of a board. One folder for each
 * format; nothing outside it knows the format.
 *
 * @packageDocumentation
 */

export {
  clipboardType as excalidrawClipboardType,
  excalidrawWriter,
  isLibrary,
  type LibraryItem,
  pngWithScene,
  readClipboard as readExcalidrawClipboard,
  readLibrary,
  svgWithScene,
  type WrittenItem,
  writeClipboard as writeExcalidrawClipboard,
  writeLibrary,
  writeScene,
} from './formats/excalidraw/excalidraw.ts'
export type {
  Exported,
  Imported,
  ImportedAsset,
  ReadContext,
  Reader,
  Report,
  ReportReason,
  SourceFile,
  TextSize,
  Writer,
  Written,
} from './formats/format.ts'
export { boxOfEdits, boxOfShapes, movedEdits, offsetBeside } from './formats/moved.ts'
export { readerOf } from './formats/readers.ts'
export { tldrawWriter } from './formats/tldraw.ts'
