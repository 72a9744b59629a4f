import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import type { BoardId } from '@inkbridge/types'
import type { AssetContent, AssetKey, AssetStore, AssetVersion, Conversion } from './asset-store.ts'

interface Upload {
  readonly key: AssetKey
  readonly bytes: Uint8Array
  readonly changedAt: number
}

interface Stored {
  readonly key: AssetKey
  readonly versions: ReadonlyMap<string, Uint8Array>
  readonly storedAt: number
}

/** Keeps assets in memory, for tests; conversions use a temporary folder. */
export class MemoryStore implements AssetStore {
  readonly #uploads = new Map<string, Upload>()
  readonly #assets = new Map<string, Stored>()
  readonly #now: () => number

  /** @param now milliseconds since 1970 */
  constructor(now: () => number) {
    this.#now = now
  }

  async uploaded(key: AssetKey): Promise<number> {
    return this.#uploads.get(nameOf(key))?.bytes.byteLength ?? 0
  }

  async uploadedTo(board: BoardId): Promise<number> {
    const uploads = [...this.#uploads.values()].filter(({ key }) => key.board === board)
    return uploads.reduce((sum, { bytes }) => sum + bytes.byteLength, 0)
  }

  async append(key: AssetKey, offset: number, piece: Uint8Array | string): Promise<number | null> {
    const before = this.#uploads.get(nameOf(key))?.bytes ?? new Uint8Array()
    if (before.byteLength !== offset) return null
    const bytes = Buffer.concat([before, typeof piece === 'string' ? await readFile(piece) : piece])
    this.#uploads.set(nameOf(key), { key, bytes, changedAt: this.#now() })
    return bytes.byteLength
  }

  async discard(key: AssetKey): Promise<void> {
    this.#uploads.delete(nameOf(key))
  }

  async discardUploads(before: number, board?: BoardId): Promise<void> {
    for (const [name, { key, changedAt }] of this.#uploads)
      if (changedAt < before && (board ?? key.board) === key.board) this.#uploads.delete(name)
  }

  async convert(key: AssetKey): Promise<Conversion> {
    const root = await mkdtemp(join(tmpdir(), 'inkbridge-asset-'))
    const [upload, folder] = [join(root, 'upload'), await mkdtemp(join(root, 'versions-'))]
    await writeFile(upload, this.#uploads.get(nameOf(key))?.bytes ?? '')
    return {
      upload,
      folder,
      keep: async () => {
        const files = (await readdir(folder)).map(async (name) => [name, await readFile(join(folder, name))] as const)
        this.#assets.set(nameOf(key), { key, versions: new Map(await Promise.all(files)), storedAt: this.#now() })
        this.#uploads.delete(nameOf(key))
      },
      dispose: () => rm(root, { recursive: true, force: true }),
    }
  }

  async read(key: AssetKey, version: AssetVersion): Promise<AssetContent | null> {
    const bytes = this.#assets.get(nameOf(key))?.versions.get(version)
    return bytes ? { bytes: bytes.byteLength, stream: Readable.from([bytes]) } : null
  }

  async copy(key: AssetKey, board: BoardId): Promise<void> {
    const stored = this.#assets.get(nameOf(key))
    if (!stored) throw new Error('an asset that is not stored cannot be copied')
    const copied = { ...key, board }
    this.#assets.set(nameOf(copied), { ...stored, key: copied, storedAt: this.#now() })
  }

  async remove(key: AssetKey): Promise<void> {
    this.#assets.delete(nameOf(key))
  }

  async removeBoard(board: BoardId): Promise<void> {
    for (const known of [this.#uploads, this.#assets])
      for (const [name, { key }] of known) if (key.board === board) known.delete(name)
  }

  async *storedBefore(time: number): AsyncIterable<AssetKey> {
    for (const { key, storedAt } of [...this.#assets.values()]) if (storedAt < time) yield key
  }
}

function nameOf({ board, asset }: AssetKey): string {
  return `${board}/${asset}`
}
