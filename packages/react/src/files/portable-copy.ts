import { assetsIn } from '@inkbridge/board'
import type { ImportedAsset } from '@inkbridge/board/formats'
import { assetIdOf } from '@inkbridge/sync'
import type { AssetId, ShapeId } from '@inkbridge/types'
import type { OpenBoard } from '../ui/ui.ts'
import { contentBoard } from './content-board.ts'

/** Shapes as a text that can be pasted on any board, and the files of their images. */
export interface PortableCopy {
  readonly content: string
  /** By the ids of the images on the board that was copied from. */
  readonly images: ReadonlyMap<AssetId, ImportedAsset>
}

/**
 * Copies shapes with their contents and images.
 *
 * @param size `original`: images as they were added; `full`: in a type that every program shows
 */
export async function portableCopy(
  ids: readonly ShapeId[],
  size: 'original' | 'full',
  open: OpenBoard,
): Promise<PortableCopy> {
  const { editor } = open
  let content = editor.copyOf(ids)
  const images = new Map<AssetId, ImportedAsset>()
  const board = contentBoard(content, editor.kinds.records)
  for (const asset of board ? assetsIn(board.doc) : []) {
    const file = await imageFile(asset, size, open)
    if (!file) continue
    // The server may have made another file of it, which has another id.
    const id = await assetIdOf(new Uint8Array(file.bytes))
    images.set(asset, { ...file, id })
    content = content.replaceAll(asset, id)
  }
  return { content, images }
}

/** Returns the file of an image, from this device or the server; null: it cannot be had. */
export async function imageFile(
  id: AssetId,
  size: 'original' | 'full',
  { session, api, board }: Pick<OpenBoard, 'session' | 'api' | 'board'>,
): Promise<ImportedAsset | null> {
  const blob = (await session.assets.get(id)) ?? (await api.image(board, id, size))
  return blob && { id, type: blob.type, bytes: new Uint8Array(await blob.arrayBuffer()) }
}
