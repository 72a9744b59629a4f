import type { ImageWidth } from '../display.ts'
import { decode } from './loaded-images.ts'

/** Quality of JPEG files, from 0 to 1. */
const quality = 0.92

/**
 * Returns a picture as a PNG or JPEG file without metadata, which every program reads, at most this wide and of at most
 * this number of pixels. Rejects when it cannot be decoded.
 */
export async function portable(blob: Blob, width: ImageWidth, largest: number): Promise<Blob> {
  if ((blob.type === 'image/png' || blob.type === 'image/jpeg') && !(await hasMetadata(blob))) return blob
  const { canvas, isOpaque } = await pixelsOf(blob, width, largest)
  const file = await new Promise<Blob | null>((resolve) =>
    canvas.toBlob(resolve, isOpaque ? 'image/jpeg' : 'image/png', quality),
  )
  if (!file) throw new Error('expected a picture of the canvas, got none')
  return file
}

/** Decodes a picture, like `portable`. */
export async function pixelsOf(blob: Blob, width: ImageWidth, largest: number) {
  const bitmap = await decode(blob, width, largest)
  const canvas = document.createElement('canvas')
  canvas.width = bitmap.width
  canvas.height = bitmap.height
  const context = canvas.getContext('2d', { willReadFrequently: true })
  context?.drawImage(bitmap, 0, 0)
  bitmap.close()
  const image = context?.getImageData(0, 0, canvas.width, canvas.height)
  if (!image) throw new Error('expected a canvas, got none')
  return { canvas, image, isOpaque: isOpaque(image.data) }
}

function isOpaque(pixels: Uint8ClampedArray): boolean {
  for (let at = 3; at < pixels.length; at += 4) if (pixels[at] !== 255) return false
  return true
}

/** Whether a file may say how it is to be turned, or where it was taken. */
async function hasMetadata(blob: Blob): Promise<boolean> {
  const head = new Uint8Array(await blob.slice(0, 256 * 1024).arrayBuffer())
  const text = new TextDecoder('latin1').decode(head)
  return ['Exif\0\0', 'eXIf', 'http://ns.adobe.com/xap/', 'iTXtXML'].some((mark) => text.includes(mark))
}
