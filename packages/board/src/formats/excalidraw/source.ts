import type { Result } from '@inkbridge/types'
import type { SourceFile } from '../format.ts'
import { decodeText } from '../json-text.ts'
import { decodeScene } from './encoded-scene.ts'
import { captionsIn, isObsidian, sceneInObsidian } from './obsidian.ts'
import { isPng, sceneInPng } from './png-scene.ts'
import { parseScene, type Scene } from './scene.ts'
import { refusal } from './scene-json.ts'
import { sceneInSvg } from './svg-scene.ts'

const noScene = 'This picture has no Excalidraw drawing in it. Add it as an image instead.'

/** Reads the drawing in a file, by what the file is and not by its name. */
export function sceneOf({ bytes }: SourceFile): Result<Scene> {
  if (isPng(bytes)) return embedded(sceneInPng(bytes))
  const text = decodeText(bytes)
  if (!text.ok) return text
  if (isSvg(text.value)) return embedded(sceneInSvg(text.value))
  if (!isObsidian(text.value)) return parseScene(text.value)
  const scene = sceneInObsidian(text.value)
  return scene.ok ? parseScene(scene.value, captionsIn(text.value)) : scene
}

function embedded(encoded: string | null): Result<Scene> {
  if (encoded === null) return refusal('not-a-board', noScene)
  const scene = decodeScene(encoded)
  return scene.ok ? parseScene(scene.value) : scene
}

function isSvg(text: string): boolean {
  return /^\ufeff?\s*(?:<\?xml[^>]*>\s*)?(?:<!--[\s\S]{0,1000}?-->\s*)*(?:<!DOCTYPE[^>]*>\s*)?<svg\b/.test(
    text.slice(0, headLength),
  )
}

/** Characters at the start of a file that say what it is. */
const headLength = 4_096

/** Whether a file is a drawing, or has one in it. */
export function isDrawing({ name, bytes }: SourceFile): boolean {
  if (isPng(bytes)) return sceneInPng(bytes) !== null
  const head = new TextDecoder().decode(bytes.subarray(0, headLength))
  if (isSvg(head)) return head.includes('payload-type:application/vnd.excalidraw+json')
  return (
    /\.excalidraw(?:\.json)?$/i.test(name) ||
    isObsidian(head) ||
    (/^\ufeff?\s*\{/.test(head) && /"type"\s*:\s*"excalidraw(?:-skeleton|(?:-api)?\/clipboard)?"/.test(head))
  )
}
