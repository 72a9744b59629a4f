import { assetsIn, type Board } from '@inkbridge/board'
import type { Assets } from '@inkbridge/sync'
import type { AssetId } from '@inkbridge/types'

/** Least time between two looks at the board, ms. */
const restMs = 250
/** Maximum memory of withdrawn files, bytes; the oldest are dropped. */
const maxBytes = 100_000_000

/**
 * Withdraws the upload of an image that is no longer on the board: of a deleted shape nothing is waiting, and no failure
 * remains. When an undo brings the shape back, its upload starts again.
 */
export function withdrawUnused(
  board: Pick<Board, 'doc' | 'observe'>,
  assets: Pick<Assets, 'uploads' | 'observe' | 'get' | 'add' | 'cancel'>,
): () => void {
  /** Uploads whose images have been on the board: files are kept before the shapes that show them are made. */
  const shown = new Set<AssetId>()
  const withdrawn = new Map<AssetId, Blob>()
  let rest: ReturnType<typeof setTimeout> | undefined
  /** Something has changed since the last look. */
  let isDue = false

  async function withdraw(asset: AssetId): Promise<void> {
    const file = await assets.get(asset)
    if (assetsIn(board.doc).has(asset)) return void shown.add(asset)
    if (file) remember(withdrawn, asset, file)
    assets.cancel(asset)
  }

  function look(): void {
    const used = assetsIn(board.doc)
    for (const [asset, file] of withdrawn) {
      if (!used.has(asset)) continue
      withdrawn.delete(asset)
      // A board that is being closed takes no more.
      assets.add(file).catch(() => {})
    }
    for (const { asset } of assets.uploads) {
      if (used.has(asset)) shown.add(asset)
      else if (shown.delete(asset)) void withdraw(asset)
    }
  }

  const changed = () => {
    if (rest !== undefined) isDue = true
    else if (assets.uploads.length + withdrawn.size > 0) {
      rest = setTimeout(rested, restMs)
      look()
    }
  }
  const rested = () => {
    rest = undefined
    if (!isDue) return
    isDue = false
    changed()
  }
  const stops = [board.observe(changed), assets.observe(changed)]
  changed()
  return () => {
    clearTimeout(rest)
    for (const stop of stops) stop()
  }
}

function remember(files: Map<AssetId, Blob>, asset: AssetId, file: Blob): void {
  files.set(asset, file)
  let bytes = [...files.values()].reduce((sum, { size }) => sum + size, 0)
  for (const [oldest, { size }] of files) {
    if (bytes <= maxBytes || oldest === asset) break
    files.delete(oldest)
    bytes -= size
  }
}
