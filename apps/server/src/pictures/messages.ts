import type { SvgOptions } from '@inkbridge/canvas/picture'

/** What the picture thread is asked to draw; it answers with the file. */
export interface PictureRequest {
  /** A whole board as one Yjs update. */
  readonly update: Uint8Array
  readonly format: 'svg' | 'png'
  readonly options: Omit<SvgOptions, 'fonts'>
  /** Pixels per CSS pixel; PNG only. */
  readonly scale: number
}
