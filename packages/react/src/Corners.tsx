import type { Editor } from '@inkbridge/canvas'
import { CircleHelp, Map as MapIcon, Maximize, Redo2, Undo2, ZoomIn, ZoomOut } from 'lucide-react'
import { Divider, IconButton } from './Bar.tsx'
import { useEditorState } from './hooks.ts'
import { commandKey } from './labels.ts'
import { useWords } from './locale/context.tsx'

const icon = { size: 18, strokeWidth: 1.75, 'aria-hidden': true } as const

/** Undo and redo. */
export function HistoryBar({ editor }: { readonly editor: Editor }) {
  const { t } = useWords()
  const { canUndo, canRedo, readOnly } = useEditorState(editor, ({ canUndo, canRedo, readOnly }) => ({
    canUndo,
    canRedo,
    readOnly,
  }))
  if (readOnly) return null
  return (
    <div className="ink-bar ink-history">
      <IconButton
        label={t('history.undo')}
        shortcut={commandKey(editor.commands, 'undo')}
        disabled={!canUndo}
        onClick={() => editor.undo()}
      >
        <Undo2 {...icon} />
      </IconButton>
      <IconButton
        label={t('history.redo')}
        shortcut={commandKey(editor.commands, 'redo')}
        disabled={!canRedo}
        onClick={() => editor.redo()}
      >
        <Redo2 {...icon} />
      </IconButton>
    </div>
  )
}

interface ZoomBarProps {
  readonly editor: Editor
  readonly onHelp: () => void
  readonly minimap: boolean
  readonly onMinimap: () => void
}

export function ZoomBar({ editor, onHelp, minimap, onMinimap }: ZoomBarProps) {
  const { t, format } = useWords()
  const { percent } = useEditorState(editor, ({ camera }) => ({ percent: Math.round(camera.zoom * 100) }))
  return (
    <div className="ink-bar ink-zoom">
      <IconButton label={t('zoom.out')} onClick={() => editor.zoomBy(0.8)}>
        <ZoomOut {...icon} />
      </IconButton>
      <button
        type="button"
        className="ink-zoom-value"
        title={t('zoom.reset', { full: format.percent(1) })}
        aria-label={t('zoom.resetNow', { full: format.percent(1), zoom: format.percent(percent / 100) })}
        onClick={() => editor.zoomTo(1)}
      >
        {format.percent(percent / 100)}
      </button>
      <IconButton label={t('zoom.in')} onClick={() => editor.zoomBy(1.25)}>
        <ZoomIn {...icon} />
      </IconButton>
      <Divider />
      <IconButton label={t('zoom.fit')} onClick={() => editor.zoomToFit()}>
        <Maximize {...icon} />
      </IconButton>
      <IconButton label={t('minimap.label')} aria-pressed={minimap} className="ink-toggle" onClick={onMinimap}>
        <MapIcon {...icon} />
      </IconButton>
      <IconButton label={t('help.title')} onClick={onHelp}>
        <CircleHelp {...icon} />
      </IconButton>
    </div>
  )
}

/** The way back when nothing of the board is in view. */
export function BackToContent({ editor }: { readonly editor: Editor }) {
  const { t } = useWords()
  const { lost, gesture } = useEditorState(editor, ({ lost, gesture }) => ({ lost, gesture }))
  if (!lost || gesture) return null
  return (
    <div className="ink-bar ink-back ink-late">
      <button type="button" className="ink-button" onClick={() => editor.zoomToFit()}>
        {t('content.back')}
      </button>
    </div>
  )
}
