import { thumbHashToRGBA } from 'thumbhash'
import type { Preview } from './loaded-images.ts'

/** Draws a thumbhash, in base64, at most 32 pixels wide; null: it is invalid. */
export function previewOf(thumbhash: string): Preview | null {
  try {
    const { w, h, rgba } = thumbHashToRGBA(Uint8Array.from(atob(thumbhash), (each) => each.charCodeAt(0)))
    const canvas = canvasOf(w, h)
    canvas.getContext('2d')?.putImageData(new ImageData(new Uint8ClampedArray(rgba), w, h), 0, 0)
    return canvas
  } catch {
    return null
  }
}

/** Returns a canvas, in a page or in a worker. */
function canvasOf(width: number, height: number): Preview {
  if (typeof OffscreenCanvas !== 'undefined') return new OffscreenCanvas(width, height)
  return Object.assign(document.createElement('canvas'), { width, height })
}
