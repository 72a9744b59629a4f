/** A page of a PDF, drawn. */
export interface PdfPage {
  readonly picture: Blob
  /** Its size on a board, world units. */
  readonly size: readonly [width: number, height: number]
}

/** Why a file cannot be opened. */
export type PdfProblem = 'encrypted' | 'damaged' | 'too-large' | 'too-slow' | 'not-loaded'

/** A request of a page to the worker that reads a PDF: one at a time. */
export type PdfRequest =
  /** `files`: the address of what PDF.js loads when a file needs it; null: it is not served. */
  | { readonly type: 'open'; readonly file: Blob; readonly files: string | null }
  /** Draws a page, counted from 1. */
  | { readonly type: 'draw'; readonly number: number }

/** The answer to a request. */
export type PdfAnswer =
  | { readonly type: 'ready' }
  | { readonly type: 'opened'; readonly pages: number }
  | { readonly type: 'refused'; readonly problem: PdfProblem }
  /** Null: the page cannot be drawn. */
  | { readonly type: 'drawn'; readonly page: PdfPage | null }
