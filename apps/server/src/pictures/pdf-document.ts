import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { notoSubstitutes, type PdfFonts, pdfOf } from '@inkbridge/canvas/pdf'
import type { Kinds, Sheet, TextLayout } from '@inkbridge/canvas/picture'
import type { Shape } from '@inkbridge/types'
import { pdfPicture } from './embedded-images.ts'
import { fontFiles, substituteFiles } from './fonts.ts'
import type { PictureRequest } from './picture-messages.ts'

const require = createRequire(import.meta.url)

/** Maximum size of a PDF, bytes. */
const maxPdfBytes = 48 * 1_048_576

/** The shapes of a board, and the sheets of its frames if they are wanted. */
export interface DocumentContent {
  readonly shapes: readonly Shape[]
  readonly sheets: readonly Sheet[]
  readonly kinds: Kinds
}

/** Writes a PDF of sheets, or of all shapes without any. Rejects with `PictureTooLong`. */
export function pdfDocument(
  { shapes, sheets, kinds }: DocumentContent,
  { options, document, images = [] }: Pick<PictureRequest, 'options' | 'document' | 'images'>,
  layout: TextLayout,
): Promise<Uint8Array> {
  const { theme, paper, crop } = options
  const whole = { shapes, ...(crop ? { crop } : {}) }
  return pdfOf(sheets.length > 0 ? sheets : [whole], {
    ...{ theme, paper, kinds, layout, title: document?.title ?? '' },
    fonts: installedFonts(),
    image: async (asset) => {
      const image = images.find((each) => each.asset === asset)
      return image ? pdfPicture(image) : null
    },
    maxBytes: maxPdfBytes,
  })
}

/** Returns the fonts of PDF files, read from installed packages. */
export function installedFonts(): PdfFonts {
  return {
    files: [...fontFiles, ...substituteFiles()],
    substitutes: [...notoSubstitutes, { family: 'Noto Emoji Variable' }],
    read: ({ url }) => readFile(url),
    subsetter: () => readFile(require.resolve('harfbuzzjs/dist/harfbuzz-subset.wasm')),
  }
}
