import { assetWidths } from '@inkbridge/types/rest'
import type { AssetRow } from '../storage/storage.ts'
import type { AssetVersion } from './asset-store.ts'

/** The versions of a picture that may be smaller than it, narrowest first; some are not stored. */
function smallerVersions({ type, width }: AssetRow): readonly number[] {
  return type === 'image/svg+xml' ? assetWidths : assetWidths.filter((each) => each < width)
}

/** The versions of a picture that suit a width, the best first; `full` is always stored. */
export function versionsFor(row: AssetRow, width: number | null): readonly AssetVersion[] {
  const wide = width === null ? [] : smallerVersions(row).filter((each) => each >= width)
  return [...wide.map((each): AssetVersion => `w${each}`), 'full']
}

/** The MIME type of a version. */
export function typeOf({ type }: AssetRow, version: AssetVersion): AssetRow['type'] {
  return version === 'full' ? type : 'image/webp'
}
