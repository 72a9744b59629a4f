import type { Result } from '@inkbridge/types'
import { inSlices } from '../../slices.ts'
import type { Exported, Imported, ReadContext } from '../format.ts'
import { jsonBytes } from '../json-bytes.ts'
import { exportScene } from './export-scene.ts'
import { importScene } from './import-scene.ts'
import { parseScene } from './scene.ts'

/** The type of Excalidraw's clipboard; it is copied as plain text, too. */
export const clipboardType = 'application/vnd.excalidraw.clipboard+json'

/** Reads shapes copied in Excalidraw; null: the text is something else. Never throws. */
export async function readClipboard(text: string, context: ReadContext): Promise<Result<Imported> | null> {
  if (!/^\s*\{/.test(text) || !/"type"\s*:\s*"excalidraw(?:-api)?\/clipboard"/.test(text)) return null
  const scene = parseScene(text)
  return scene.ok ? importScene(scene.value, context) : scene
}

/** Writes shapes as Excalidraw copies them. */
export async function writeClipboard(board: Exported): Promise<string> {
  const { elements, files } = await exportScene(board)
  const live = elements.filter(({ isDeleted }) => isDeleted !== true)
  const bytes = await inSlices(jsonBytes({ type: 'excalidraw/clipboard', elements: live, files }), board.signal)
  return new TextDecoder().decode(bytes)
}
