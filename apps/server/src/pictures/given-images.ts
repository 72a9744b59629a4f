import type { PictureBytes } from '../assets/assets.ts'
import type { GivenImage, WantedImage } from './picture-messages.ts'

/** Maximum size of all pictures of one board, and what is read in addition in the smallest width, bytes. */
const [maxBytes, maxSmallBytes] = [64 * 1_048_576, 16 * 1_048_576]
/** The largest and the smallest width that is stored besides the whole picture, pixels. */
const [largest, smallest] = [2_048, 256]

/** Reads a version of a picture of a board; null: it is not stored. */
export type ReadImage = (asset: WantedImage['asset'], width: WantedImage['width']) => Promise<PictureBytes | null>

/** Reads pictures in the widths they are wanted, and in small ones when that would be too much; the others are left out. */
export async function givenImages(wanted: readonly WantedImage[], read: ReadImage): Promise<readonly GivenImage[]> {
  const given: GivenImage[] = []
  let bytes = 0
  for (const { asset, width } of wanted) {
    const found = bytes < maxBytes ? await (width === null ? read(asset, null) : raster(read, asset, width)) : null
    const fits = found && bytes + found.bytes.byteLength <= maxBytes
    const picture = fits || width === null ? found : await raster(read, asset, smallest)
    if (!picture || bytes + picture.bytes.byteLength > maxBytes + maxSmallBytes) continue
    bytes += picture.bytes.byteLength
    given.push({ asset, ...picture })
  }
  return given
}

/** Reads a picture; of SVG files, one of the rasterized versions. */
async function raster(read: ReadImage, asset: WantedImage['asset'], width: number): Promise<PictureBytes | null> {
  const found = await read(asset, width)
  if (found?.type !== 'image/svg+xml') return found
  const smaller = await read(asset, largest)
  return smaller?.type === 'image/svg+xml' ? null : smaller
}
