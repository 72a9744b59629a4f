import { createHash } from 'node:crypto'
import { type AssetId, newShapeId, type Result, type Shape, type ShapeId } from '@inkbridge/types'
import * as Y from 'yjs'
import { type Board, openBoard } from '../../board.ts'
import { keysBetween } from '../../order.ts'
import type { Exported, Imported, ImportedAsset, ReadContext } from '../format.ts'

/** The context of an import onto a board. */
export function readContext(board: Board): ReadContext {
  return {
    newId: () => newShapeId(),
    isTaken: (id) => board.get(id as ShapeId) !== undefined,
    orders: (count) => keysBetween(board.shapes().at(-1)?.order ?? null, null, count),
    hash: (bytes) => Promise.resolve(createHash('sha256').update(bytes).digest('base64url') as AssetId),
  }
}

/** A board with the content of an import, after a copy through the bytes of its document. */
export function boardWith(read: Result<Pick<Imported, 'edits'>>): Board {
  if (!read.ok) throw new Error(read.problem.message)
  const made = openBoard(new Y.Doc())
  made.apply(read.value.edits)
  const doc = new Y.Doc()
  Y.applyUpdate(doc, Y.encodeStateAsUpdate(made.doc))
  return openBoard(doc)
}

/** A board as it is handed to a writer: shown as stored unless said otherwise, with letters of equal width. */
export function exported(
  board: Board,
  assets: readonly ImportedAsset[] = [],
  shown: (shape: Shape) => Shape = (shape) => shape,
): Exported {
  return {
    title: 'Board',
    shapes: board.shapes().map(shown),
    storedOf: (id) => board.get(id) ?? null,
    groupsOf: (id) => board.groupsOf(id),
    foreignOf: (id) => board.foreignOf(id),
    textOf: (id) => sizeOf(board.get(id)),
    asset: (id) => Promise.resolve(assets.find((each) => each.id === id) ?? null),
  }
}

function sizeOf(shape: Shape | undefined) {
  if (!shape?.text) return null
  const lines = shape.text.map(({ runs }) => runs.map(({ text }) => text).join(''))
  const fontSize = shape.style.size ?? 20
  return {
    width: Math.max(...lines.map((line) => line.length)) * fontSize * 0.5,
    height: lines.length * fontSize * 1.25,
    lines,
    fontSize,
  }
}
