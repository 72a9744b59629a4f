import { type AssetId, parseAssetId } from '@inkbridge/types'
import type * as Y from 'yjs'
import { layoutOf } from './layout.ts'

/** Deeper than anything that the server accepts. */
const maxDepth = 32

/**
 * Returns the ids of all assets that a board refers to: every text in a record of `shapes` or `props` that can be an
 * id, in a property of any name, because kinds of a host name theirs themselves.
 */
export function assetsIn(doc: Y.Doc): ReadonlySet<AssetId> {
  const { shapes, props } = layoutOf(doc)
  const found = new Set<AssetId>()
  for (const root of [shapes, props]) for (const value of root.values()) collectAssets(value, found)
  return found
}

/** Adds the ids of assets in a value to a set. */
export function collectAssets(value: unknown, found: Set<AssetId>, depth = 0): void {
  if (typeof value === 'string') {
    const asset = parseAssetId(value)
    if (asset) found.add(asset)
  } else if (typeof value === 'object' && value !== null && !(value instanceof Uint8Array) && depth < maxDepth) {
    for (const item of Object.values(value)) collectAssets(item, found, depth + 1)
  }
}
