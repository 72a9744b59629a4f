/** Bytes at the start of a file that say what it is. */
const headBytes = 200

/** Whether a file is a board as `exportJson` writes it, by its first bytes. */
export function isBoardFile(bytes: Uint8Array): boolean {
  return /^\ufeff?\s*\{\s*"type"\s*:\s*"inkbridge"/.test(new TextDecoder().decode(bytes.subarray(0, headBytes)))
}
