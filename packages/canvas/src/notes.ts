import type { Edit, NewShape, ShapeId, Style, WorldPoint } from '@inkbridge/types'
import { richText } from '@inkbridge/types'
import { noteSide } from './shapes/note.ts'

/** World units between notes that are put side by side. */
const gap = 24
/** No more are made of one text. */
const maxNotes = 200

interface Maker {
  newId(): ShapeId
  readonly author: string | null
  now(): number
  readonly style: Style
}

/** What of a pasted text becomes a note: its cells, or its lines, by rows. One line is no rows. */
export function rowsOf(text: string): readonly (readonly string[])[] | null {
  const lines = text
    .replace(/\r\n?/g, '\n')
    .split('\n')
    .filter((line) => line.trim() !== '')
  if (lines.some((line) => line.includes('\t'))) return lines.map((line) => line.split('\t').map((cell) => cell.trim()))
  if (lines.length < 2) return null
  const columns = Math.ceil(Math.sqrt(lines.length))
  return Array.from({ length: Math.ceil(lines.length / columns) }, (_, row) =>
    lines.slice(row * columns, (row + 1) * columns).map((line) => line.trim()),
  )
}

/** Notes by rows and columns about a point; where a cell is empty there is none. */
export function notesOf(rows: readonly (readonly string[])[], about: WorldPoint, maker: Maker): readonly Edit[] {
  const columns = Math.max(...rows.map((row) => row.length))
  const step = noteSide + gap
  const [x, y] = [about.x - (columns * step - gap) / 2, about.y - (rows.length * step - gap) / 2]
  const edits: Edit[] = []
  for (const [row, cells] of rows.entries()) {
    for (const [column, cell] of cells.entries()) {
      if (cell === '' || edits.length >= maxNotes) continue
      const at = {
        x: Math.round(x + column * step),
        y: Math.round(y + row * step),
        w: noteSide,
        h: noteSide,
        rotation: 0,
      }
      const { newId, author, now, style } = maker
      const shape: NewShape = {
        id: newId(),
        kind: 'note',
        at,
        style,
        ...(author ? { by: author } : {}),
        made: now(),
        text: richText(cell),
      }
      edits.push({ type: 'create', shape })
    }
  }
  return edits
}
