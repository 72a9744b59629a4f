import { exportJson, keysBetween, openBoard } from '@inkbridge/board'
import type { LibraryItem, ReadContext, SourceFile } from '@inkbridge/board/formats'
import { type ImageLoader, shownBoard } from '@inkbridge/canvas'
import { assetIdOf } from '@inkbridge/sync'
import type { KeptItem } from '@inkbridge/sync/library'
import { type AssetId, limits, newShapeId, type Result } from '@inkbridge/types'
import * as Y from 'yjs'
import { contentBoard, exportedOf } from '../files/files.ts'
import { WordFinder } from '../fold.ts'
import type { OpenBoard } from '../ui/ui.ts'

/** An item that has no place in the library yet. */
export type NewItem = Omit<KeptItem, 'order'>

/** Reads the items of a library of Excalidraw. An item has the same id each time, so that it is not added twice. */
export async function itemsIn(file: SourceFile): Promise<Result<readonly NewItem[]>> {
  const { readLibrary } = await import('@inkbridge/board/formats')
  const read = await readLibrary(file, context)
  return read.ok ? { ok: true, value: read.value.map(itemOf) } : read
}

const context: ReadContext = {
  newId: () => newShapeId(),
  isTaken: () => false,
  orders: (count) => keysBetween(null, null, count),
  hash: (bytes) => assetIdOf(new Uint8Array(bytes)),
}

function itemOf({ key, name, created, imported }: LibraryItem): NewItem {
  const board = openBoard(new Y.Doc())
  board.apply(imported.edits)
  return {
    id: key,
    name: nameOf(name ?? ''),
    created: created ?? Date.now(),
    content: exportJson(board.doc, ''),
    images: imported.assets.map(({ id, type, bytes }) => ({ id, type, bytes: new Uint8Array(bytes).buffer })),
  }
}

/** Returns a name of an item as it is stored: in one line, and not too long. */
export function nameOf(name: string): string {
  return name.replace(/\s+/g, ' ').trim().slice(0, limits.maxTitleLength)
}

/** Gives items places: those of the items with their ids, or else before all others. */
export function placed(added: readonly NewItem[], items: readonly KeptItem[]): readonly KeptItem[] {
  const places = new Map(items.map(({ id, order }) => [id, order]))
  const first = (items[0]?.order ?? 0) - added.length
  return added.map((item, index) => ({ ...item, order: places.get(item.id) ?? first + index }))
}

/** Returns the items whose names contain all typed words. */
export function found(items: readonly KeptItem[], typed: string): readonly KeptItem[] {
  const words = typed.split(/\s+/).filter(Boolean)
  const wanted = words.map((word) => new WordFinder(word))
  return items.filter(({ name }) => wanted.every((word) => word.isIn(name)))
}

/** Writes items as a library of Excalidraw. Items that cannot be read are left out. */
export async function libraryFile(items: readonly KeptItem[], { editor }: Pick<OpenBoard, 'editor'>): Promise<Blob> {
  const { writeLibrary } = await import('@inkbridge/board/formats')
  const { kinds, layout } = editor
  const written = items.map(async ({ id, name, created, content, images }) => {
    const board = contentBoard(content, kinds.records)
    if (!board) return []
    const shown = await shownBoard(board, { kinds, layout })
    const file = (asset: AssetId) => images.find((image) => image.id === asset)
    const asset = async (asset: AssetId) => {
      const image = file(asset)
      return image ? { id: asset, type: image.type, bytes: new Uint8Array(image.bytes) } : null
    }
    return [{ id, name, created, board: exportedOf({ title: name, shapes: shown.shapes(), asset, board, shown }) }]
  })
  const bytes = await writeLibrary((await Promise.all(written)).flat())
  return new Blob([new Uint8Array(bytes)], { type: 'application/vnd.excalidrawlib+json' })
}

/** Returns what loads the images of an item. */
export function imagesOf({ images }: Pick<KeptItem, 'images'>): ImageLoader {
  return async (asset) => {
    const image = images.find(({ id }) => id === asset)
    return image ? new Blob([image.bytes], { type: image.type }) : null
  }
}
