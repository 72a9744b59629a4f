/** World units per point: 96 and 72 to an inch. */
const unitsPerPoint = 96 / 72
/** Maximum side of a page on a board, world units: of A0 it is 4,494. */
const maxUnits = 5_000
/** Pixels per world unit where the limits below allow: sharp at twice the size. */
const density = 2
/** Maximum of the pixels of a drawn page, and of its side: browsers draw that much on phones, too. */
const [maxPixels, maxSide] = [12_000_000, 4_096]

/** The size of a page on a board, and scales relative to its size in points. */
export interface PageSize {
  /** World units. */
  readonly size: readonly [width: number, height: number]
  /** Pixels per point. */
  readonly scale: number
}

/** Returns how large a page is shown and drawn; null: it has no usable size. Files may say anything. */
export function pageSizeOf(width: number, height: number): PageSize | null {
  const side = Math.max(width, height)
  if (!(width > 0 && height > 0 && Number.isFinite(side))) return null
  const shown = Math.min(unitsPerPoint, maxUnits / side)
  const scale = Math.min(shown * density, maxSide / side, Math.sqrt(maxPixels / width / height))
  const units = (points: number) => Math.max(1, Math.round(points * shown))
  return { size: [units(width), units(height)], scale }
}
