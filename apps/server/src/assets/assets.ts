import { buffer } from 'node:stream/consumers'
import { type AssetId, type BoardId, no, ok, type Result } from '@inkbridge/types'
import type { AssetRow, Directory } from '../storage/storage.ts'
import type { Asker } from '../threads.ts'
import type { AssetRefusal } from './asset-messages.ts'
import type { AssetContent, AssetKey, AssetStore, AssetVersion } from './asset-store.ts'
import type { Converter } from './converter.ts'
import { Digests } from './digests.ts'
import { headOf } from './head.ts'
import { badUpload, boardFull, tooManyBytes, unsupported, wrongOffset } from './refusals.ts'
import { sniff } from './sniff.ts'
import { Turns } from './turns.ts'
import { typeOf, versionsFor } from './versions.ts'

export type { AssetRefusal } from './asset-messages.ts'
export type { AssetContent, AssetKey, AssetStore } from './asset-store.ts'
export { Converter } from './converter.ts'
export { openDiskStore } from './disk-store.ts'
export { badUpload, boardFull } from './refusals.ts'
export { AssetSweep } from './unreferenced.ts'

/** A piece of an upload: its place in the file, and the length of the whole file; bytes. */
export interface UploadPiece extends AssetKey {
  readonly offset: number
  readonly length: number
}

/** The body of a piece, in memory or in a file with the given path. */
export interface PieceContent {
  readonly bytes: number
  readonly content: Uint8Array | string
}

/** The sender of an upload. */
export interface Uploader {
  readonly asker: Asker
  /** Rejects when the sender may not change the board anymore. */
  stillMay(): Promise<void>
  /** Runs a change of the board exclusively with changes of the rights to it. */
  exclusively<Value>(run: () => Promise<Value>): Promise<Value>
}

/** The state of an upload. */
export type Progress =
  | { readonly type: 'partial'; readonly offset: number }
  | { readonly type: 'stored'; readonly row: AssetRow; readonly isNew: boolean }

/** A version of a picture, to be sent. */
export interface PictureVersion extends AssetContent {
  readonly version: AssetVersion
  readonly type: AssetRow['type']
}

/** A version of a picture in memory, to be drawn. */
export interface PictureBytes {
  readonly type: AssetRow['type']
  readonly bytes: Uint8Array
}

export interface AssetsOptions {
  readonly maxAssetBytes: number
  readonly maxBoardBytes: number
  /** Bytes of the document of a board. */
  documentBytes(board: BoardId): Promise<number>
}

type Rows = Pick<Directory, 'asset' | 'assetsOf' | 'assetBytes' | 'addAsset' | 'removeAsset'>

/**
 * The pictures on boards: receives uploads in pieces, converts complete ones, and serves the results. A row is added
 * when all files are on the disk, and removed before them.
 */
export class Assets {
  readonly #store: AssetStore
  readonly #rows: Rows
  readonly #converter: Pick<Converter, 'convert'>
  readonly #options: AssetsOptions
  readonly #turns = new Turns()
  readonly #digests = new Digests()

  constructor(store: AssetStore, rows: Rows, converter: Pick<Converter, 'convert'>, options: AssetsOptions) {
    this.#store = store
    this.#rows = rows
    this.#converter = converter
    this.#options = options
  }

  /** The stored asset; null: it does not exist, or its upload is not complete. */
  find({ board, asset }: AssetKey): Promise<AssetRow | null> {
    return this.#rows.asset(board, asset)
  }

  /** Bytes of an unfinished upload; 0 without one. */
  uploaded(key: AssetKey): Promise<number> {
    return this.#store.uploaded(key)
  }

  /** Checks a piece before its body is received. */
  async check(piece: UploadPiece): Promise<Result<Progress, AssetRefusal>> {
    const { offset, length } = piece
    const { maxAssetBytes } = this.#options
    const stored = await this.find(piece)
    if (stored) return ok({ type: 'stored', row: stored, isNew: false })
    if (length === 0) return no(unsupported('an empty file'))
    if (length > maxAssetBytes) return no(tooManyBytes(maxAssetBytes))
    if (offset > length) return no(badUpload('Upload-Offset is larger than Upload-Length'))
    const there = await this.#position(piece)
    if (there !== offset) return no(wrongOffset(there))
    if (!(await this.hasRoom(piece.board, length - there))) return no(boardFull)
    return ok({ type: 'partial', offset })
  }

  /**
   * Appends a piece, and stores the picture when it is complete. Rejects when the sender has lost the right; then
   * nothing of the upload is left. Rejects with `Busy` when too many wait, and may then be sent again without content.
   */
  receive(piece: UploadPiece, body: PieceContent, uploader: Uploader): Promise<Result<Progress, AssetRefusal>> {
    return this.#turns.take(nameOf(piece), () => this.#receive(piece, body, uploader))
  }

  /** The smallest version of at least the given width, px, or the whole picture. Null: the asset is not stored. */
  async version(key: AssetKey, width: number | null): Promise<PictureVersion | null> {
    const row = await this.find(key)
    if (!row) return null
    for (const version of versionsFor(row, width)) {
      const content = await this.#store.read(key, version)
      if (content) return { ...content, version, type: typeOf(row, version) }
    }
    return null
  }

  /** The SHA-256 of the stored bytes of a whole picture; null: the asset is not stored. */
  digest(key: AssetKey): Promise<AssetId | null> {
    return this.#digests.of(nameOf(key), async () => (await this.version(key, null))?.stream ?? null)
  }

  /** Reads a version into memory, for programs that draw it; like `version`. */
  async read(
    board: BoardId,
    asset: AssetId,
    { width = null }: { readonly width?: number | null } = {},
  ): Promise<PictureBytes | null> {
    const found = await this.version({ board, asset }, width)
    return found && { type: found.type, bytes: await buffer(found.stream) }
  }

  /** Stores assets of a board for another one too; those that the first does not have are left out. */
  async copy(from: BoardId, to: BoardId, assets: Iterable<AssetId>): Promise<void> {
    for (const asset of assets) {
      const row = await this.#rows.asset(from, asset)
      if (!row || (await this.#rows.asset(to, asset))) continue
      await this.#turns.take(nameOf({ board: to, asset }), async () => {
        await this.#store.copy({ board: from, asset }, to)
        await this.#rows.addAsset({ ...row, board: to })
      })
    }
  }

  /** Removes an asset unless `isReferenced` by then; returns whether it was removed. */
  remove(key: AssetKey, isReferenced: () => Promise<boolean>): Promise<boolean> {
    return this.#turns.take(nameOf(key), async () => {
      const row = await this.find(key)
      if (!row) return false
      await this.#rows.removeAsset(key.board, key.asset)
      // From here on nobody can count on it. An edit that did so earlier is in the document by now.
      if (await isReferenced()) {
        await this.#rows.addAsset(row)
        return false
      }
      this.#digests.forget(nameOf(key))
      await this.#store.remove(key)
      return true
    })
  }

  /** Removes the unfinished uploads of a deleted board. */
  discardUploads(board: BoardId): Promise<void> {
    return this.#store.discardUploads(Number.POSITIVE_INFINITY, board)
  }

  /** Removes the files of a board that is being purged. */
  purge(board: BoardId): Promise<void> {
    return this.#store.removeBoard(board)
  }

  /** Removes unfinished uploads that nobody continued, and files without a row, last changed before a time (ms since 1970). */
  async removeRemains(before: number): Promise<void> {
    await this.#store.discardUploads(before)
    for await (const key of this.#store.storedBefore(before))
      await this.#turns.take(nameOf(key), async () => {
        if (!(await this.find(key))) await this.#store.remove(key)
      })
  }

  /** Where an upload continues. One that is longer than announced consists of other bytes, and is discarded. */
  async #position(piece: UploadPiece): Promise<number> {
    const there = await this.#store.uploaded(piece)
    if (there <= piece.length) return there
    await this.#store.discard(piece)
    return 0
  }

  /** Whether a board has room for a number of bytes besides its document, its assets and its unfinished uploads. */
  async hasRoom(board: BoardId, bytes: number): Promise<boolean> {
    const { documentBytes, maxBoardBytes } = this.#options
    const [stored, uploading, document] = await Promise.all([
      this.#rows.assetBytes(board),
      this.#store.uploadedTo(board),
      documentBytes(board),
    ])
    return stored + uploading + document + bytes <= maxBoardBytes
  }

  async #receive(piece: UploadPiece, { bytes, content }: PieceContent, uploader: Uploader) {
    const checked = await this.check(piece)
    if (!checked.ok || checked.value.type === 'stored') return checked
    if (piece.offset + bytes > piece.length) return no(badUpload('The upload is longer than Upload-Length'))
    if (piece.offset === 0 && bytes > 0) {
      const found = sniff(await headOf(content))
      if ('other' in found) return no(unsupported(found.other))
    }
    const offset = await this.#store.append(piece, piece.offset, content)
    if (offset === null) return no(wrongOffset(await this.#store.uploaded(piece)))
    // Nothing of an upload is left when its sender has lost the right.
    const stillMay = () =>
      uploader.stillMay().catch(async (error: unknown) => {
        await this.#store.discard(piece)
        throw error
      })
    await stillMay()
    return offset < piece.length
      ? ok({ type: 'partial', offset } as const)
      : this.#finish(piece, { ...uploader, stillMay })
  }

  async #finish(piece: UploadPiece, uploader: Uploader): Promise<Result<Progress, AssetRefusal>> {
    const { board, asset, length } = piece
    const conversion = await this.#store.convert(piece)
    const refuse = async (refusal: AssetRefusal) => {
      await this.#store.discard(piece)
      return no(refusal)
    }
    try {
      const { upload, folder } = conversion
      const converted = await this.#converter.convert({ asset, upload, folder }, uploader.asker)
      if (converted.type === 'refused') return await refuse(converted.refusal)
      const row: AssetRow = { board, asset, ...converted.picture, uploaded: length }
      if (!(await this.hasRoom(board, row.bytes - length))) return await refuse(boardFull)
      await uploader.exclusively(async () => {
        await uploader.stillMay()
        await conversion.keep()
        this.#digests.forget(nameOf(piece))
        await this.#rows.addAsset(row)
      })
      return ok({ type: 'stored', row, isNew: true })
    } finally {
      await conversion.dispose()
    }
  }
}

function nameOf({ board, asset }: AssetKey): string {
  return `${board}/${asset}`
}
