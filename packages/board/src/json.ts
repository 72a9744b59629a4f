import {
  type AssetId,
  builtInRecordKinds,
  closeCodes,
  isDocumentKey,
  newShapeId,
  no,
  ok,
  parseRichText,
  type RecordKinds,
  type RefusalReason,
  type Rejection,
  type Result,
  type RichText,
  type ShapeId,
} from '@inkbridge/types'
import type * as Y from 'yjs'
import { type AssetFile, parseAssets } from './asset-files.ts'
import { fromBase64, toBase64 } from './base64.ts'
import { checkEntry } from './check.ts'
import { decodeInk, encodeInk, InkTrail, unpackInk } from './ink.ts'
import { type Layout, layoutOf, type PlainRoot, plainRoots } from './layout.ts'
import { strokesOf } from './live-strokes.ts'
import { isKey, isPlainRecord } from './plain.ts'
import { isGroup, kindOfRecord } from './read.ts'
import { atOnce, type Steps } from './slices.ts'
import { emptyText, readText, writeText } from './text.ts'

/** A board parsed from a valid data file. */
export interface BoardFile {
  readonly title: string | null
  readonly entries: readonly { readonly root: PlainRoot; readonly key: string; readonly value: unknown }[]
  readonly texts: readonly { readonly key: string; readonly text: RichText }[]
  /** The assets in it that its shapes refer to. Whether they have the hashes that their ids say, `assetProblem` checks. */
  readonly assets: readonly AssetFile[]
}

/** Roots whose values may refer to assets. */
const showing: ReadonlySet<PlainRoot> = new Set(['shapes', 'props', 'foreign'])

/**
 * Writes a board as JSON without loss: every root of the layout unchanged, including unknown content. Bytes are
 * `{"$bytes": "<base64>"}`. Live strokes are written as they would be sealed now. The bytes of assets are added by
 * `withAssets`.
 *
 * @param names other ids for assets, because their bytes in the file are not those that were uploaded
 */
export function exportJson(doc: Y.Doc, title: string, names: ReadonlyMap<AssetId, AssetId> = new Map()): string {
  return atOnce(jsonSteps(doc, title, names))
}

/** `exportJson` in steps, for a page that is to stay responsive: the board as it is at the first step. */
export function* jsonSteps(doc: Y.Doc, title: string, names: ReadonlyMap<AssetId, AssetId> = new Map()): Steps<string> {
  const layout = layoutOf(doc)
  const entries = plainRoots.map((root) => [root, [...layout[root]]] as const)
  const live = liveStrokes(layout)
  const texts = [...layout.text].map(([key, value]) => [key, readText(value) ?? undefined] as const)
  const parts: string[] = []
  for (const [root, own] of entries) {
    const written = (value: unknown) =>
      withoutBytes(names.size > 0 && showing.has(root) ? renamed(value, names) : value)
    parts.push(yield* recordSteps(root, root === 'shapes' ? [...own, ...live] : own, written))
  }
  parts.push(yield* recordSteps('text', texts, (value) => value))
  const head = JSON.stringify({ type: 'inkbridge', version: 1, title })
  return `${head.slice(0, -1)},"document":{${parts.join(',')}}}`
}

/** Writes a property whose value is a record, as JSON. Undefined values are left out. */
function* recordSteps(
  name: string,
  entries: readonly (readonly [key: string, value: unknown])[],
  written: (value: unknown) => unknown,
): Steps<string> {
  const properties: string[] = []
  for (const [key, value] of entries) {
    const text: string | undefined = JSON.stringify(written(value))
    if (text !== undefined) properties.push(`${JSON.stringify(key)}:${text}`)
    yield
  }
  return `${JSON.stringify(name)}:{${properties.join(',')}}`
}

/** Live strokes as they would be sealed now, each once. */
function liveStrokes(layout: Layout): ReadonlyMap<string, unknown> {
  const strokes = new Map<string, unknown>()
  for (const list of layout.wet.values()) {
    for (const { id, trail } of strokesOf(list)) {
      if (!layout.shapes.has(id) && trail.steps.length > 0) strokes.set(id, encodeInk(trail))
    }
  }
  return strokes
}

/**
 * Parses a file written by `exportJson`, or any other input. Malformed content is refused.
 *
 * @param kinds the kinds that the target board knows; default: built-in kinds
 */
export function parseJson(input: unknown, kinds: RecordKinds = builtInRecordKinds): Result<BoardFile> {
  return atOnce(parseSteps(input, kinds))
}

/** `parseJson` in steps, for a page that is to stay responsive. */
export function* parseSteps(input: unknown, kinds: RecordKinds): Steps<Result<BoardFile>> {
  if (!isPlainRecord(input) || input.type !== 'inkbridge')
    return no(problem('not-a-board', 'This is not an Inkbridge board.'))
  if (input.version !== 1) return no(problem('newer-version', 'This board was written by a newer Inkbridge.'))
  if (!isPlainRecord(input.document)) return no(problem('damaged-file', 'This board file has no document.'))
  const entries: { root: PlainRoot; key: string; value: unknown }[] = []
  const { shapes } = input.document
  const kindOf = (id: string) => kindOfRecord(isPlainRecord(shapes) && isKey(id) ? shapes[id] : undefined)
  for (const root of plainRoots) {
    const map = input.document[root]
    if (map === undefined) continue
    if (!isPlainRecord(map)) return no(problem('damaged-file', `In this board file, ${root} is not a record.`))
    for (const [key, raw] of Object.entries(map)) {
      const value = withBytes(raw, 0)
      const fault = isKey(key) ? checkEntry(root, key, value, { kinds, kindOf }) : 'a key is not allowed'
      if (fault) return no(problem('damaged-file', `In this board file, ${fault} (${root}).`))
      entries.push({ root, key, value })
      yield
    }
  }
  const texts = yield* textSteps(input.document.text)
  if (!texts) return no(problem('damaged-file', 'In this board file, a text is invalid.'))
  const assets = parseAssets(input.assets, entries)
  if (typeof assets === 'string') return no(problem('damaged-file', assets))
  return ok({ texts, title: typeof input.title === 'string' ? input.title : null, entries, assets })
}

/** Null when one is malformed. */
function* textSteps(input: unknown): Steps<BoardFile['texts'] | null> {
  if (input === undefined) return []
  if (!isPlainRecord(input)) return null
  const texts: { key: string; text: RichText }[] = []
  for (const [key, value] of Object.entries(input)) {
    const text = isKey(key) ? parseRichText(value) : null
    if (!text) return null
    texts.push({ key, text })
    yield
  }
  return texts
}

/**
 * Adds a file's shapes to a board in one transaction. Nothing is overwritten: a shape whose id is in use gets another.
 *
 * What belongs to the document (`documentKey`) stays as it is on the board, where there is something.
 *
 * @param isTaken whether a key of `shapes` or `foreign` is in use; default: on this board
 * @returns how many shapes were added
 */
export function importJson(
  doc: Y.Doc,
  { entries, texts }: BoardFile,
  origin: unknown,
  isTaken: (id: string) => boolean = (id) => layoutOf(doc).shapes.has(id) || layoutOf(doc).foreign.has(id),
): number {
  const layout = layoutOf(doc)
  const shapes = entries.filter(({ root }) => root === 'shapes')
  const names = new Map(shapes.map(({ key }) => [key, isTaken(key) ? newShapeId() : key]))
  doc.transact(() => {
    for (const { root, key, value } of entries) {
      const [id = '', ...rest] = key.split('/')
      const name = names.get(id)
      if (name !== undefined) layout[root].set([name, ...rest].join('/'), withNames(root, value, names))
      else if (root === 'foreign' && isDocumentKey(key) && !isTaken(key)) layout.foreign.set(key, value)
    }
    const written = new Map(texts.map(({ key, text }) => [key, text]))
    for (const { key, value } of shapes) {
      if (value instanceof Uint8Array || isGroup(value)) continue
      const fragment = emptyText()
      layout.text.set(names.get(key) ?? key, fragment)
      const text = written.get(key)
      if (text) writeText(fragment, text)
    }
  }, origin)
  return shapes.filter(({ value }) => !isGroup(value)).length
}

/** A value that may refer to other shapes. */
function withNames(root: PlainRoot, value: unknown, names: ReadonlyMap<string, string>): unknown {
  if (root === 'bind') return renamed(value, names)
  if (root === 'order' && Array.isArray(value)) return [value[0], renamed(value[1], names)]
  return root === 'shapes' && value instanceof Uint8Array ? renamedPart(value, names) : value
}

/** A part of a stroke whose id has changed. */
function renamedPart(bytes: Uint8Array, names: ReadonlyMap<string, string>): Uint8Array {
  const part = unpackInk(bytes)?.header.part
  const of = part && names.get(part.of)
  const trail = part && of !== part.of ? decodeInk(bytes) : null
  if (!part || of === undefined || !trail) return bytes
  const again = new InkTrail({ ...trail.header, part: { ...part, of: of as ShapeId } })
  again.add(trail.steps)
  return encodeInk(again)
}

function renamed(value: unknown, names: ReadonlyMap<string, string>): unknown {
  if (typeof value === 'string') return names.get(value) ?? value
  if (Array.isArray(value)) return value.map((item) => renamed(item, names))
  if (!isPlainRecord(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, renamed(item, names)]))
}

function withoutBytes(value: unknown): unknown {
  if (value instanceof Uint8Array) return { $bytes: toBase64(value) }
  if (Array.isArray(value)) return value.map(withoutBytes)
  if (!isPlainRecord(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withoutBytes(item)]))
}

/** Beyond the depth that `checkEntry` allows, values are passed on unchanged, and refused there. */
function withBytes(value: unknown, depth: number): unknown {
  if (depth > 20 || typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map((item) => withBytes(item, depth + 1))
  if (!isPlainRecord(value)) return value
  if (typeof value.$bytes === 'string') return fromBase64(value.$bytes) ?? value
  if (Object.keys(value).some((key) => !isKey(key))) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withBytes(item, depth + 1)]))
}

function problem(reason: RefusalReason, message: string): Rejection {
  return { code: closeCodes.refused, reason, message: `${message} Nothing was changed.` }
}
