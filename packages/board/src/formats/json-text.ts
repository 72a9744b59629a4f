import { no, ok, type Result } from '@inkbridge/types'
import { refusal } from './refusal.ts'

/** The largest file that is read, bytes: pictures are in it as text. */
const maxBytes = 128 * 1_048_576
/** Nesting of arrays and records; files that people have are not nested deeper than 30. */
const maxDepth = 200

/** Decodes a text file of limited size as UTF-8, without its byte order mark. Never throws. */
export function decodeText(bytes: Uint8Array): Result<string> {
  if (bytes.length === 0) return no(refusal('damaged-file', 'This file is empty.'))
  if (bytes.length > maxBytes)
    return no(refusal('damaged-file', 'This file is larger than 128 MB. Export a part of the drawing.'))
  try {
    return ok(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    return no(refusal('damaged-file', 'This file is not text in UTF-8.'))
  }
}

/** Decodes bytes as UTF-8 and parses them as JSON of limited size and depth. Never throws. */
export function parseJsonBytes(bytes: Uint8Array): Result<unknown> {
  const text = decodeText(bytes)
  return text.ok ? parseJsonText(text.value) : text
}

/** Parses JSON of limited depth. Never throws. */
export function parseJsonText(text: string): Result<unknown> {
  if (isDeep(text)) return no(refusal('damaged-file', 'This file is nested too deeply to be read.'))
  try {
    return ok(JSON.parse(text))
  } catch {
    return no(refusal('damaged-file', 'This file is incomplete or damaged: it is not valid JSON.'))
  }
}

const [quote, backslash, openArray, closeArray, openRecord, closeRecord] = [34, 92, 91, 93, 123, 125]

/** Whether brackets outside of strings are nested deeper than in any file. */
function isDeep(text: string): boolean {
  let [depth, isString] = [0, false]
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at)
    if (isString) {
      if (code === backslash) at += 1
      else if (code === quote) isString = false
    } else if (code === quote) isString = true
    else if (code === openArray || code === openRecord) {
      depth += 1
      if (depth > maxDepth) return true
    } else if (code === closeArray || code === closeRecord) depth -= 1
  }
  return false
}
