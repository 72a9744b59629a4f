import { no, ok, type Result } from '@inkbridge/types'
import { isPlainRecord, type PlainRecord } from '../../plain.ts'
import type { SourceFile } from '../format.ts'
import { parseJsonBytes, parseJsonText } from '../json-text.ts'
import { decompressBase64 } from '../lz-string.ts'
import { refusal } from '../refusal.ts'
import { fromFirstVersion } from './first-version.ts'
import type { Snapshot } from './library.ts'

/** Records in one document. */
const maxRecords = 100_000
/** Characters of a decompressed clipboard. */
const maxClipboard = 64 * 1_048_576

const damaged = 'This tldraw file is damaged: it has no list of records.'

/** Reads the records of a file, a snapshot or the clipboard, in the schema they were written in. */
export function snapshotOf(file: SourceFile): Result<Snapshot> {
  const parsed = isClipboard(file) ? parseClipboard(file.bytes) : parseJsonBytes(file.bytes)
  if (!parsed.ok) return parsed
  const found = recordsIn(parsed.value)
  if (!found.ok) return found
  if (found.value.records.length > maxRecords)
    return no(refusal('damaged-file', 'This tldraw file has more than 100,000 records. Export a part of the drawing.'))
  return found
}

/** Whether bytes are tldraw's clipboard in HTML. */
function isClipboard({ bytes, type }: SourceFile): boolean {
  return type === 'text/html' || clipboardTag.test(new TextDecoder().decode(bytes.subarray(0, 2_000)))
}

export const clipboardTag = /<div data-tldraw/

function parseClipboard(bytes: Uint8Array): Result<unknown> {
  const html = new TextDecoder().decode(bytes)
  const from = html.indexOf('>', html.search(clipboardTag)) + 1
  const text = withoutEntities(html.slice(from, html.lastIndexOf('</div>'))).trim()
  const plain = text.startsWith('{') ? text : decompressBase64(text, maxClipboard)
  const parsed = plain === null ? damagedClipboard : parseJsonText(plain)
  if (!parsed.ok || !isPlainRecord(parsed.value)) return damagedClipboard
  const { data } = parsed.value
  if (typeof data === 'string') return parseCompressed(data)
  if (!isPlainRecord(data)) return damagedClipboard
  if (typeof data.otherCompressed !== 'string') return ok(data)
  const other = parseCompressed(data.otherCompressed)
  return other.ok && isPlainRecord(other.value) ? ok({ ...other.value, assets: data.assets }) : damagedClipboard
}

const damagedClipboard = no(
  refusal(
    'damaged-file',
    'What tldraw put on the clipboard cannot be read. Copy it again, or save it there as a file.',
  ),
)

function parseCompressed(data: string): Result<unknown> {
  const text = decompressBase64(data, maxClipboard)
  return text === null ? damagedClipboard : parseJsonText(text)
}

const entities: readonly (readonly [RegExp, string])[] = [
  [/&lt;/g, '<'],
  [/&gt;/g, '>'],
  [/&quot;/g, '"'],
  [/&#39;/g, "'"],
  [/&nbsp;/g, '\u00a0'],
  [/&amp;/g, '&'],
]

function withoutEntities(html: string): string {
  return entities.reduce((text, [entity, character]) => text.replace(entity, character), html)
}

/** Finds the records in any of the containers that tldraw writes. */
function recordsIn(value: unknown): Result<Snapshot> {
  if (!isPlainRecord(value)) return no(refusal('damaged-file', damaged))
  const { tldrawFileFormatVersion: version, schema, records, store, document, documents, shapes } = value
  if (typeof version === 'number' && version > 1)
    return no(refusal('newer-version', 'This file was written by a newer tldraw than can be read here.'))
  if (Array.isArray(records)) return snapshot(schema, records)
  if (isPlainRecord(store)) return snapshot(schema, Object.values(store))
  if (Array.isArray(documents))
    return snapshot(
      schema,
      (documents as readonly unknown[]).map((each) => (isPlainRecord(each) ? each.state : null)),
    )
  if (isPlainRecord(document) && isPlainRecord(document.store))
    return snapshot(document.schema, Object.values(document.store))
  if (isPlainRecord(document) && document.version !== undefined) return fromFirstVersion(document)
  if (Array.isArray(shapes)) return snapshot(schema, [...shapes, ...list(value.bindings), ...list(value.assets)])
  return no(refusal('damaged-file', damaged))
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

function snapshot(schema: unknown, given: readonly unknown[]): Result<Snapshot> {
  const records: PlainRecord[] = []
  for (const record of given) {
    if (!isPlainRecord(record) || typeof record.id !== 'string' || typeof record.typeName !== 'string')
      return no(refusal('damaged-file', 'This tldraw file is damaged: one of its records has no id or no type.'))
    records.push(record)
  }
  if (!isPlainRecord(schema))
    return no(refusal('damaged-file', 'This tldraw file is damaged: it does not say which schema it is in.'))
  return ok({ schema, records })
}
