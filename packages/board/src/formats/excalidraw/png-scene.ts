import { byteString, bytesOf } from '../../base64.ts'
import { encodeScene } from './encoded-scene.ts'

/** The keyword of the text chunk with a scene. */
export const sceneType = 'application/vnd.excalidraw+json'
const signature = '\x89PNG\r\n\x1a\n'

interface Chunk {
  readonly type: string
  /** Where the chunk begins, with its length. */
  readonly start: number
  readonly content: Uint8Array
}

export function isPng(bytes: Uint8Array): boolean {
  return byteString(bytes.subarray(0, signature.length)) === signature
}

/** The chunks of a PNG (ISO 15948, section 5), up to the first that is incomplete. */
function* chunksOf(bytes: Uint8Array): Generator<Chunk> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  for (let start = signature.length; start + 12 <= bytes.length; ) {
    const length = view.getUint32(start)
    const end = start + 12 + length
    if (end > bytes.length) return
    yield {
      type: byteString(bytes.subarray(start + 4, start + 8)),
      start,
      content: bytes.subarray(start + 8, start + 8 + length),
    }
    start = end
  }
}

/** The encoded scene in a PNG; null: a PNG without a scene, or another file. */
export function sceneInPng(bytes: Uint8Array): string | null {
  if (!isPng(bytes)) return null
  for (const { type, content } of chunksOf(bytes)) {
    const isScene = type === 'tEXt' && byteString(content.subarray(0, sceneType.length + 1)) === `${sceneType}\0`
    if (isScene) return byteString(content.subarray(sceneType.length + 1))
  }
  return null
}

/** Returns a PNG with a scene in it, which replaces an earlier one; null: it is not a PNG. */
export function pngWithScene(png: Uint8Array, scene: string): Uint8Array | null {
  if (!isPng(png)) return null
  const parts: Uint8Array[] = [png.subarray(0, signature.length)]
  for (const { type, start, content } of chunksOf(png)) {
    if (type === 'tEXt' && byteString(content).startsWith(`${sceneType}\0`)) continue
    if (type === 'IEND') parts.push(textChunk(`${sceneType}\0${encodeScene(scene)}`))
    parts.push(png.subarray(start, start + 12 + content.length))
  }
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0))
  parts.reduce((at, part) => {
    whole.set(part, at)
    return at + part.length
  }, 0)
  return whole
}

function textChunk(text: string): Uint8Array {
  const content = bytesOf(`tEXt${text}`)
  const chunk = new Uint8Array(content.length + 8)
  const view = new DataView(chunk.buffer)
  view.setUint32(0, content.length - 4)
  chunk.set(content, 4)
  view.setUint32(content.length + 4, crc32(content))
  return chunk
}

/** The checksum of a chunk (ISO 15948, annex D). */
function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff
  for (const byte of bytes) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1
  }
  return ~crc >>> 0
}
