import { type Board, importJson, openBoard, parseJson } from '@inkbridge/board'
import type { RecordKinds } from '@inkbridge/types'
import * as Y from 'yjs'

/** Opens shapes that were copied as text as a board of their own; null: the text is not a copy of shapes. */
export function contentBoard(content: string, kinds: RecordKinds): Board | null {
  try {
    const file = parseJson(JSON.parse(content), kinds)
    if (!file.ok) return null
    const doc = new Y.Doc()
    importJson(doc, file.value, null)
    return openBoard(doc, { kinds })
  } catch {
    return null
  }
}
