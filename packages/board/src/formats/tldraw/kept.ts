import { type AssetId, documentKey, type Foreign, parseAssetId, type ShapeId } from '@inkbridge/types'
import { isPlainRecord, type PlainRecord } from '../../plain.ts'
import { parseJsonText } from '../json-text.ts'

/** The name of the format. */
export const format = 'tldraw'
/** Where a board keeps what belongs to the whole document. */
export const documentId: ShapeId = documentKey(format)

/** The records that a shape was read from, as a board keeps them. */
export interface Kept {
  /** Its record first, then those of its bindings and its asset; or, for the document, those without a shape. */
  readonly records: readonly PlainRecord[]
  /** The picture as it was imported; its record has no source. */
  readonly picture?: AssetId
  /** Of a page that is shown as a frame: the coordinates of the frame's top left on that page. */
  readonly origin?: readonly [x: number, y: number]
}

/** Records are kept as JSON: they may be nested deeper, and have other keys, than values of a board. */
export function foreignOf({ records, picture, origin }: Kept): Foreign {
  const data = { json: JSON.stringify(records), ...(picture ? { picture } : {}), ...(origin ? { origin } : {}) }
  return { format, data }
}

/** Reads what a board keeps; null: nothing, or it is of another format or damaged. */
export function keptOf(foreign: Foreign | null): Kept | null {
  if (foreign?.format !== format || typeof foreign.data.json !== 'string') return null
  const parsed = parseJsonText(foreign.data.json)
  if (!parsed.ok || !Array.isArray(parsed.value)) return null
  const records = (parsed.value as readonly unknown[]).filter(isPlainRecord)
  const picture = parseAssetId(foreign.data.picture)
  const [x, y] = Array.isArray(foreign.data.origin) ? (foreign.data.origin as readonly unknown[]) : []
  const origin = typeof x === 'number' && typeof y === 'number' ? ([x, y] as const) : null
  return { records, ...(picture ? { picture } : {}), ...(origin ? { origin } : {}) }
}
