import { ok, type Result } from '@inkbridge/types'
import type { Exported, Imported, ReadContext, SourceFile } from '../format.ts'
import { decodeText } from '../json-text.ts'
import { exportScene } from './export-scene.ts'
import { importScene } from './import-scene.ts'
import { isNumber, isRaw, listIn, type Raw, rawOf, textIn, valueIn } from './raw.ts'
import { maxElements, sourceAddress } from './scene.ts'
import { parseObject, refusal } from './scene-json.ts'

/** Shapes of a library that are added to a board together. */
export interface LibraryItem {
  /** Identifies the item, whenever its library is read: its id in the file, or, if it has none that is unique, a hash. */
  readonly key: string
  readonly name: string | null
  /** Milliseconds since 1970; null: unknown. */
  readonly created: number | null
  /** As a file of its own: all its shapes have new ids, so that it can be added several times. */
  readonly imported: Imported
}

/** Whether a file is a library of Excalidraw; cheap, and never throws. */
export function isLibrary({ name, bytes }: SourceFile): boolean {
  const [, type] = /"type"\s*:\s*"([^"]*)"/.exec(new TextDecoder().decode(bytes.subarray(0, headLength))) ?? []
  return type === libraryType || (/\.excalidrawlib$/i.test(name) && type !== 'excalidraw')
}

const libraryType = 'excalidrawlib'
/** Bytes at the start of a file that say what it is. */
const headLength = 1_024

/**
 * Reads a library of Excalidraw, of both versions; an item without elements is left out. Its images are those of
 * `files`, which only libraries written here have. Never throws.
 */
export async function readLibrary(file: SourceFile, context: ReadContext): Promise<Result<readonly LibraryItem[]>> {
  const text = decodeText(file.bytes)
  const library = text.ok ? parseObject(text.value) : text
  if (!library.ok) return library
  const items = itemsIn(library.value)
  if (!items) return refusal('not-a-board', 'This file is not a library of Excalidraw.')
  const count = items.reduce((sum, { elements }) => sum + elements.length, 0)
  if (count > maxElements)
    return refusal('damaged-file', `This library has ${count} elements; at most ${maxElements} can be read.`)
  const files = rawOf(valueIn(library.value, 'files'))
  const read: LibraryItem[] = []
  for (const { elements, id, name, created } of items) {
    const scene = { elements, files, document: {}, own: null, captions: new Map() }
    const imported = await importScene(scene, { ...context, isTaken: () => true })
    if (!imported.ok) return imported
    if (imported.value.ids.size > 0 || imported.value.edits.length > 1)
      read.push({ key: id ?? (await hashOf({ name, elements }, context)), name, created, imported: imported.value })
  }
  return ok(read)
}

function hashOf(item: object, { hash }: ReadContext): Promise<string> {
  return hash(new TextEncoder().encode(JSON.stringify(item)))
}

interface Item {
  readonly elements: readonly Raw[]
  /** Null: it has none, or one that is too short to be unique. */
  readonly id: string | null
  readonly name: string | null
  readonly created: number | null
}

/** Ids have 21 random characters; others' may be shorter. */
const uniqueLength = 20

/** The items of version 2, of version 1, and of one in between whose items are records. Null: it is no library. */
function itemsIn(library: Raw): readonly Item[] | null {
  const items = valueIn(library, 'libraryItems') ?? valueIn(library, 'library')
  if (!Array.isArray(items)) return null
  return (items as readonly unknown[]).map((item) => {
    if (Array.isArray(item)) return { elements: item.filter(isRaw), id: null, name: null, created: null }
    const record = isRaw(item) ? item : {}
    const [id, created] = [textIn(record, 'id') ?? '', valueIn(record, 'created')]
    return {
      id: id.length >= uniqueLength ? id : null,
      elements: [...listIn(record, 'elements'), ...listIn(record, 'items')].filter(isRaw),
      name: textIn(record, 'name') || null,
      created: isNumber(created) ? created : null,
    }
  })
}

/** An item to be written to a library. */
export interface WrittenItem {
  readonly id: string
  readonly name: string
  /** Milliseconds since 1970. */
  readonly created: number
  readonly board: Exported
}

/** Writes a library of version 2. Excalidraw ignores `files`: it shows placeholders for the images of items. */
export async function writeLibrary(items: readonly WrittenItem[]): Promise<Uint8Array> {
  const [libraryItems, allFiles]: [Raw[], Raw] = [[], {}]
  for (const { id, name, created, board } of items) {
    const { elements, files } = await exportScene(board)
    const live = elements.filter(({ isDeleted }) => isDeleted !== true)
    libraryItems.push({ id, status: 'unpublished', elements: live, created, ...(name === '' ? {} : { name }) })
    Object.assign(allFiles, files)
  }
  const library = {
    ...{ type: libraryType, version: 2, source: sourceAddress, libraryItems },
    ...(Object.keys(allFiles).length > 0 ? { files: allFiles } : {}),
  }
  return new TextEncoder().encode(`${JSON.stringify(library, null, 2)}\n`)
}
