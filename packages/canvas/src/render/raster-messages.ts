import type { ShapeId } from '@inkbridge/types'
import type { FontFile } from '../text.ts'
import type { TileSettings } from './tile-drawer.ts'
import type { Cell } from './tiles.ts'

/** What the page tells the worker that draws tiles. */
export type ToWorker =
  /** The board changed; what is drawn from now on has this revision. */
  | { readonly type: 'updates'; readonly updates: readonly Uint8Array[]; readonly revision: number }
  /** Tiles of another generation are of no use any more. */
  | ({ readonly type: 'settings'; readonly generation: number } & TileSettings)
  /** The fonts of text on the board, and the locale of what shapes draw themselves. */
  | { readonly type: 'fonts'; readonly files: readonly FontFile[]; readonly locale: string }
  /** These are dragged apart from the others from now on. */
  | { readonly type: 'lift'; readonly ids: readonly ShapeId[] }
  /** These in this order, and nothing that was wanted before. */
  | { readonly type: 'want'; readonly cells: readonly Cell[] }

export type FromWorker =
  | RasteredTile
  /** It can draw. */
  | { readonly type: 'ready' }
  /** Text waits for what it is set in, or has it now: what was drawn of it before is of no use. */
  | { readonly type: 'text'; readonly isPending: boolean }

interface RasteredTile {
  readonly type: 'tile'
  readonly cell: Cell
  readonly revision: number
  readonly generation: number
  readonly bitmap: ImageBitmap
}
