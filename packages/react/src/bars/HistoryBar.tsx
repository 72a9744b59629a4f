import type { Editor } from '@inkbridge/canvas'
import { Redo2, Undo2 } from 'lucide-react'
import { IconButton, Roving } from '../controls/controls.ts'
import { commandKey, useWords } from '../locale/locale.ts'
import { useEditorState } from '../ui/ui.ts'

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
    <Roving className="ink-bar ink-history" role="toolbar" aria-label={t('history.label')}>
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
    </Roving>
  )
}
