import { readFile } from 'node:fs/promises'
import { maxPixels, tooManyPixels, undecodable } from './refusals.ts'
import { Refused } from './refused.ts'

/** An upright picture in memory, 4 bytes a pixel. */
export interface RawPicture {
  readonly data: Uint8Array
  readonly width: number
  readonly height: number
}

/** Decodes the primary image of an HEIC file, with its rotation applied. Throws `Refused`. */
export async function decodeHeic(path: string): Promise<RawPicture> {
  // 2 MB of WebAssembly, which few uploads need.
  const { default: libheif } = await import('libheif-js/wasm-bundle.js')
  const images = new libheif.HeifDecoder().decode(await readFile(path))
  const image = images.find((each) => each.is_primary?.()) ?? images[0]
  if (!image) throw new Refused(undecodable('HEIC'))
  const [width, height] = [image.get_width(), image.get_height()]
  if (width * height > maxPixels) throw new Refused(tooManyPixels)
  const into = { data: new Uint8ClampedArray(width * height * 4), width, height }
  const decoded = await new Promise<{ data: Uint8ClampedArray } | null | undefined>((resolve) =>
    image.display(into, resolve),
  )
  if (!decoded) throw new Refused(undecodable('HEIC'))
  const { data } = decoded
  return { data: new Uint8Array(data.buffer, data.byteOffset, data.byteLength), width, height }
}
