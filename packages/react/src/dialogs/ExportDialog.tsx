import type { InkName } from '@inkbridge/types'
import { useEffect, useState } from 'react'
import { Modal } from '../controls/controls.ts'
import { useWords } from '../locale/locale.ts'
import { useDialog, useOpenBoard } from '../ui/ui.ts'
import { Choice } from './Choice.tsx'
import { ExportActions } from './ExportActions.tsx'
import { type Look, lookOf, type Part, partOf, png } from './export-part.ts'
import { PdfExport } from './PdfExport.tsx'

/** Exports the board or the selection as a file. */
export function ExportDialog() {
  const { t } = useWords()
  return (
    <Modal title={t('export.title')} className="ink-export" {...useDialog('export')}>
      <ExportForm />
    </Modal>
  )
}

function ExportForm() {
  const { session, editor, theme } = useOpenBoard()
  const { t } = useWords()
  const [selected] = useState(() => new Set(editor.selection))
  const [part, setPart] = useState<'board' | 'selection'>(selected.size > 0 ? 'selection' : 'board')
  const [look, setLook] = useState<Look>(() => lookOf(editor, theme))
  const [embeds, setEmbeds] = useState(false)
  const read = (wanted: 'board' | 'selection') => partOf(session, editor, wanted === 'board' ? undefined : selected)
  // The preview shows the board when opened; the file has the state when it is created.
  const [previewed, setPreviewed] = useState(() => read(part))
  const choosePart = (wanted: 'board' | 'selection') => {
    setPart(wanted)
    setPreviewed(read(wanted))
  }
  return (
    <>
      <Preview part={previewed} look={look} />
      <div className="ink-export-fields">
        {selected.size > 0 && (
          <Choice
            label={t('export.part')}
            value={part}
            options={[
              ['selection', t('export.selection')],
              ['board', t('export.board')],
            ]}
            onChange={choosePart}
          />
        )}
        <LookFields look={look} paper={lookOf(editor, theme).paper} onLook={setLook} />
      </div>
      <label className="ink-export-embeds">
        <input type="checkbox" checked={embeds} onChange={({ currentTarget }) => setEmbeds(currentTarget.checked)} />
        <span>
          {t('export.embeds')}
          <small>{t('export.embedsHint')}</small>
        </span>
      </label>
      <ExportActions look={look} embeds={embeds} read={() => read(part)} />
      <PdfExport part={part} look={look} read={() => read(part)} />
    </>
  )
}

const scales = [1, 2, 3, 4] as const

interface LookFieldsProps {
  readonly look: Look
  /** The board's paper. */
  readonly paper: boolean | InkName
  readonly onLook: (look: Look) => void
}

function LookFields({ look, paper, onLook }: LookFieldsProps) {
  const { t } = useWords()
  return (
    <>
      <Choice<boolean | InkName>
        label={t('export.paper')}
        value={look.paper}
        options={[
          [paper, t('export.with')],
          [false, t('export.without')],
        ]}
        onChange={(paper) => onLook({ ...look, paper })}
      />
      <Choice
        label={t('export.theme')}
        value={look.theme}
        options={[
          ['light', t('export.light')],
          ['dark', t('export.dark')],
        ]}
        onChange={(theme) => onLook({ ...look, theme })}
      />
      <Choice
        label={t('export.scale')}
        value={look.scale}
        options={scales.map((scale) => [scale, t('export.scaleValue', { scale })] as const)}
        onChange={(scale) => onLook({ ...look, scale })}
      />
    </>
  )
}

/** Size of the preview for dense screens, pixels. */
const previewSide = 840

function Preview({ part, look }: { readonly part: Part; readonly look: Look }) {
  const { t } = useWords()
  const [picture, setPicture] = useState<string | null>(null)
  const { theme, paper, jumps } = look
  useEffect(() => {
    let address: string | null = null
    let wanted = true
    png(part, { theme, paper, jumps, scale: 2 }, { maxSide: previewSide }).then(
      (blob) => {
        if (!wanted) return
        address = URL.createObjectURL(blob)
        setPicture(address)
      },
      () => {},
    )
    return () => {
      wanted = false
      if (address) URL.revokeObjectURL(address)
    }
  }, [part, theme, paper, jumps])
  return (
    <div className="ink-export-preview" data-theme={theme} data-paper={paper !== false}>
      {picture && <img src={picture} alt={t('export.preview')} />}
    </div>
  )
}
