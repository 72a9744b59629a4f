import { randomUUID } from 'node:crypto'
import { mkdirSync, rmSync } from 'node:fs'
import { copyFile, link, mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { type AssetId, type BoardId, parseAssetId, parseBoardId } from '@inkbridge/types'
import type { AssetContent, AssetKey, AssetStore, AssetVersion, Conversion } from './asset-store.ts'

/** An unfinished upload is a file beside the folders of the assets. */
const uploadSuffix = '.upload'

/**
 * Stores assets under `<dataDir>/assets/<board>/<asset>/`. A folder of versions is completed in `.work` and then renamed,
 * so that an asset is there as a whole or not at all. Empties `.work` when it is opened.
 */
export function openDiskStore(dataDir: string): AssetStore {
  const root = join(dataDir, 'assets')
  const work = join(root, '.work')
  rmSync(work, { recursive: true, force: true })
  mkdirSync(work, { recursive: true, mode: 0o700 })
  return new DiskStore(root, work)
}

class DiskStore implements AssetStore {
  readonly #root: string
  readonly #work: string

  constructor(root: string, work: string) {
    this.#root = root
    this.#work = work
  }

  async uploaded(key: AssetKey): Promise<number> {
    return (await statOf(this.#uploadFile(key)))?.size ?? 0
  }

  async uploadedTo(board: BoardId): Promise<number> {
    const assets = uploadsOf(await namesIn(this.#boardFolder(board)))
    const sizes = await Promise.all(assets.map((asset) => this.uploaded({ board, asset })))
    return sizes.reduce((sum, size) => sum + size, 0)
  }

  async append(key: AssetKey, offset: number, piece: Uint8Array | string): Promise<number | null> {
    if ((await this.uploaded(key)) !== offset) return null
    const bytes = typeof piece === 'string' ? await readFile(piece) : piece
    await this.#makeBoardFolder(key.board)
    await appendAt(this.#uploadFile(key), offset, bytes)
    return offset + bytes.byteLength
  }

  discard(key: AssetKey): Promise<void> {
    return rm(this.#uploadFile(key), { force: true })
  }

  async discardUploads(before: number, board?: BoardId): Promise<void> {
    for (const each of board ? [board] : await this.#boards()) {
      for (const asset of uploadsOf(await namesIn(this.#boardFolder(each)))) {
        const file = this.#uploadFile({ board: each, asset })
        const found = await statOf(file)
        if (found && found.mtimeMs < before) await rm(file, { force: true })
      }
    }
  }

  async convert(key: AssetKey): Promise<Conversion> {
    const folder = await this.#newWorkFolder()
    const upload = this.#uploadFile(key)
    return {
      upload,
      folder,
      keep: async () => {
        await this.#put(folder, key)
        await rm(upload, { force: true })
      },
      dispose: () => rm(folder, { recursive: true, force: true }),
    }
  }

  read(key: AssetKey, version: AssetVersion): Promise<AssetContent | null> {
    return contentOf(join(this.#assetFolder(key), version))
  }

  async copy(key: AssetKey, to: BoardId): Promise<void> {
    const [from, folder] = [this.#assetFolder(key), await this.#newWorkFolder()]
    try {
      for (const name of await readdir(from)) await linkOrCopy(join(from, name), join(folder, name))
      await this.#put(folder, { ...key, board: to })
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  }

  remove(key: AssetKey): Promise<void> {
    return rm(this.#assetFolder(key), { recursive: true, force: true })
  }

  removeBoard(board: BoardId): Promise<void> {
    return rm(this.#boardFolder(board), { recursive: true, force: true })
  }

  async *storedBefore(time: number): AsyncIterable<AssetKey> {
    for (const board of await this.#boards()) {
      for (const asset of assetsOf(await namesIn(this.#boardFolder(board)))) {
        const folder = await statOf(this.#assetFolder({ board, asset }))
        if (folder && folder.mtimeMs < time) yield { board, asset }
      }
    }
  }

  #boardFolder(board: BoardId): string {
    return join(this.#root, board)
  }

  #assetFolder({ board, asset }: AssetKey): string {
    return join(this.#boardFolder(board), asset)
  }

  #uploadFile(key: AssetKey): string {
    return `${this.#assetFolder(key)}${uploadSuffix}`
  }

  async #boards(): Promise<readonly BoardId[]> {
    return (await namesIn(this.#root)).flatMap((name) => parseBoardId(name) ?? [])
  }

  async #newWorkFolder(): Promise<string> {
    const folder = join(this.#work, randomUUID())
    await mkdir(folder, { mode: 0o700 })
    return folder
  }

  async #makeBoardFolder(board: BoardId): Promise<void> {
    await mkdir(this.#boardFolder(board), { recursive: true, mode: 0o700 })
  }

  /** Moves a folder of versions to its place, durably. */
  async #put(folder: string, key: AssetKey): Promise<void> {
    for (const name of await readdir(folder)) await sync(join(folder, name))
    await syncFolder(folder)
    await this.#makeBoardFolder(key.board)
    await this.remove(key)
    await rename(folder, this.#assetFolder(key))
    await syncFolder(this.#boardFolder(key.board))
    await syncFolder(this.#root)
  }
}

function assetsOf(names: readonly string[]): readonly AssetId[] {
  return names.flatMap((name) => parseAssetId(name) ?? [])
}

function uploadsOf(names: readonly string[]): readonly AssetId[] {
  return names
    .filter((name) => name.endsWith(uploadSuffix))
    .flatMap((name) => parseAssetId(name.slice(0, -uploadSuffix.length)) ?? [])
}

async function appendAt(path: string, offset: number, bytes: Uint8Array): Promise<void> {
  const file = await open(path, 'a', 0o600)
  try {
    await file.writeFile(bytes)
  } catch (error) {
    // A full disk: what was appended of the piece must not count.
    await file.truncate(offset)
    throw error
  } finally {
    await file.close()
  }
}

async function contentOf(path: string): Promise<AssetContent | null> {
  const file = await open(path).catch(nullIfMissing)
  if (!file) return null
  try {
    const { size } = await file.stat()
    return { bytes: size, stream: file.createReadStream() }
  } catch (error) {
    await file.close()
    throw error
  }
}

/** Some file systems have no hard links. */
async function linkOrCopy(from: string, to: string): Promise<void> {
  try {
    await link(from, to)
  } catch {
    await copyFile(from, to)
  }
}

async function sync(path: string): Promise<void> {
  const file = await open(path, 'r+')
  try {
    await file.sync()
  } finally {
    await file.close()
  }
}

/** Windows cannot sync a folder. */
async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return
  const folder = await open(path)
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}

async function namesIn(folder: string): Promise<readonly string[]> {
  return (await readdir(folder).catch(nullIfMissing)) ?? []
}

function statOf(path: string) {
  return stat(path).catch(nullIfMissing)
}

function nullIfMissing(error: NodeJS.ErrnoException): null {
  if (error.code === 'ENOENT') return null
  throw error
}
