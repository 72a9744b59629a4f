import { type BoardFile, parseJson } from '@inkbridge/board'
import { plainText, type RecordKinds, type Result } from '@inkbridge/types'

/** Reads the shapes of a board in a text that was copied, checked by the kinds known here; null: the text is something else. */
export function clipIn(text: string, kinds: RecordKinds): Result<BoardFile> | null {
  if (!text.startsWith('{"type":"inkbridge"')) return null
  try {
    return parseJson(JSON.parse(text), kinds)
  } catch {
    return null
  }
}

/** The words in copied shapes, a line a shape; null: the text is something else. */
export function wordsOfClip(text: string, kinds: RecordKinds): string | null {
  const clip = clipIn(text, kinds)
  if (!clip) return null
  return clip.ok ? clip.value.texts.map((each) => plainText(each.text)).join('\n') : ''
}
