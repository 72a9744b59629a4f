import type { BoardId, ShapeId } from '@inkbridge/types'
import type { AssetPort } from '../images.ts'
import type { Parts } from './connect.ts'

/**
 * Copies the images of shapes pasted from another board: adds their files here, under the ids these have. Images whose
 * files cannot be had are shown as placeholders.
 */
export async function adoptAssets(
  from: BoardId,
  ids: readonly ShapeId[],
  { scene, commits }: Pick<Parts, 'scene' | 'commits'>,
  assets: AssetPort,
): Promise<void> {
  for (const id of ids) {
    const shape = scene.get(id)
    const asset = shape && scene.kinds.of(shape).asset?.(shape)
    const file = asset && (await assets.loadFrom(from, asset))
    const own = file && (await assets.add(file))
    if (own && own !== asset)
      commits.dispatch({ edits: [{ type: 'props', id, props: { asset: own } }], continues: true })
  }
}
