import { type BoardFile, parseJson } from '@inkbridge/board'
import { type BoardId, parseBoardId, plainText, type RecordKinds, type Result } from '@inkbridge/types'

/** Parses copied shapes, checked by the known kinds; null: the text is not a copy of shapes. */
export function clipIn(text: string, kinds: RecordKinds): Result<BoardFile> | null {
  if (!text.startsWith('{"type":"inkbridge"')) return null
  try {
    return parseJson(JSON.parse(text), kinds)
  } catch {
    return null
  }
}

/** Adds the board that shapes were copied from, where the bytes of their images are. */
export function withBoard(clip: string, board: BoardId | undefined): string {
  return board ? clip.replace('{"type":"inkbridge",', `{"type":"inkbridge","board":"${board}",`) : clip
}

/** Returns the board that shapes were copied from; null: it is not known. */
export function boardOfClip(text: string): BoardId | null {
  return parseBoardId(/^\{"type":"inkbridge","board":"(\w+)"/.exec(text)?.[1])
}

/** Returns the text of copied shapes, a line for each; null: the text is not a copy of shapes. */
export function wordsOfClip(text: string, kinds: RecordKinds): string | null {
  const clip = clipIn(text, kinds)
  if (!clip) return null
  return clip.ok ? clip.value.texts.map((each) => plainText(each.text)).join('\n') : ''
}
