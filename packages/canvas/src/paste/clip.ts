import { type BoardFile, parseJson } from '@inkbridge/board'
import { plainText, type Result } from '@inkbridge/types'

/** The shapes of a board in a text that was copied; null: it is something else. */
export function clipIn(text: string): Result<BoardFile> | null {
  if (!text.startsWith('{"type":"inkbridge"')) return null
  try {
    return parseJson(JSON.parse(text))
  } catch {
    return null
  }
}

/** What is written in copied shapes, a line a shape; null: the text is something else. */
export function wordsOfClip(text: string): string | null {
  const clip = clipIn(text)
  if (!clip) return null
  return clip.ok ? clip.value.texts.map((each) => plainText(each.text)).join('\n') : ''
}
