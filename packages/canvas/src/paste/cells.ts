/** Parses rows of cells as copied by spreadsheets; null: not a table. */
export function cellsOf(text: string): readonly (readonly string[])[] | null {
  if (!text.includes('\t')) return null
  const rows = rowsOf(text.replace(/\r\n?/g, '\n')).filter((row) => row.some((cell) => cell !== ''))
  // Indented lines are not cells.
  const isTable = rows.every((row) => row.length >= 2) && rows.some(([first]) => first !== '')
  return rows.length > 0 && isTable ? rows : null
}

/** A quoted cell: quotes are doubled, and line breaks allowed. */
const quoted = /"((?:[^"]|"")*)"(?=[\t\n]|$)/y
const bare = /[^\t\n]*/y

function rowsOf(text: string): readonly (readonly string[])[] {
  const rows: string[][] = [[]]
  for (let at = 0; at <= text.length; ) {
    const [cell, end] = cellAt(text, at)
    rows.at(-1)?.push(cell.trim())
    if (text[end] === '\n') rows.push([])
    at = end + 1
  }
  return rows
}

function cellAt(text: string, at: number): readonly [cell: string, end: number] {
  quoted.lastIndex = at
  const inQuotes = quoted.exec(text)
  if (inQuotes) return [(inQuotes[1] ?? '').replaceAll('""', '"'), quoted.lastIndex]
  bare.lastIndex = at
  return [bare.exec(text)?.[0] ?? '', bare.lastIndex]
}
