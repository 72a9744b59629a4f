import type { BoardId } from '@inkbridge/types'
import { IDBFactory } from 'fake-indexeddb'
import { expect, vi } from 'vitest'
import { httpAssetServer } from '../assets/asset-server.ts'
import type { AssetStore } from '../assets/asset-store.ts'
import { BoardAssets } from '../assets/board-assets.ts'
import { IdbAssetStore } from '../assets/idb-asset-store.ts'
import { MemoryAssetServer } from './memory-asset-server.ts'

export const board = 'AAAAAAAAAAAAAAAA' as BoardId

/** A browser with an IndexedDB of its own, in which pages show one board. */
export class AssetBrowser {
  readonly server = new MemoryAssetServer()
  readonly #pages: BoardAssets[] = []
  readonly #factory = new IDBFactory()

  /** Opens a page; ready: with a live connection and edit rights. */
  page(isReady: boolean, store: AssetStore = this.#store()): BoardAssets {
    const server = httpAssetServer({ board }, this.server.fetch)
    const assets = new BoardAssets({ board, store, server, random: () => 0 })
    assets.setReady(isReady)
    this.#pages.push(assets)
    return assets
  }

  /** The stored assets in order: bytes, and whether they wait. */
  async stored(): Promise<readonly (readonly [number, boolean])[]> {
    return (await this.#store().list()).map(({ bytes, isWaiting }) => [bytes, isWaiting])
  }

  /** Closes all pages. */
  kill(): void {
    for (const page of this.#pages.splice(0)) page.dispose()
  }

  #store(): AssetStore {
    return new IdbAssetStore(board, { factory: () => this.#factory })
  }
}

export function picture(length: number, seed = 0): Blob {
  return new Blob([Uint8Array.from({ length }, (_, at) => (at + seed) % 256)], { type: 'image/png' })
}

/** Resolves when all uploads of these pages are done. */
export async function uploaded(...pages: readonly BoardAssets[]): Promise<void> {
  for (const each of pages) await vi.waitFor(() => expect(each.uploads).toEqual([]))
}

/** Resolves when the uploads of a page have these fields. */
export async function shown(page: BoardAssets, ...uploads: readonly object[]): Promise<void> {
  await vi.waitFor(() => expect(page.uploads).toMatchObject(uploads))
}
