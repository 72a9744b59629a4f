import type { AssetId } from '@inkbridge/types'
import type { StoredAsset } from '@inkbridge/types/rest'

/** A request to the process that converts assets. */
export interface ConversionRequest {
  readonly asset: AssetId
  /** The path of the uploaded file. */
  readonly upload: string
  /** The path of the folder for the versions. */
  readonly folder: string
}

/** A picture that was converted; `bytes` of all versions together. */
export type ConvertedPicture = Omit<StoredAsset, 'asset'>

/** Why an upload is refused. */
export interface AssetRefusal {
  readonly code: 'asset-too-large' | 'unsupported-type' | 'hash-mismatch' | 'board-full' | 'bad-upload' | 'wrong-offset'
  readonly message: string
  /** Where the upload continues, bytes; of `wrong-offset`. */
  readonly offset?: number
}

export type ConversionResult =
  | { readonly type: 'converted'; readonly picture: ConvertedPicture }
  | { readonly type: 'refused'; readonly refusal: AssetRefusal }
