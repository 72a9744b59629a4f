import { Thread } from '../threads/thread.ts'
import type { PictureRequest } from './messages.ts'

/** Draws boards as SVG and PNG in a thread of its own, one after the other; it rejects when one cannot be drawn. */
export type Pictures = Thread<PictureRequest, Uint8Array>

export function createPictures(): Pictures {
  return new Thread(new URL('./picture-thread.ts', import.meta.url), { idleMs: 60_000, patienceMs: 60_000 })
}
