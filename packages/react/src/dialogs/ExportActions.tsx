import { Copy, Download, type LucideIcon } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { type DrawingFormat, drawingFile, drawingFormats, pictureWithBoard, useSaveBoard } from '../files/files.ts'
import { useWords } from '../locale/locale.ts'
import { closeDialog, saveFile, showToast, useOpenBoard } from '../ui/ui.ts'
import { canCopyImages, copyPart, type Look, type Part, png, svgWithFonts } from './export-part.ts'

interface ExportActionsProps {
  readonly look: Look
  /** Pictures carry the board. */
  readonly embeds: boolean
  /** Returns the part as it is now. */
  readonly read: () => Part
}

/** Saves or copies a part of the board, and closes the dialog. Closing the dialog before that cancels. */
export function ExportActions({ look, embeds, read }: ExportActionsProps) {
  const open = useOpenBoard()
  const { session, ui } = open
  const { t } = useWords()
  const saveBoard = useSaveBoard()
  const title = () => session.sync.status.title || t('board.untitled')
  const [isBusy, setBusy] = useState(false)
  const control = useRef<AbortController | null>(null)
  useEffect(() => () => control.current?.abort(), [])
  const finish = async (
    work: (signal: AbortSignal) => Promise<string>,
    failure: 'export.failed' | 'export.notCopied' | 'export.embedFailed' = 'export.failed',
  ) => {
    if (isBusy) return
    setBusy(true)
    const abort = new AbortController()
    control.current = abort
    const { signal } = abort
    const message = await work(signal).catch(() => t(failure))
    if (signal.aborted) return
    closeDialog(ui, 'export')
    showToast(ui, () => message)
  }
  const pictureFailure = embeds ? 'export.embedFailed' : 'export.failed'
  const savePicture = async (picture: (part: Part) => Promise<Blob>, suffix: 'png' | 'svg', signal: AbortSignal) => {
    const part = read()
    const file = await picture(part)
    const whole = embeds ? await pictureWithBoard(file, part.shapes, open) : file
    signal.throwIfAborted()
    return t('export.saved', { name: saveFile(whole, title(), suffix) })
  }
  const savePng = (signal: AbortSignal) => savePicture((part) => png(part, look, { signal }), 'png', signal)
  const saveSvg = (signal: AbortSignal) => savePicture((part) => svgWithFonts(part, look, { signal }), 'svg', signal)
  const saveDrawing = async (format: DrawingFormat, signal: AbortSignal) => {
    const { file, extension, changed } = await drawingFile(read().shapes, title(), format, open, signal)
    signal.throwIfAborted()
    const saved = t('export.saved', { name: saveFile(file, title(), extension) })
    return changed > 0 ? `${saved} ${t('export.changed', { count: changed })}` : saved
  }
  const saveJson = async () => {
    closeDialog(ui, 'export')
    saveBoard()
  }
  const copy = async () => {
    await copyPart(read(), look, 'png')
    return t('export.copied')
  }
  return (
    <div className="ink-export-actions" aria-busy={isBusy}>
      <Action label={t('export.png')} isPrimary onAct={() => finish(savePng, pictureFailure)} />
      <Action label={t('export.svg')} onAct={() => finish(saveSvg, pictureFailure)} />
      {canCopyImages() && (
        <Action label={t('action.copy')} icon={Copy} onAct={() => finish(copy, 'export.notCopied')} />
      )}
      <Action label={t('export.json')} tip={t('export.jsonHint')} onAct={saveJson} />
      {drawingFormats.map((format) => (
        <Action
          key={format}
          label={t(`export.${format}`)}
          onAct={() => finish((signal) => saveDrawing(format, signal))}
        />
      ))}
    </div>
  )
}

interface ActionProps {
  readonly label: string
  readonly tip?: string
  readonly icon?: LucideIcon
  readonly isPrimary?: boolean
  readonly onAct: () => Promise<void>
}

function Action({ label, tip, icon: Icon = Download, isPrimary = false, onAct }: ActionProps) {
  return (
    <button
      type="button"
      className={`ink-button ${isPrimary ? 'ink-primary' : ''}`}
      data-tip={tip}
      onClick={() => void onAct()}
    >
      <Icon size={16} strokeWidth={1.75} aria-hidden="true" /> {label}
    </button>
  )
}
