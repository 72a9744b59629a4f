import type { Face, FontFile } from '../text.ts'

/** Where a PDF gets the fonts of its text from. */
export interface PdfFonts {
  /**
   * The files of the board's fonts and of their substitutes: families that have scripts which the board's lack. TrueType,
   * alone or in woff2.
   */
  readonly files: readonly FontFile[]
  /** Families that are used, in this order, for characters that the text's own families lack. */
  readonly substitutes: readonly Substitute[]
  /** Resolves with the bytes of a file. A file that is rejected counts as missing. */
  read(file: FontFile): Promise<Uint8Array>
  /** Resolves with the bytes of `harfbuzz-subset.wasm` in harfbuzzjs. */
  subsetter(): Promise<Uint8Array>
  /**
   * Draws text of which no file has the characters, such as emoji; null: it cannot. Without it, such text is an empty box
   * that is still found and copied.
   */
  draw?(text: string, face: Face, color: string): DrawnText | null
}

/** A family for characters that others lack. */
export interface Substitute {
  /** The family in style sheets. */
  readonly family: string
  /** Comes before the others for text with one of these characters. */
  readonly leads?: RegExp
}

/** Text as a picture. */
export interface DrawnText {
  /** RGBA, not premultiplied, from the top left. */
  readonly pixels: Uint8ClampedArray
  /** Pixels. */
  readonly width: number
  readonly height: number
  /** The box of the pixels and the distance to the next letter, world units; y downwards from the baseline. */
  readonly box: { readonly x: number; readonly y: number; readonly w: number; readonly h: number }
  readonly advance: number
}

/** Noto Sans in the packages of Fontsource: Arabic, Hebrew, Japanese, Korean and Chinese. */
export const notoSubstitutes: readonly Substitute[] = [
  { family: 'Noto Sans Arabic Variable' },
  { family: 'Noto Sans Hebrew Variable' },
  { family: 'Noto Sans JP Variable', leads: /[\u3040-\u30ff\u31f0-\u31ff\uff66-\uff9f]/ },
  { family: 'Noto Sans KR Variable', leads: /[\u1100-\u11ff\u3130-\u318f\uac00-\ud7af]/ },
  { family: 'Noto Sans SC Variable', leads: /[\u2e80-\u2fdf\u3400-\u9fff\uf900-\ufaff]/ },
]
