import { type AssetId, closeCodes, parseAssetId, type Rejection } from '@inkbridge/types'
import { collectAssets } from './assets.ts'
import { fromBase64, toBase64 } from './base64.ts'
import { isPlainRecord } from './plain.ts'

/** The bytes of an asset in a file; the id is their SHA-256. */
export interface AssetFile {
  readonly id: AssetId
  /** As the file says, such as `image/png`. */
  readonly type: string
  readonly bytes: Uint8Array
}

/** Assets in one file. */
export const maxFileAssets = 2_000

/**
 * Returns the texts around the base64 of assets in a data file, one more than assets: the first replaces the last bracket
 * of what `exportJson` returns, the last ends the file. So a file can be written in pieces.
 */
export function textsAroundAssets(assets: readonly Pick<AssetFile, 'id' | 'type'>[]): readonly string[] {
  if (assets.length === 0) return ['}']
  const heads = assets.map(({ id, type }) => `${JSON.stringify(id)}:{"type":${JSON.stringify(type)},"bytes":"`)
  return [...heads.map((head, index) => (index === 0 ? `,"assets":{${head}` : `"},${head}`)), '"}}}']
}

/** Adds assets to what `exportJson` returned; the file is these texts one after the other. */
export function withAssets(json: string, assets: readonly AssetFile[]): readonly string[] {
  const [first = '', ...others] = textsAroundAssets(assets)
  return [json.slice(0, -1), first, ...assets.flatMap(({ bytes }, index) => [toBase64(bytes), others[index] ?? ''])]
}

/** Reads the assets of a data file that its entries refer to; a sentence that says what is wrong if one is malformed. */
export function parseAssets(
  input: unknown,
  entries: readonly { readonly value: unknown }[],
): readonly AssetFile[] | string {
  if (input === undefined) return []
  if (!isPlainRecord(input)) return 'In this board file, the images are not a record.'
  const records = Object.entries(input)
  if (records.length > maxFileAssets) return `This board file has more than ${maxFileAssets} images.`
  const wanted = new Set<AssetId>()
  for (const { value } of entries) collectAssets(value, wanted)
  const assets: AssetFile[] = []
  for (const [key, record] of records) {
    const id = parseAssetId(key)
    const asset = id && parseAsset(id, record)
    if (!asset) return 'In this board file, an image is damaged.'
    if (wanted.has(asset.id)) assets.push(asset)
  }
  return assets
}

function parseAsset(id: AssetId, record: unknown): AssetFile | null {
  if (!isPlainRecord(record) || typeof record.bytes !== 'string' || typeof record.type !== 'string') return null
  const bytes = /^image\/[a-z0-9.+-]{1,40}$/.test(record.type) ? fromBase64(record.bytes) : null
  return bytes && bytes.length > 0 ? { id, type: record.type, bytes } : null
}

/** Returns the refusal of a file with an asset that has another hash than its id says; null: all are as they should be. */
export async function assetProblem(
  assets: readonly AssetFile[],
  hash: (bytes: Uint8Array) => Promise<AssetId> | AssetId,
): Promise<Rejection | null> {
  for (const { id, bytes } of assets) {
    if ((await hash(bytes)) === id) continue
    const message = 'In this board file, the bytes of an image are not those of its id. Nothing was changed.'
    return { code: closeCodes.refused, reason: 'damaged-file', message }
  }
  return null
}
