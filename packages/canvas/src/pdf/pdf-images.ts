import type { AssetId } from '@inkbridge/types'
import { type DisplayItem, type ImageItem, type ImageWidth, imagesUsed, imageWidth } from '../display.ts'
import type { Resources } from './pdf-resources.ts'
import type { PdfPicture } from './pictures.ts'

/** Loads a picture at least this wide, pixels; null: it cannot be had. */
export type ImagesOfFile = (asset: AssetId, width: ImageWidth) => Promise<PdfPicture | null>

/** Pixels per point of pictures: 192 to an inch. */
const pixelsPerPoint = 192 / 72

/** The pictures of a file, each written once in each width. */
export class PdfImages {
  readonly #resources: Resources
  readonly #load: ImagesOfFile
  /** Names by asset and width; null: it cannot be shown. */
  readonly #names = new Map<string, string | null>()
  /** The names of the pictures last loaded. */
  readonly #latest = new Map<AssetId, string | null>()

  constructor(resources: Resources, load: ImagesOfFile = () => Promise.resolve(null)) {
    this.#resources = resources
    this.#load = load
  }

  /** Loads the pictures of items. @param scale points per world unit */
  async load(items: readonly DisplayItem[], scale: number): Promise<void> {
    for (const [asset, units] of imagesUsed(items)) {
      const width = imageWidth(units * scale * pixelsPerPoint)
      const key = `${asset} ${width}`
      const known = this.#names.get(key)
      const name = known === undefined ? await this.#write(asset, width) : known
      this.#names.set(key, name)
      this.#latest.set(asset, name)
    }
  }

  /** Returns the name of a loaded picture; null: a placeholder is drawn. */
  nameOf({ asset }: ImageItem): string | null {
    return this.#latest.get(asset) ?? null
  }

  async #write(asset: AssetId, width: ImageWidth): Promise<string | null> {
    const picture = await this.#load(asset, width).catch(() => null)
    return picture && this.#resources.addPicture(picture)
  }
}
