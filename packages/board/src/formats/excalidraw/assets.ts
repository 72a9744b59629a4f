import type { AssetId } from '@inkbridge/types'
import type { ImportedAsset } from '../format.ts'
import { pictureSize } from '../picture-size.ts'
import { parseDataUrl } from './data-url.ts'
import type { Picture } from './kept.ts'
import { isRaw, isShown, type Raw, textIn, typeOf, valueIn } from './raw.ts'

/** The pictures of a drawing, by the `fileId` of its images. */
export interface Pictures {
  readonly byFile: ReadonlyMap<string, Picture>
  readonly assets: readonly ImportedAsset[]
  /** Files whose content is no picture that can be shown. */
  readonly unsupported: ReadonlySet<string>
}

/** Decodes the files that images refer to, each once. */
export async function picturesOf(
  elements: readonly Raw[],
  files: Raw,
  hash: (bytes: Uint8Array) => Promise<AssetId>,
): Promise<Pictures> {
  const byFile = new Map<string, Picture>()
  const assets = new Map<AssetId, ImportedAsset>()
  const unsupported = new Set<string>()
  const wanted = elements.filter((element) => typeOf(element) === 'image' && isShown(element))
  for (const id of new Set(wanted.map((element) => textIn(element, 'fileId')))) {
    const file = id === null ? undefined : valueIn(files, id)
    if (id === null || !isRaw(file)) continue
    const decoded = parseDataUrl(valueIn(file, 'dataURL'))
    const measured = decoded && pictureSize(decoded.bytes)
    if (!decoded || !measured) {
      unsupported.add(id)
      continue
    }
    const { dataURL: _content, ...rest } = file
    const asset = await hash(decoded.bytes)
    assets.set(asset, { id: asset, type: measured.type, bytes: decoded.bytes })
    byFile.set(id, { asset, size: measured.size, file: rest })
  }
  return { byFile, assets: [...assets.values()], unsupported }
}
