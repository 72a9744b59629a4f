import { type AssetId, type ImageShape, imageRecord } from '@inkbridge/types'
import type { Exported, ImportedAsset } from '../format.ts'
import type { Originals } from './originals.ts'
import { dataUrlOf } from './pictures.ts'
import type { AssetRecord } from './records.ts'

/** The records of the pictures of a board, with their bytes as data URLs. */
export interface AssetRecords {
  readonly records: readonly AssetRecord[]
  /** The record of a picture; null: its bytes are not there. */
  idOf(asset: AssetId): string | null
}

export async function assetRecordsOf(
  { shapes, asset, signal }: Exported,
  { content }: Originals,
): Promise<AssetRecords> {
  const images = shapes.filter((shape) => imageRecord.is(shape))
  const originals = new Map([...content.pictures].map(([record, id]) => [id, record]))
  const records = new Map<AssetId, AssetRecord>()
  for (const image of images) {
    signal?.throwIfAborted()
    if (records.has(image.asset)) continue
    const picture = await asset(image.asset)
    if (!picture) continue
    const src = dataUrlOf(picture)
    const original = content.tree.assets.get(originals.get(image.asset) ?? '')
    records.set(
      image.asset,
      original ? { ...original, props: { ...original.props, src } } : recordOf(image, picture, src),
    )
  }
  const kept = [...content.tree.assets.values()].filter(({ id }) => !content.pictures.has(id))
  return { records: [...records.values(), ...kept], idOf: (id) => records.get(id)?.id ?? null }
}

function recordOf(image: ImageShape, { id, type }: ImportedAsset, src: string): AssetRecord {
  const [w, h] = image.size
  const props = { w, h, name: image.name ?? '', isAnimated: image.animated === true, mimeType: type, src }
  return { id: `asset:${id}`, typeName: 'asset', type: 'image', props, meta: {} }
}
