import { type Edit, no, ok, type Result, richText, type Style } from '@inkbridge/types'
import type { Imported, ReadContext, Reader, SourceFile } from '../format.ts'
import { refusal } from '../refusal.ts'
import { cellsOf } from './cells.ts'

/** The size and distance of cells, world units. */
const [width, height, gap] = [200, 80, 8]
const maxCells = 5_000
const maxBytes = 4 * 1_048_576
/** Characters of a cell. */
const maxCell = 5_000

/** Reads tables of separated values as boxes in rows and columns; those of the first row are filled. */
export const csvReader: Reader = {
  format: 'csv',
  recognizes: ({ name, type }) =>
    /\.(csv|tsv|tab)$/i.test(name) || type === 'text/csv' || type === 'text/tab-separated-values',
  read: (file, context) => Promise.resolve(readTable(file, context)),
}

function readTable({ bytes }: SourceFile, context: ReadContext): Result<Imported> {
  if (bytes.length > maxBytes)
    return no(refusal('damaged-file', 'This table is larger than 4 MB. Import a part of it.'))
  const rows = cellsOf(new TextDecoder().decode(bytes))
  const count = rows.reduce((sum, row) => sum + row.length, 0)
  if (count === 0) return no(refusal('damaged-file', 'This table is empty.'))
  if (count > maxCells) return no(refusal('damaged-file', 'This table has more than 5,000 cells. Import a part of it.'))
  const cells = rows.flatMap((row, y) => row.map((text, x) => ({ text, x, y })))
  const orders = context.orders(cells.length)
  const edits = cells.map(({ text, x, y }, index): Edit => {
    const at = { x: x * (width + gap), y: y * (height + gap), w: width, h: height, rotation: 0 }
    const style: Style = {
      ...({ color: 'ink', width: 2, font: 'sans', size: 16, align: 'start', fit: 'shrink', corners: 'sharp' } as const),
      ...(y === 0 ? { fill: 'slate', pattern: 'solid' } : {}),
    }
    const words = { text: richText(text.slice(0, maxCell)) }
    return {
      type: 'create',
      shape: {
        id: context.newId(),
        kind: 'rect',
        at,
        style,
        order: orders[index] ?? '',
        ...(text === '' ? {} : words),
      },
    }
  })
  const report = { exact: cells.length, approximated: new Map(), placeholders: new Map() }
  return ok({ title: null, edits, assets: [], ids: new Map(), report })
}
