import { assetsIn } from '@inkbridge/board'
import type { AddedPage } from '@inkbridge/canvas'
import { useEffect, useRef, useState } from 'react'
import { useWords } from '../locale/locale.ts'
import { type PdfReader, readPages } from '../pdf-pages/pdf-pages.ts'
import { finishPdf, type GivenPdf, type OpenBoard, report, showToast, useOpenBoard } from '../ui/ui.ts'

/** Adds pages of a PDF when asked to; `done` counts them, and is null before. Cancelled when it is unmounted. */
export function useAddingPages({ file, at }: GivenPdf, reader: PdfReader) {
  const open = useOpenBoard()
  const { editor, ui } = open
  const { t } = useWords()
  const [done, setDone] = useState<number | null>(null)
  const work = useRef<AbortController | null>(null)
  useEffect(() => () => work.current?.abort(), [])
  const add = async (numbers: readonly number[]) => {
    const abort = new AbortController()
    const { signal } = abort
    work.current = abort
    const wanted = {
      ...{ reader, numbers, signal, progress: setDone },
      nameOf: (number: number) => t('pdf.pageName', { name: file.name, page: number }),
      keep: (page: File) => editor.keepImage(page),
    }
    try {
      const pages = await readPages(wanted)
      if (signal.aborted) return discard(pages, open)
      editor.addPages(pages, at)
      finishPdf(ui)
      const missing = numbers.length - pages.length
      if (missing > 0) showToast(ui, ({ t }) => t('pdf.missing', { count: missing }))
    } catch (error) {
      report(ui, error instanceof Error ? error : new Error(String(error)))
      finishPdf(ui)
    }
  }
  return { done, add }
}

/** Removes the images of pages that were not added, unless the board has them already. */
function discard(pages: readonly AddedPage[], { session }: OpenBoard): void {
  const used = assetsIn(session.board.doc)
  for (const { asset } of pages) if (!used.has(asset)) session.assets.cancel(asset)
}
