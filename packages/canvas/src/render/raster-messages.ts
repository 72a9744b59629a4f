import type { AssetId, ShapeId } from '@inkbridge/types'
import type { ImageWidth } from '../display.ts'
import type { FontFile } from '../text.ts'
import type { TileSettings } from './tile-drawer.ts'
import type { Cell } from './tiles.ts'

/** Messages from the page to the worker that draws tiles. */
export type ToWorker =
  /** Updates of the board, and the revision they lead to. */
  | { readonly type: 'updates'; readonly updates: readonly Uint8Array[]; readonly revision: number }
  /** New settings; tiles of earlier generations are discarded. */
  | ({ readonly type: 'settings'; readonly generation: number } & TileSettings)
  /** The board's fonts, and the locale of texts that shapes draw. */
  | { readonly type: 'fonts'; readonly files: readonly FontFile[]; readonly locale: string }
  /** Draws these shapes in separate tiles from now on. */
  | { readonly type: 'dragged'; readonly ids: readonly ShapeId[] }
  /** Draws these cells in this order, and drops earlier requests. */
  | { readonly type: 'request'; readonly cells: readonly Cell[] }

  /** The bytes of a picture; null: they are not there. */
  | ({ readonly type: 'image'; readonly blob: Blob | null } & WantedImage)

export type FromWorker =
  /** Requests the bytes of a picture. */
  | ({ readonly type: 'load' } & WantedImage)
  /** Pictures arrived: tiles that show them are outdated. */
  | { readonly type: 'images'; readonly assets: ReadonlySet<AssetId> }
  | RasteredTile
  /** The worker is ready. */
  | { readonly type: 'ready' }
  /** Text is waiting for fonts or layout, or no longer: tiles with text are outdated then. */
  | { readonly type: 'text'; readonly isPending: boolean }

export interface WantedImage {
  readonly asset: AssetId
  readonly width: ImageWidth
}

interface RasteredTile {
  readonly type: 'tile'
  readonly cell: Cell
  readonly revision: number
  readonly generation: number
  readonly bitmap: ImageBitmap
}
