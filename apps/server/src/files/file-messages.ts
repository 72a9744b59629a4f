import type { AssetId, RefusalReason } from '@inkbridge/types'
import type { ImportReport } from '@inkbridge/types/rest'

/** A request to the process for data files. */
export type FileRequest =
  /** Writes a board as JSON, from Yjs updates that are merged before they are applied. */
  | {
      readonly type: 'export'
      readonly updates: readonly Uint8Array[]
      readonly title: string
      /** Ids of its assets in the file, where they differ. */
      readonly names: ReadonlyMap<AssetId, AssetId>
    }
  /** Reads a file: the body of a request, or its field `document`. */
  | {
      readonly type: 'import'
      /** The bytes, or the path of the file that contains them. */
      readonly body: Uint8Array | string
      readonly part: 'whole' | 'document'
      /** The name of the file; empty: unknown. */
      readonly name: string
      /** The board it is added to, as Yjs updates that are merged before they are applied. */
      readonly updates: readonly Uint8Array[]
      /** The path of an empty folder for the assets in the file. */
      readonly folder: string
    }

export type FileResult =
  | { readonly type: 'file'; readonly bytes: Uint8Array }
  | { readonly type: 'read'; readonly file: ReadFile }
  | {
      readonly type: 'bad'
      readonly code: 'bad-json' | 'bad-body' | 'bad-file' | 'too-large'
      readonly reason?: RefusalReason
      readonly message: string
    }

/** A file as updates of a document. */
export interface ReadFile {
  /** From the request, or else from the file. */
  readonly title: string | null
  /** The number of shapes it adds. */
  readonly shapes: number
  /** The Yjs client of its updates. */
  readonly client: number
  /** Its updates, to be applied in this order. */
  readonly slices: readonly Uint8Array[]
  readonly assets: readonly ReadAsset[]
  readonly report: ImportReport
}

/** An asset of a file that was read. */
export interface ReadAsset {
  readonly id: AssetId
  readonly bytes: number
  /** The path of the file with its bytes. */
  readonly path: string
}
