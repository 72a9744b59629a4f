import { ok, type Result } from '@inkbridge/types'
import { Unzlib, zlibSync } from 'fflate'
import { byteString, bytesOf } from '../../base64.ts'
import { textIn, valueIn } from './raw.ts'
import { parseObject, refusal } from './scene-json.ts'

/** Largest scene that is inflated, bytes. */
const maxScene = 64 * 1_048_576
/** Compressed bytes that are inflated at once, to at most a thousand times as many. */
const piece = 8_192

/** Inflates zlib data; null: it is damaged, or larger than `most` bytes. */
export function inflated(bytes: Uint8Array, most = maxScene): Uint8Array | null {
  const pieces: Uint8Array[] = []
  let length = 0
  let isComplete = false
  try {
    const stream = new Unzlib((chunk, isLast) => {
      length += chunk.length
      isComplete = isLast
      if (length <= most) pieces.push(chunk)
    })
    for (let at = 0; at < bytes.length && length <= most; at += piece)
      stream.push(bytes.subarray(at, at + piece), at + piece >= bytes.length)
  } catch {
    return null
  }
  return isComplete && length <= most ? joined(pieces, length) : null
}

function joined(pieces: readonly Uint8Array[], length: number): Uint8Array {
  const whole = new Uint8Array(length)
  let at = 0
  for (const each of pieces) {
    whole.set(each, at)
    at += each.length
  }
  return whole
}

/** Decodes a scene as it is embedded in pictures: JSON with the scene as a byte string, or, in old ones, the scene. */
export function decodeScene(text: string): Result<string> {
  const outer = parseObject(text)
  if (!outer.ok) return outer
  const encoded = textIn(outer.value, 'encoded')
  if (encoded === null) return ok(text)
  const bytes = bytesOf(encoded)
  const whole = valueIn(outer.value, 'compressed') === true ? inflated(bytes) : bytes
  return whole
    ? ok(new TextDecoder().decode(whole))
    : refusal('damaged-file', 'The drawing in this picture is damaged or too large.')
}

/** Encodes a scene for a picture, in characters up to 255. */
export function encodeScene(scene: string): string {
  const encoded = byteString(zlibSync(new TextEncoder().encode(scene)))
  return JSON.stringify({ version: '1', encoding: 'bstring', compressed: true, encoded })
}
