import { inflateSync } from 'node:zlib'

/** A PDF as it was written: its objects, found by the cross-reference table. */
export interface ReadPdf {
  /** By number; without the content of streams. */
  readonly objects: ReadonlyMap<number, string>
  /** The content of streams, decompressed, by number of object. */
  readonly streams: ReadonlyMap<number, string>
  readonly trailer: string
}

/** Reads a PDF of `pdfOf`. Throws where an object is not where the table says. */
export function readPdf(file: Uint8Array): ReadPdf {
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.byteLength)
  const text = bytes.toString('latin1')
  const start = Number(/startxref\n(\d+)\n%%EOF\n$/.exec(text)?.[1])
  const [, count, rows = '', trailer = ''] =
    /^xref\n0 (\d+)\n((?:\d{10} \d{5} [fn] \n)+)trailer\n([\s\S]*)\nstartxref/.exec(text.slice(start)) ?? []
  const offsets = rows
    .split('\n')
    .slice(1, -1)
    .map((row) => Number(row.slice(0, 10)))
  if (Number(count) !== offsets.length + 1) throw new Error(`expected ${count} rows, got ${offsets.length + 1}`)
  const [objects, streams] = [new Map<number, string>(), new Map<number, string>()]
  for (const [index, offset] of offsets.entries()) {
    const number = index + 1
    const head = `${number} 0 obj\n`
    if (!text.startsWith(head, offset)) throw new Error(`expected object ${number} at ${offset}`)
    const body = text.slice(offset + head.length, text.indexOf('\nendobj\n', offset))
    const [dictionary = '', ...rest] = body.split('\nstream\n')
    objects.set(number, dictionary)
    if (rest.length > 0) streams.set(number, contentOf(bytes, offset + head.length + dictionary.length + 8, dictionary))
  }
  return { objects, streams, trailer }
}

function contentOf(bytes: Buffer, from: number, dictionary: string): string {
  const length = Number(/\/Length (\d+)>>$/.exec(dictionary)?.[1])
  const content = bytes.subarray(from, from + length)
  if (bytes.toString('latin1', from + length, from + length + 10) !== '\nendstream') throw new Error('wrong length')
  return (dictionary.includes('/FlateDecode') ? inflateSync(content) : content).toString('latin1')
}
