/** Decodes base64, of which white space is ignored; null: it is not base64. */
export function fromBase64(text: string): Uint8Array<ArrayBuffer> | null {
  try {
    // `atob` ignores white space as well, but is slow with it.
    return bytesOf(atob(/\s/.test(text) ? text.replace(/\s+/g, '') : text))
  } catch {
    return null
  }
}

export function toBase64(bytes: Uint8Array): string {
  return btoa(byteString(bytes))
}

/** Characters of one call: engines limit the number of arguments. */
const piece = 8_192

/** Bytes as a text of as many characters, 0 to 255. */
export function byteString(bytes: Uint8Array): string {
  const pieces: string[] = []
  for (let at = 0; at < bytes.length; at += piece) pieces.push(String.fromCharCode(...bytes.subarray(at, at + piece)))
  return pieces.join('')
}

export function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(text.length)
  for (let at = 0; at < text.length; at += 1) bytes[at] = text.charCodeAt(at)
  return bytes
}
