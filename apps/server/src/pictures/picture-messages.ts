import type { SvgOptions } from '@inkbridge/canvas/picture'

/** What a board is drawn as. */
export interface PictureWish {
  readonly format: 'svg' | 'png'
  readonly options: Omit<SvgOptions, 'kinds' | 'layout' | 'lettering' | 'fonts' | 'maxLength'>
  /** Pixels per CSS pixel; PNG only. */
  readonly scale: number
}

/** What the picture process is asked to draw. */
export interface PictureRequest extends PictureWish {
  /** A whole board as Yjs updates, to be merged before they are applied. */
  readonly updates: readonly Uint8Array[]
  /** A BCP 47 tag: the language of what shapes draw themselves. */
  readonly locale: string
}

/** What it answers: a file, or that the board is too large to be drawn as one. */
export type PictureResult = { readonly file: Uint8Array } | { readonly tooLarge: true }
