/**
 * PDF files of boards, drawn from the same display list as the screen. No DOM except in `browserFonts`. It loads HarfBuzz,
 * so import it only to write a file.
 *
 * @packageDocumentation
 */
export { browserFonts } from './pdf/browser-fonts.ts'
export { type DrawnText, notoSubstitutes, type PdfFonts, type Substitute } from './pdf/pdf-fonts.ts'
export type { ImagesOfFile } from './pdf/pdf-images.ts'
export { type PdfOptions, type PdfPage, pdfOf } from './pdf/pdf-of.ts'
export type { PdfPicture } from './pdf/pictures.ts'
