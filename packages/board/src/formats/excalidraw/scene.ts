import { ok, type Result } from '@inkbridge/types'
import { isRaw, type Raw, rawOf, textIn, valueIn } from './raw.ts'
import { parseObject, refusal } from './scene-json.ts'
import { elementsOfSkeletons } from './skeleton.ts'

/** A drawing as in a file. */
export interface Scene {
  /** Bottom to top, deleted ones included. */
  readonly elements: readonly Raw[]
  /** Pictures, by the `fileId` of elements. */
  readonly files: Raw
  /** Everything else in the file: `source`, `appState` and unknown keys. */
  readonly document: Raw
  /** The same shapes as a data file of Inkbridge, in a picture that was exported here; null: it is missing. */
  readonly own: Raw | null
  /** What stands for images that are not in the file, by `fileId`. */
  readonly captions: ReadonlyMap<string, string>
}

/** The key of `Scene.own`; other programs do not know it, and drop it when they save the drawing. */
export const ownKey = 'inkbridge'

/** The program, as files written here name it. */
export const sourceAddress = 'https://github.com/inkbridge'

/** Elements of one file that are read. */
export const maxElements = 200_000

/** The types of files with elements; the second are complete, the others are skeletons. */
const sceneTypes: readonly unknown[] = ['excalidraw', 'excalidraw/clipboard']
const skeletonTypes: readonly unknown[] = ['excalidraw-skeleton', 'excalidraw-api/clipboard']

/** Parses the JSON of a scene, of the clipboard, or of skeletons. */
export function parseScene(text: string, captions: Scene['captions'] = new Map()): Result<Scene> {
  const file = parseObject(text)
  return file.ok ? sceneIn(file.value, captions) : file
}

function sceneIn(file: Raw, captions: Scene['captions']): Result<Scene> {
  const type = valueIn(file, 'type')
  if (type === 'mermaid')
    return refusal('not-a-board', 'This file has a Mermaid diagram. Copy its text and paste it on the board instead.')
  if (type === 'excalidrawlib')
    return refusal('not-a-board', 'This file is a library of Excalidraw. Open it as a library.')
  const isSkeleton = skeletonTypes.includes(type)
  if (!isSkeleton && !sceneTypes.includes(type))
    return refusal('not-a-board', 'This file is not an Excalidraw drawing.')
  const elements = valueIn(file, 'elements') ?? []
  if (!Array.isArray(elements)) return refusal('damaged-file', 'This drawing is damaged: its elements are not a list.')
  if (elements.length > maxElements)
    return refusal('damaged-file', `This drawing has ${elements.length} elements; at most ${maxElements} can be read.`)
  const { type: _type, version: _version, elements: _elements, files: _files, [ownKey]: own, ...document } = file
  const read = (elements as readonly unknown[]).filter(isRaw)
  return ok({
    elements: isSkeleton ? elementsOfSkeletons(read) : read,
    files: rawOf(valueIn(file, 'files')),
    document,
    own: isRaw(own) ? own : null,
    captions,
  })
}

/** The name of a drawing; null: it has none. */
export function titleIn(document: Raw): string | null {
  const name = textIn(rawOf(valueIn(document, 'appState')), 'name')
  return name && name.trim() !== '' ? name.slice(0, 120) : null
}
