import { lazy, Suspense } from 'react'
import { Modal } from '../controls/controls.ts'
import { useWords } from '../locale/locale.ts'
import { retryForever } from '../retry-forever.ts'
import { finishPdf, useDialog, useOpenBoard, useUi } from '../ui/ui.ts'

/** Loaded for the first PDF. */
const PdfPages = lazy(() => retryForever(async () => ({ default: (await import('./PdfPages.tsx')).PdfPages })))

/** Adds pages of a PDF as images. Closing it cancels that. */
export function PdfDialog() {
  const { ui } = useOpenBoard()
  const { t } = useWords()
  const { open } = useDialog('pdf')
  const { pdf } = useUi(({ pdfs: [pdf] }) => ({ pdf }))
  return (
    <Modal title={t('pdf.title')} open={open && pdf !== undefined} onOpenChange={() => finishPdf(ui)}>
      <Suspense fallback={<p className="ink-card-text">{t('pdf.opening')}</p>}>
        {pdf && <PdfPages key={`${pdf.file.name} ${pdf.file.lastModified}`} pdf={pdf} />}
      </Suspense>
    </Modal>
  )
}
