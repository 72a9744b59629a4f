import type { AddedImage, AddedPage } from '@inkbridge/canvas'
import type { PdfReader } from './pdf-reader.ts'

/** Pages to be read. */
export interface WantedPages {
  readonly reader: Pick<PdfReader, 'draw'>
  /** Counted from 1. */
  readonly numbers: readonly number[]
  /** Returns the name of a page, which also describes it. */
  nameOf(number: number): string
  /** Keeps the image of a page; null: it cannot be read. */
  keep(file: File): Promise<AddedImage | null>
  /** Called before each page, with how many are done. */
  progress(done: number): void
  readonly signal: AbortSignal
}

/** Draws pages one by one, so that one at a time is in memory, and keeps their images. Those that fail are left out. */
export async function readPages({
  reader,
  numbers,
  nameOf,
  keep,
  progress,
  signal,
}: WantedPages): Promise<readonly AddedPage[]> {
  const pages: AddedPage[] = []
  for (const [done, number] of numbers.entries()) {
    progress(done)
    const drawn = signal.aborted ? null : await reader.draw(number)
    if (signal.aborted) break
    const name = nameOf(number)
    const image = drawn && (await keep(new File([drawn.picture], name, { type: drawn.picture.type })))
    if (drawn && image) pages.push({ ...image, name, alt: name, shown: drawn.size })
  }
  return pages
}
