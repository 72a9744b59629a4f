import type { Steps } from '@inkbridge/board'

/** Characters that are encoded at once. */
const pieceLength = 1_048_576

/** Makes a blob of texts, one after the other, in steps: a browser encodes a text at once, however long it is. */
export function* textBlob(texts: readonly string[], type: string): Steps<Blob> {
  const pieces: Blob[] = []
  for (const text of texts) {
    for (let from = 0; from < text.length; ) {
      const to = pieceEnd(text, from + pieceLength)
      pieces.push(new Blob([text.slice(from, to)]))
      from = to
      yield
    }
  }
  return new Blob(pieces, { type })
}

/** Returns an end that does not divide a character of two code units. */
function pieceEnd(text: string, end: number): number {
  const isDivided = /[\uD800-\uDBFF]/.test(text.charAt(end - 1)) && end < text.length
  return isDivided ? end + 1 : end
}
