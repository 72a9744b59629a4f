/** The delimiters of cells, the likeliest first. */
const delimiters = ['\t', ',', ';', '|'] as const

/** Parses rows of separated cells (RFC 4180): quotes may hold delimiters and line breaks. Empty rows are left out. */
export function cellsOf(text: string): readonly (readonly string[])[] {
  const plain = text.replace(/^\ufeff/, '').replace(/\r\n?/g, '\n')
  const body = isCommented(plain) ? plain.replace(/^#(?:.*\\\n)*.*\n?/gm, '') : plain
  const rows = rowsOf(body, delimiterOf(body))
  return rows.filter((row) => row.some((cell) => cell !== ''))
}

/** Whether lines that begin with # are comments: then the first one does. */
function isCommented(text: string): boolean {
  return text.startsWith('#')
}

/** The delimiter that occurs in most of the first rows, outside of quotes. */
function delimiterOf(text: string): string {
  const start = text.slice(0, 20_000)
  const counted = delimiters.map((delimiter) => {
    const rows = rowsOf(start, delimiter).filter((row) => row.some((cell) => cell !== ''))
    return { delimiter, rows: rows.filter(({ length }) => length > 1).length }
  })
  return counted.reduce((best, each) => (each.rows > best.rows ? each : best)).delimiter
}

function rowsOf(text: string, delimiter: string): readonly (readonly string[])[] {
  const rows: string[][] = [[]]
  for (let at = 0; at <= text.length; ) {
    const [cell, end] = cellAt(text, at, delimiter)
    rows.at(-1)?.push(cell.trim())
    if (text.charAt(end) === '\n') rows.push([])
    at = end + 1
  }
  return rows
}

/** The cell that begins at a position, and the position after it. A quote that is never closed is a letter. */
function cellAt(text: string, from: number, delimiter: string): readonly [cell: string, end: number] {
  const start = skipSpaces(text, from)
  for (let close = text.charAt(start) === '"' ? text.indexOf('"', start + 1) : -1; close >= 0; ) {
    if (text.charAt(close + 1) === '"') {
      close = text.indexOf('"', close + 2)
      continue
    }
    const end = skipSpaces(text, close + 1)
    const isEnd = end === text.length || text.charAt(end) === '\n' || text.charAt(end) === delimiter
    return isEnd ? [text.slice(start + 1, close).replaceAll('""', '"'), end] : bareAt(text, from, delimiter)
  }
  return bareAt(text, from, delimiter)
}

function skipSpaces(text: string, from: number): number {
  let at = from
  while (text.charAt(at) === ' ') at += 1
  return at
}

function bareAt(text: string, from: number, delimiter: string): readonly [cell: string, end: number] {
  let end = from
  while (end < text.length && text.charAt(end) !== '\n' && text.charAt(end) !== delimiter) end += 1
  return [text.slice(from, end), end]
}
