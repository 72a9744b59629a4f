import { exportJson } from '@inkbridge/board'
import { type Editor, fontsFor, type Kinds, pngOf, svgOf, type TextLayout, type Theme } from '@inkbridge/canvas'
import type { Box, InkName, Shape } from '@inkbridge/types'
import { Copy, Download } from 'lucide-react'
import { type ReactNode, useEffect, useState } from 'react'
import { useWords } from './locale/context.tsx'
import { Modal, type OpenProps } from './Modal.tsx'
import { saveFile } from './save.ts'
import type { BoardSession } from './session.ts'

interface ExportProps extends OpenProps {
  readonly session: BoardSession
  readonly editor: Editor
  readonly title: string
  readonly theme: Theme
  readonly onDone: (message: string) => void
}

interface Look {
  readonly theme: Theme
  readonly paper: boolean | InkName
  /** Lines jump over others, as on the board. */
  readonly jumps: boolean
  /** Pixels per unit. */
  readonly scale: number
}

/** What of the board is in the picture. */
interface Part {
  readonly shapes: readonly Shape[]
  readonly layout: TextLayout
  readonly kinds: Kinds
  /** Only this much of them. */
  readonly crop?: Box
}

/** The board, or what is selected of it, as a file. */
export function ExportDialog(props: ExportProps) {
  const { t } = useWords()
  return (
    <Modal title={t('export.title')} className="ink-export" open={props.open} onOpenChange={props.onOpenChange}>
      <ExportForm {...props} />
    </Modal>
  )
}

function ExportForm({ session, editor, title, theme, onOpenChange, onDone }: ExportProps) {
  const { t } = useWords()
  const [selected] = useState(() => new Set(editor.selection))
  const [part, setPart] = useState<'board' | 'selection'>(selected.size > 0 ? 'selection' : 'board')
  // With the paper that one draws on.
  const { paper, jumps } = editor.state().settings
  const [look, setLook] = useState<Look>({ theme, paper: paper ?? true, jumps, scale: 2 })
  const read = (wanted: 'board' | 'selection'): Part => {
    const { layout, kinds } = editor
    if (wanted === 'board') return { shapes: editor.shapes(), layout, kinds }
    const whole = new Set([...selected, ...[...selected].flatMap((id) => session.board.contentsOf(id))])
    const shapes = editor.shapes().filter(({ id }) => whole.has(id))
    const [only, another] = shapes.filter(({ id }) => selected.has(id))
    if (!only || another || !kinds.of(only).container) return { shapes, layout, kinds }
    // A frame alone is a picture as large as it is.
    const { x, y, w, h } = only.at
    return { shapes, layout, kinds, crop: { minX: x, minY: y, maxX: x + w, maxY: y + h } }
  }
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
    onOpenChange(false)
    onDone(message)
  }
  const savePng = async () => save(await png(read(part), look), 'png')
  const saveSvg = async () => save(new Blob([await svgWithFonts(read(part), look)], { type: 'image/svg+xml' }), 'svg')
  const saveJson = async () =>
    save(new Blob([exportJson(session.board.doc, title)], { type: 'application/json' }), 'inkbridge.json')
  const save = (file: Blob, suffix: string) => {
    const name = saveFile(file, title || t('board.untitled'), suffix)
    return t('export.saved', { name })
  }
  const copy = async () => {
    // The promise goes in as it is: Safari lets a page write only while the click is being handled.
    await navigator.clipboard.write([new ClipboardItem({ 'image/png': png(read(part), look) })])
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
        <LookFields look={look} paper={paper ?? true} onLook={setLook} />
      </div>
      <div className="ink-export-actions">
        <button type="button" className="ink-button ink-primary" onClick={() => void finish(savePng)}>
          <Icon of={Download} /> {t('export.png')}
        </button>
        <button type="button" className="ink-button" onClick={() => void finish(saveSvg)}>
          <Icon of={Download} /> {t('export.svg')}
        </button>
        {'ClipboardItem' in globalThis && navigator.clipboard && (
          <button type="button" className="ink-button" onClick={() => void finish(copy, 'export.notCopied')}>
            <Icon of={Copy} /> {t('action.copy')}
          </button>
        )}
        <button type="button" className="ink-button" title={t('export.jsonHint')} onClick={() => void finish(saveJson)}>
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

function Choice<Value extends string | number | boolean>({
  label,
  value,
  options,
  onChange,
}: {
  readonly label: string
  readonly value: Value
  readonly options: readonly (readonly [Value, string])[]
  readonly onChange: (value: Value) => void
}) {
  return (
    <fieldset className="ink-choice">
      <legend>{label}</legend>
      <div className="ink-segments">
        {options.map(([option, name]) => (
          <button key={name} type="button" aria-pressed={option === value} onClick={() => onChange(option)}>
            {name}
          </button>
        ))}
      </div>
    </fieldset>
  )
}

function Icon({ of: Picture }: { readonly of: typeof Download }): ReactNode {
  return <Picture size={16} strokeWidth={1.75} aria-hidden="true" />
}

async function svgWithFonts({ shapes, ...part }: Part, { theme, paper, jumps }: Look): Promise<string> {
  return svgOf(shapes, { theme, paper, jumps, fonts: await fontsFor(shapes, part.layout, part.kinds), ...part }).svg
}

function png({ shapes, ...part }: Part, look: Look, maxSide?: number): Promise<Blob> {
  return pngOf(shapes, { ...look, ...part, ...(maxSide ? { maxSide } : {}) })
}
