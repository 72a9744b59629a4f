import { type AssetId, newShapeId, type ShapeId } from '@inkbridge/types'
import * as Y from 'yjs'
import { type Board, openBoard } from '../../board.ts'
import { keysBetween } from '../../order.ts'
import type { Exported, ImportedAsset, ReadContext, SourceFile } from '../format.ts'

/** A file with this content. */
export function fileOf(name: string, content: string | Uint8Array, type = ''): SourceFile {
  return { name, type, bytes: typeof content === 'string' ? new TextEncoder().encode(content) : content }
}

/** The context of a reader for a board. */
export function contextOf(board: Board): ReadContext {
  return {
    newId: newShapeId,
    isTaken: (id) => board.get(id as ShapeId) !== undefined,
    orders: (count) => keysBetween(board.shapes().at(-1)?.order ?? null, null, count),
    hash: async (bytes) => {
      const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', Uint8Array.from(bytes)))
      const text = btoa(String.fromCharCode(...digest))
      return text.replaceAll('+', '-').replaceAll('/', '_').replace('=', '') as AssetId
    },
  }
}

export function emptyBoard(): Board {
  return openBoard(new Y.Doc())
}

/** A board as a writer takes it, with the pictures of an import. */
export function exportedOf(board: Board, assets: readonly ImportedAsset[] = []): Exported {
  const byId = new Map(assets.map((asset) => [asset.id, asset]))
  return {
    title: '',
    shapes: board.shapes(),
    storedOf: (id) => board.get(id) ?? null,
    groupsOf: (id) => board.groupsOf(id),
    foreignOf: (id) => board.foreignOf(id),
    textOf: () => null,
    asset: (id) => Promise.resolve(byId.get(id) ?? null),
  }
}
