import { type ImageShape, no, ok, type Result } from '@inkbridge/types'
import { hasDrawing, heicSizeOf, type ImageType, imageTypeOf, isAnimated } from './image-type.ts'
import { rasterized } from './svg-image.ts'

/** An image file, read for being added to a board. */
export interface ReadImage extends Pick<ImageShape, 'size' | 'thumbhash' | 'animated' | 'name'> {
  readonly bytes: Blob
}

/** Why a file was not added. */
export type ImageProblem = 'not-an-image' | 'broken-image' | 'large-image'

/** Maximum size of a file, bytes; above it, an image is made smaller where possible. */
const maxBytes = 20_000_000
/** Maximum side of an image that was made smaller, pixels, and its quality, 0 to 1. */
const [reducedSide, reducedQuality] = [4_096, 0.9]
/** Side of the picture that previews are made of, pixels: the maximum of thumbhash. */
const previewSide = 100

/** Reads an image file: its type by its content, its size as shown upright, and a preview. */
export async function readImage(file: Blob): Promise<Result<ReadImage, ImageProblem>> {
  const bytes = new Uint8Array(await file.arrayBuffer())
  const type = imageTypeOf(bytes)
  if (!type || hasDrawing(bytes, type)) return no('not-an-image')
  const name = file instanceof File && file.name !== '' ? { name: file.name.slice(0, 255) } : {}
  const animated = isAnimated(bytes, type) ? { animated: true as const } : {}
  const picture = await decoded(file, type)
  const size = picture ? sizeOf(picture) : type === 'image/heic' ? heicSizeOf(bytes) : null
  if (!size) return no('broken-image')
  const blob = new Blob([bytes], { type })
  const fitting = blob.size <= maxBytes ? blob : picture && !animated.animated ? await reduced(picture) : null
  const thumbhash = picture ? await thumbhashOf(picture) : null
  picture?.close()
  if (!fitting || fitting.size > maxBytes) return no('large-image')
  return ok({ bytes: fitting, size, ...name, ...animated, ...(thumbhash ? { thumbhash } : {}) })
}

/** Decodes an image, upright; null: this browser cannot. */
async function decoded(file: Blob, type: ImageType): Promise<ImageBitmap | null> {
  try {
    if (type === 'image/svg+xml') return await rasterized(file, null)
    return await createImageBitmap(file, { imageOrientation: 'from-image' })
  } catch {
    return null
  }
}

function sizeOf({ width, height }: ImageBitmap): readonly [number, number] {
  return [Math.min(width, 65_535), Math.min(height, 65_535)]
}

/** Encodes a picture at a smaller size. WebP keeps transparency; a browser without it writes PNG instead. */
async function reduced(picture: ImageBitmap): Promise<Blob | null> {
  const canvas = drawnOn(picture, reducedSide)
  return new Promise((resolve) => canvas.toBlob(resolve, 'image/webp', reducedQuality))
}

async function thumbhashOf(picture: ImageBitmap): Promise<string | null> {
  const { rgbaToThumbHash } = await import('thumbhash')
  const canvas = drawnOn(picture, previewSide)
  const pixels = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height)
  if (!pixels) return null
  return btoa(String.fromCharCode(...rgbaToThumbHash(canvas.width, canvas.height, pixels.data)))
}

/** Draws a picture on a canvas, its longer side at most `most` pixels. */
function drawnOn(picture: ImageBitmap, most: number): HTMLCanvasElement {
  const scale = Math.min(1, most / Math.max(picture.width, picture.height))
  const canvas = document.createElement('canvas')
  canvas.width = Math.max(1, Math.round(picture.width * scale))
  canvas.height = Math.max(1, Math.round(picture.height * scale))
  const context = canvas.getContext('2d')
  if (context) context.imageSmoothingQuality = 'high'
  context?.drawImage(picture, 0, 0, canvas.width, canvas.height)
  return canvas
}
