import type { AssetId } from '@inkbridge/types'
import { toBase64 } from '../../base64.ts'
import type { ImportedAsset, ReadContext } from '../format.ts'
import type { AssetRecord } from './records.ts'
import type { Tree } from './tree.ts'

/** The pictures of a document: by the id of their record, and each once by its content. */
export interface Pictures {
  readonly ids: ReadonlyMap<string, AssetId>
  readonly assets: readonly ImportedAsset[]
}

/** Decodes the pictures that shapes show. Pictures at an address are not fetched. */
export async function picturesOf(tree: Tree, { hash, signal }: ReadContext): Promise<Pictures> {
  const used = new Set(tree.nodes.flatMap(({ record }) => (record.type === 'image' ? [record.props.assetId] : [])))
  const ids = new Map<string, AssetId>()
  const assets = new Map<AssetId, ImportedAsset>()
  for (const record of tree.assets.values()) {
    signal?.throwIfAborted()
    const picture = used.has(record.id) ? decoded(record) : null
    if (!picture) continue
    const id = await hash(picture.bytes)
    ids.set(record.id, id)
    assets.set(id, { id, ...picture })
  }
  return { ids, assets: [...assets.values()] }
}

const dataUrl = /^data:(image\/[a-z0-9.+-]+)((?:;[a-z0-9=.-]+)*),/i

function decoded({ props: { src } }: AssetRecord): { readonly type: string; readonly bytes: Uint8Array } | null {
  const match = src ? dataUrl.exec(src.slice(0, 200)) : null
  if (!src || !match) return null
  const [start, type = '', parameters = ''] = match
  const body = src.slice(start.length)
  try {
    const text = parameters.includes(';base64') ? atob(body) : unescapedBytes(body)
    const bytes = Uint8Array.from(text, (character) => character.charCodeAt(0))
    return bytes.length > 0 ? { type: type.toLowerCase(), bytes } : null
  } catch {
    return null
  }
}

/** Percent-encoded text as a string of its bytes. */
function unescapedBytes(body: string): string {
  return Array.from(new TextEncoder().encode(decodeURIComponent(body)), (byte) => String.fromCharCode(byte)).join('')
}

/** A picture as a data URL. */
export function dataUrlOf({ type, bytes }: ImportedAsset): string {
  return `data:${type};base64,${toBase64(bytes)}`
}
