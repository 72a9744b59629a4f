import type { SvgOptions } from '@inkbridge/canvas/picture'

/** What the picture thread is asked to draw. */
export interface PictureRequest {
  readonly id: number
  /** A whole board as one Yjs update. */
  readonly update: Uint8Array
  readonly format: 'svg' | 'png'
  readonly options: SvgOptions
  /** Pixels per CSS pixel; PNG only. */
  readonly scale: number
}

export type PictureAnswer =
  | { readonly id: number; readonly bytes: Uint8Array }
  | { readonly id: number; readonly problem: string }
