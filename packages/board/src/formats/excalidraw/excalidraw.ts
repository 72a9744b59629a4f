export { clipboardType, readClipboard, writeClipboard } from './clipboard.ts'
export { isLibrary, type LibraryItem, readLibrary, type WrittenItem, writeLibrary } from './library.ts'
export { pngWithScene } from './png-scene.ts'
export { svgWithScene } from './svg-scene.ts'

import type { Result } from '@inkbridge/types'
import { inSlices, Pace } from '../../slices.ts'
import type { Exported, Imported, ReadContext, Reader, Report, SourceFile, Writer, Written } from '../format.ts'
import { jsonBytes } from '../json-bytes.ts'
import { exportScene } from './export-scene.ts'
import { importScene } from './import-scene.ts'
import { formatName } from './kept.ts'
import { ownKey, sourceAddress } from './scene.ts'
import { isDrawing, sceneOf } from './source.ts'

/** Reads drawings of Excalidraw: files, PNG and SVG with a scene in them, and notes of Obsidian. */
export const excalidrawReader: Reader = {
  format: formatName,
  recognizes: isDrawing,
  read: readFile,
}

async function readFile(file: SourceFile, context: ReadContext): Promise<Result<Imported>> {
  const scene = sceneOf(file)
  if (!scene.ok) return scene
  await new Pace(context.signal).rest()
  return importScene(scene.value, context)
}

/** Writes boards as drawings of Excalidraw. */
export const excalidrawWriter: Writer = { format: formatName, write: writeFile }

async function writeFile(board: Exported): Promise<Written> {
  const { file, report } = await fileOf(board)
  const bytes = await inSlices(jsonBytes(file), board.signal)
  return { extension: 'excalidraw', type: 'application/vnd.excalidraw+json', bytes, report }
}

async function fileOf(board: Exported): Promise<{ readonly file: object; readonly report: Report }> {
  const { elements, files, document, report } = await exportScene(board)
  const { source = sourceAddress, appState = usualState, ...others } = document
  return { file: { type: 'excalidraw', version: 2, source, elements, appState, files, ...others }, report }
}

const usualState = { gridSize: 20, gridStep: 5, gridModeEnabled: false, viewBackgroundColor: '#ffffff' }

/**
 * Writes a board as the scene of a picture, for `pngWithScene` and `svgWithScene`.
 *
 * @param own the same shapes as a data file of Inkbridge, as JSON: what Excalidraw does not have is kept in that
 */
export async function writeScene(board: Exported, own: string): Promise<string> {
  const { file } = await fileOf(board)
  return JSON.stringify({ ...file, [ownKey]: JSON.parse(own) })
}
