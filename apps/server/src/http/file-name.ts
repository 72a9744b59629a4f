/** The longest file name, characters. */
const maxLength = 60

/** Returns a board's file name without extension: letters, digits, spaces, hyphens and underscores of its title. */
export function fileNameOf(title: string): string {
  const plain = title
    .toWellFormed()
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .trim()
  // By code points, so that no surrogate pair is split.
  return Array.from(plain).slice(0, maxLength).join('').trim() || 'board'
}

/** The value of `Content-Disposition` for a download (RFC 6266), with an ASCII name for old programs. */
export function attachmentOf(name: string): string {
  const ascii = name.replace(/[^\x20-\x7e]|["\\%]/g, '_')
  // RFC 8187 allows fewer characters than `encodeURIComponent` leaves.
  const encoded = encodeURIComponent(name.toWellFormed()).replace(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  return `attachment; filename="${ascii}"; filename*=UTF-8''${encoded}`
}
