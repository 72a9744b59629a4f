import type { Readable } from 'node:stream'
import type { AssetId, BoardId } from '@inkbridge/types'

/** An asset of one board: boards share no files. */
export interface AssetKey {
  readonly board: BoardId
  readonly asset: AssetId
}

/** The whole picture, or a smaller version with its width in pixels. */
export type AssetVersion = 'full' | `w${number}`

/** The content of one version. Read or destroy the stream. */
export interface AssetContent {
  readonly bytes: number
  readonly stream: Readable
}

/** A complete upload while it is converted. */
export interface Conversion {
  /** The path of a local file with the uploaded bytes. */
  readonly upload: string
  /** The path of an empty local folder for the versions, each a file with the name of its version. */
  readonly folder: string
  /** Stores the versions durably, replacing earlier ones, and removes the upload. The folder must not be used afterwards. */
  keep(): Promise<void>
  /** Removes the folder; the upload stays unless it was kept. Idempotent. */
  dispose(): Promise<void>
}

/**
 * The bytes of assets and of unfinished uploads. Calls for one asset must be made one after the other.
 * `testing/store-suite.ts` is the contract of all implementations.
 */
export interface AssetStore {
  /** The bytes of an unfinished upload; 0 without one. */
  uploaded(key: AssetKey): Promise<number>
  /** The bytes of all unfinished uploads of a board. */
  uploadedTo(board: BoardId): Promise<number>
  /**
   * Appends a piece to an upload, from memory or from the file with the given path. Resolves with the bytes of the
   * upload, or with null if it does not end at the offset; then nothing is changed.
   */
  append(key: AssetKey, offset: number, piece: Uint8Array | string): Promise<number | null>
  /** Removes an unfinished upload. */
  discard(key: AssetKey): Promise<void>
  /** Removes the unfinished uploads of a board, or of all boards, that were last changed before a time, ms since 1970. */
  discardUploads(before: number, board?: BoardId): Promise<void>
  /** Begins the conversion of an upload. */
  convert(key: AssetKey): Promise<Conversion>
  /** Null if there is no such version. */
  read(key: AssetKey, version: AssetVersion): Promise<AssetContent | null>
  /** Stores an asset durably for another board too, without copying its bytes where the storage allows that. */
  copy(key: AssetKey, to: BoardId): Promise<void>
  /** Removes all versions of an asset. */
  remove(key: AssetKey): Promise<void>
  /** Removes all assets and unfinished uploads of a board. */
  removeBoard(board: BoardId): Promise<void>
  /** The assets stored before a time, ms since 1970. */
  storedBefore(time: number): AsyncIterable<AssetKey>
}
