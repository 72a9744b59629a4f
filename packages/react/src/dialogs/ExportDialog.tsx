import type { InkName } from '@inkbridge/types'
import { Copy, Download } from 'lucide-react'
import { type ReactNode, useEffect, useState } from 'react'
import { Modal, Segments } from '../controls/controls.ts'
import { useWords } from '../locale/locale.ts'
import { closeDialog, saveFile, say, useDialog, useOpenBoard, useSaveBoard } from '../ui/ui.ts'
import { canCopyImages, copyPart, type Look, lookOf, type Part, partOf, png, svgWithFonts } from './export-part.ts'

/** The board, or what is selected of it, as a file. */
export function ExportDialog() {
  const { t } = useWords()
  return (
    <Modal title={t('export.title')} className="ink-export" {...useDialog('export')}>
      <ExportForm />
    </Modal>
  )
}

function ExportForm() {
  const { session, editor, ui, theme } = useOpenBoard()
  const { t } = useWords()
  const saveBoard = useSaveBoard()
  const [selected] = useState(() => new Set(editor.selection))
  const [part, setPart] = useState<'board' | 'selection'>(selected.size > 0 ? 'selection' : 'board')
  const [look, setLook] = useState<Look>(() => lookOf(editor, theme))
  const read = (wanted: 'board' | 'selection') => partOf(session, editor, wanted === 'board' ? undefined : selected)
  // The preview shows what there was when it was opened; the file has what there is when it is made.
  const [previewed, setPreviewed] = useState(() => read(part))
  const choosePart = (wanted: 'board' | 'selection') => {
    setPart(wanted)
    setPreviewed(read(wanted))
  }
  const finish = async (
    work: () => Promise<string>,
    failure: 'export.failed' | 'export.notCopied' = 'export.failed',
  ) => {
    const message = await work().catch(() => t(failure))
    closeDialog(ui, 'export')
    say(ui, () => message)
  }
  const savePng = async () => save(await png(read(part), look), 'png')
  const saveSvg = async () => save(new Blob([await svgWithFonts(read(part), look)], { type: 'image/svg+xml' }), 'svg')
  const saveJson = async () => t('export.saved', { name: saveBoard() })
  const save = (file: Blob, suffix: string) => {
    const name = saveFile(file, session.sync.status.title || t('board.untitled'), suffix)
    return t('export.saved', { name })
  }
  const copy = async () => {
    await copyPart(read(part), look, 'png')
    return t('export.copied')
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
      <div className="ink-export-actions">
        <button type="button" className="ink-button ink-primary" onClick={() => void finish(savePng)}>
          <Icon of={Download} /> {t('export.png')}
        </button>
        <button type="button" className="ink-button" onClick={() => void finish(saveSvg)}>
          <Icon of={Download} /> {t('export.svg')}
        </button>
        {canCopyImages() && (
          <button type="button" className="ink-button" onClick={() => void finish(copy, 'export.notCopied')}>
            <Icon of={Copy} /> {t('action.copy')}
          </button>
        )}
        <button
          type="button"
          className="ink-button"
          data-tip={t('export.jsonHint')}
          onClick={() => void finish(saveJson)}
        >
          <Icon of={Download} /> {t('export.json')}
        </button>
      </div>
    </>
  )
}

const scales = [1, 2, 3] as const

interface LookFieldsProps {
  readonly look: Look
  /** That of the board. */
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

/** Pixels; what the dialog shows, sharp on a dense screen. */
const previewSide = 840

function Preview({ part, look }: { readonly part: Part; readonly look: Look }) {
  const { t } = useWords()
  const [picture, setPicture] = useState<string | null>(null)
  const { theme, paper, jumps } = look
  useEffect(() => {
    let address: string | null = null
    let wanted = true
    png(part, { theme, paper, jumps, scale: 2 }, previewSide).then(
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

interface ChoiceProps<Value> {
  readonly label: string
  readonly value: Value
  readonly options: readonly (readonly [Value, string])[]
  readonly onChange: (value: Value) => void
}

function Choice<Value extends string | number | boolean>({ label, value, options, onChange }: ChoiceProps<Value>) {
  return (
    <div className="ink-choice">
      <h3>{label}</h3>
      <Segments
        label={label}
        options={options.map(([option, name]) => ({
          label: name,
          chosen: option === value,
          choose: () => onChange(option),
        }))}
      />
    </div>
  )
}

function Icon({ of: Picture }: { readonly of: typeof Download }): ReactNode {
  return <Picture size={16} strokeWidth={1.75} aria-hidden="true" />
}
