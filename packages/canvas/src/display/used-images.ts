import type { AssetId } from '@inkbridge/types'
import { type DisplayItem, walk } from './display-list.ts'

/** The widths that pictures are loaded in, pixels. */
export const imageWidths = [256, 512, 1024, 2048] as const
export type ImageWidth = (typeof imageWidths)[number] | 'full'

/** Returns the width to load a picture in that is drawn this many pixels wide. */
export function imageWidth(px: number): ImageWidth {
  return imageWidths.find((each) => each >= px) ?? 'full'
}

/**
 * Returns the assets that display items show, each with the largest width that its whole picture is drawn in, world
 * units: of a picture that is stretched upwards, the width it would have with its own proportions.
 */
export function imagesUsed(items: readonly DisplayItem[]): ReadonlyMap<AssetId, number> {
  const widths = new Map<AssetId, number>()
  walk(items, {
    item(item) {
      if (item.type !== 'image') return
      const { asset, at, crop = [0, 0, 1, 1], size } = item
      const width = Math.max(at.w / crop[2], (at.h / crop[3]) * (size[0] / size[1]))
      widths.set(asset, Math.max(width, widths.get(asset) ?? 0))
    },
  })
  return widths
}
