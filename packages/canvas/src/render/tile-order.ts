import type { Box } from '@inkbridge/types'
import type { Cell, Tile, TileCache } from './tiles.ts'

/** Whether a tile is fresh and was not patched since it was drawn. */
export function isWhole(tile: Tile): boolean {
  return isFresh(tile) && !tile.patched
}

/** Whether a tile shows all changes. */
export function isFresh({ revision, required }: Tile): boolean {
  return revision >= required
}

/** Sorts cells from the centre of the view outwards. */
export function nearestFirst(cells: readonly Cell[], view: Box, tiles: TileCache): readonly Cell[] {
  if (cells.length < 2) return cells
  const [x, y] = [(view.minX + view.maxX) / 2, (view.minY + view.maxY) / 2]
  const away = (cell: Cell) => {
    const { minX, minY, maxX, maxY } = tiles.boxOf(cell)
    return Math.hypot((minX + maxX) / 2 - x, (minY + maxY) / 2 - y)
  }
  return [...cells].sort((a, b) => away(a) - away(b))
}

/** Rounds a zoom to a power of two: while zooming, tiles are drawn at few zooms. */
export function octave(zoom: number): number {
  return 2 ** Math.round(Math.log2(zoom))
}
