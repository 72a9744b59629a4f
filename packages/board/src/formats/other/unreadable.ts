import { no } from '@inkbridge/types'
import type { Reader, SourceFile } from '../format.ts'
import { refusal } from '../refusal.ts'

/** A format that cannot be read: how to tell, and what to do instead. */
interface Unreadable {
  readonly format: string
  readonly name: RegExp
  /** Of the start of the file. */
  readonly start: RegExp
  readonly message: string
}

const formats: readonly Unreadable[] = [
  {
    format: 'drawio',
    name: /\.(drawio|dio)(\.xml)?$/i,
    start: /<(mxfile|mxlibrary|mxGraphModel)\b|\scontent="&lt;mxfile/,
    message: 'Files of draw.io cannot be read yet. Export the page there as SVG or PNG, and drop that here.',
  },
  {
    format: 'gliffy',
    name: /\.(gliffy|gon)$/i,
    start: /"contentType"\s*:\s*"application\/gliffy/,
    message: 'Files of Gliffy cannot be read yet. Export the drawing there as SVG or PNG, and drop that here.',
  },
  {
    format: 'jsoncanvas',
    name: /\.canvas$/i,
    start: /^\s*\{\s*"nodes"\s*:\s*\[/,
    message: 'JSON Canvas files cannot be read yet. In Obsidian, export the canvas as an image, and drop that here.',
  },
  {
    format: 'miro',
    name: /\.rtb$/i,
    start: /miro-data-v1|<!--\(miro/,
    message: 'Miro boards cannot be read. Export the board there as an image or PDF, or its notes as CSV.',
  },
  {
    format: 'figjam',
    name: /\.(jam|fig)$/i,
    start: /^fig-(jam|kiwi)|<!--\(figmeta\)/,
    message: 'FigJam and Figma files cannot be read. Export there as SVG or PNG, and drop that here.',
  },
  {
    format: 'visio',
    name: /\.(vsdx?|vdx)$/i,
    start: /<VisioDocument/,
    message: 'Visio files cannot be read. Save the drawing there as SVG or PNG, and drop that here.',
  },
  {
    format: 'pdf',
    name: /\.pdf$/i,
    start: /^%PDF-/,
    message: 'A PDF has pages and no shapes. Drop it on an open board: its pages become images there.',
  },
]

/** Bytes at the start of a file that show what it is. */
const startBytes = 4_096

/** One for each format that is known and cannot be read: they refuse every file and say what to do. */
export const unreadableReaders: readonly Reader[] = formats.map(({ format, name, start, message }) => ({
  format,
  recognizes: (file: SourceFile) =>
    name.test(file.name) || start.test(new TextDecoder().decode(file.bytes.subarray(0, startBytes))),
  read: () => Promise.resolve(no(refusal('not-a-board', message))),
}))
