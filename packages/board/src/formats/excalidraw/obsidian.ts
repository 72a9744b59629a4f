import { ok, type Result } from '@inkbridge/types'
import { decompressBase64 } from '../lz-string.ts'
import { refusal } from './scene-json.ts'

/** Longest scene that is decompressed, characters. */
const maxScene = 64 * 1_048_576

/** Whether a text is a drawing of the Excalidraw plugin of Obsidian: its front matter says so. */
export function isObsidian(text: string): boolean {
  const [, front = ''] = /^\ufeff?---\r?\n([\s\S]{0,10000}?)\r?\n---/.exec(text) ?? []
  return /^excalidraw-plugin:/m.test(front)
}

/** The JSON of the drawing in such a text, from its fenced block. */
export function sceneInObsidian(text: string): Result<string> {
  const [, fence, content = ''] = /^```(json|compressed-json)\r?\n([\s\S]*?)\r?\n```/m.exec(text) ?? []
  if (fence === 'json') return ok(content)
  if (fence === undefined) return refusal('damaged-file', 'This note of Obsidian has no drawing in it.')
  const scene = decompressBase64(content, maxScene)
  return scene ? ok(scene) : refusal('damaged-file', 'The drawing in this note of Obsidian is damaged or too large.')
}

/** The names of the files and addresses that stand for images, by their `fileId`. */
export function captionsIn(text: string): ReadonlyMap<string, string> {
  const [, section = ''] = /^##? Embedded files\r?\n([\s\S]*?)(?=^(?:%%|#))/im.exec(text) ?? []
  const lines = section.matchAll(/^([0-9a-f]{40}): (.+)$/gim)
  return new Map(
    [...lines].map(([, id = '', target = '']) => [id, target.replace(/^\[\[(.*)\]\]$/, '$1').slice(0, 200)]),
  )
}
