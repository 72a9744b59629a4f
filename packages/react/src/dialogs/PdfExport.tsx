import { FileText, X } from 'lucide-react'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { useWords } from '../locale/locale.ts'
import { closeDialog, saveFile, showToast, useOpenBoard } from '../ui/ui.ts'
import { Choice } from './Choice.tsx'
import { type Look, type Part, pdf } from './export-part.ts'

interface PdfExportProps {
  readonly part: 'board' | 'selection'
  readonly look: Look
  /** Returns the part as it is now. */
  readonly read: () => Part
}

/** Exports a part of the board as a PDF: on one page, or each frame on its own. Closing the dialog cancels. */
export function PdfExport({ part, look, read }: PdfExportProps) {
  const { api, board, session, editor, ui, loadPdfFonts } = useOpenBoard()
  const { t } = useWords()
  const [pages, setPages] = useState<'one' | 'frames'>('one')
  const [percent, setPercent] = useState<number | null>(null)
  const work = useRef<AbortController | null>(null)
  useEffect(() => () => work.current?.abort(), [])
  const sheets = useCallback(() => editor.sheets(part === 'selection' ? 'board' : 'frames'), [editor, part])
  // As it is when the dialog opens: it is rendered again with each step of its progress.
  const hasFrames = useMemo(
    () => sheets().some(({ crop, shapes }) => crop && shapes.length < editor.shapes().length),
    [sheets, editor],
  )
  // The server's has text that can be searched; pages cannot read the compressed fonts they are given.
  const fromServer = async (signal: AbortSignal) => {
    const { connection, edits } = session.sync.status
    const isSaved = connection === 'live' && edits.device + edits.received === 0
    const paper = look.paper !== false
    const drawn = { pages: pages === 'frames' ? 'frames' : 'board', theme: look.theme, paper } as const
    return part === 'board' && isSaved ? api.pdf(board, drawn, signal) : null
  }
  const write = async () => {
    const abort = new AbortController()
    work.current = abort
    const title = session.sync.status.title || t('board.untitled')
    setPercent(0)
    try {
      const whole = read()
      const progress = (done: number) => setPercent(Math.floor(done * 100))
      const job = { title, signal: abort.signal, loadFonts: loadPdfFonts, progress }
      const file =
        (await fromServer(abort.signal)) ?? (await pdf(pages === 'frames' ? sheets() : [whole], whole, look, job))
      const name = saveFile(file, title, 'pdf')
      closeDialog(ui, 'export')
      showToast(ui, () => t('export.saved', { name }))
    } catch {
      if (!abort.signal.aborted) showToast(ui, () => t('export.pdfFailed'))
    }
    setPercent(null)
  }
  return (
    <>
      {hasFrames && (
        <div className="ink-export-fields">
          <Choice
            label={t('export.pages')}
            value={pages}
            options={[
              ['one', t('export.onePage')],
              ['frames', t('export.framePages')],
            ]}
            onChange={setPages}
          />
        </div>
      )}
      <div className="ink-export-actions ink-export-pdf">
        {percent === null ? (
          <button type="button" className="ink-button" onClick={() => void write()}>
            <FileText size={16} strokeWidth={1.75} aria-hidden="true" /> {t('export.pdf')}
          </button>
        ) : (
          <button type="button" className="ink-button" onClick={() => work.current?.abort()}>
            <X size={16} strokeWidth={1.75} aria-hidden="true" /> {t('export.writing', { percent })} ·{' '}
            {t('action.cancel')}
          </button>
        )}
      </div>
    </>
  )
}
