import type { SvgOptions } from '@inkbridge/canvas/picture'
import type { AssetId } from '@inkbridge/types'
import type { ImportReport } from '@inkbridge/types/rest'

/** Programs whose drawings are written. */
export type DrawingFormat = 'excalidraw' | 'tldr'

/** The format and options of a picture. */
export interface PictureWish {
  readonly format: 'svg' | 'png' | 'pdf' | DrawingFormat
  readonly options: Omit<SvgOptions, 'kinds' | 'layout' | 'lettering' | 'fonts' | 'imageUrl' | 'maxLength'>
  /** Pixels per CSS pixel; PNG only. */
  readonly scale: number
  /** PDF and drawings of other programs only. */
  readonly document?: {
    readonly title: string
    /** What the pages of a PDF show: the board on one, or a frame on each. */
    readonly pages: 'board' | 'frames'
  }
}

/** A request to the picture process. */
export interface PictureRequest extends PictureWish {
  /** The board as Yjs updates, to be merged before they are applied. */
  readonly updates: readonly Uint8Array[]
  /** The language of texts that shapes draw themselves, a BCP 47 tag. */
  readonly locale: string
  /** The pictures it shows. Absent: they are answered with `wants`, if there are any. */
  readonly images?: readonly GivenImage[]
}

/** A picture that the board shows, and the width it is drawn in, pixels; null: as it is stored. */
export interface WantedImage {
  readonly asset: AssetId
  readonly width: number | null
}

/** The stored bytes of a picture. */
export interface GivenImage {
  readonly asset: AssetId
  readonly type: string
  readonly bytes: Uint8Array
}

/** A picture, or a drawing of another program with how closely it corresponds to the board. */
export interface PictureFile {
  readonly file: Uint8Array
  readonly report?: ImportReport
}

/** Its answer: a file, the pictures it needs, or that the board is too large for a picture. */
export type PictureResult = PictureFile | { readonly wants: readonly WantedImage[] } | { readonly tooLarge: true }
