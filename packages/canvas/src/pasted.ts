import type { Edit, ShapeId, Style, WorldPoint } from '@inkbridge/types'
import { richText } from '@inkbridge/types'
import type { Signed } from './shapes/kind.ts'
import { notePlace, noteSide, signedNote } from './shapes/note.ts'

/** World units between notes that are put side by side. */
const gap = 24
/** A line of more letters wraps, at so many world units; and how high one is before it is laid out. */
const [longLine, wrapWidth, lineAbout] = [60, 480, 26]
/** No more are made of one text. */
const maxNotes = 200

interface Maker extends Signed {
  newId(): ShapeId
  styleOf(kind: 'note' | 'text'): Style
}

/** Words that were pasted, about a point: lines and cells become notes, a line a text. */
export function pastedWords(words: string, about: WorldPoint, maker: Maker): readonly Edit[] {
  const rows = rowsOf(words)
  return rows ? notesOf(rows, about, maker) : [textAt(words.trim(), about, maker)]
}

/** A text with its middle at a point; a long one wraps. */
function textAt(words: string, { x, y }: WorldPoint, { newId, styleOf }: Maker): Edit {
  const wraps = words.length > longLine
  const w = wraps ? wrapWidth : 0
  const at = { x: Math.round(x - w / 2), y: Math.round(y - lineAbout / 2), w, h: lineAbout, rotation: 0 }
  const text = { kind: 'text', text: richText(words), ...(wraps ? { wraps } : {}) } as const
  return { type: 'create', shape: { id: newId(), at, style: styleOf('text'), ...text } }
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
      const at = notePlace({ x: x + column * step, y: y + row * step })
      const blank = signedNote({ id: maker.newId(), at, style: maker.styleOf('note') }, maker)
      edits.push({ type: 'create', shape: { ...blank, text: richText(cell) } })
    }
  }
  return edits
}
