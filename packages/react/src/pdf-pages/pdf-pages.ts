export { firstPages, parsePageNumbers } from './page-numbers.ts'
export type { PdfProblem } from './pdf-messages.ts'
export { PdfReader } from './pdf-reader.ts'
export { readPages } from './read-pages.ts'
