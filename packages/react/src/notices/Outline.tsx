import type { Editor, OutlineEntry } from '@inkbridge/canvas'
import { X } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { IconButton } from '../controls/controls.ts'
import { outlineWords, useWords } from '../locale/locale.ts'
import { useEditorState } from '../ui/ui.ts'

/** Maximum number of entries. */
const most = 500
/** Minimum time between updates, ms. */
const everyMs = 1_000

interface OutlineProps {
  readonly editor: Editor
  readonly onClose: () => void
}

/** The board as a list in reading order, for screen readers and keyboard navigation. */
export default function Outline({ editor, onClose }: OutlineProps) {
  const words = useWords()
  const { t } = words
  const entries = useOutline(editor)
  const { selection } = useEditorState(editor, ({ selection }) => ({ selection }))
  const list = useRef<HTMLOListElement>(null)
  const close = () => {
    onClose()
    editor.focus()
  }
  useEffect(() => (list.current?.querySelector('button') ?? list.current)?.focus(), [])
  return (
    <section
      className="ink-card ink-outline"
      aria-label={t('outline.label')}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return
        event.stopPropagation()
        close()
      }}
    >
      <div className="ink-inspector-head">
        <h2 className="ink-card-title">{t('outline.label')}</h2>
        <IconButton label={t('action.close')} onClick={close}>
          <X size={18} strokeWidth={1.75} aria-hidden="true" />
        </IconButton>
      </div>
      <ol ref={list} tabIndex={-1} aria-label={t('outline.label')}>
        {entries.map((entry) => (
          <li key={entry.id} style={{ paddingInlineStart: entry.depth * 16 }}>
            <button
              type="button"
              aria-current={selection.includes(entry.id) || undefined}
              onClick={() => editor.show([entry.id])}
            >
              {outlineWords(entry, words)}
            </button>
          </li>
        ))}
        {entries.length === 0 && <li>{t('hint.emptyViewer')}</li>}
        {entries.length === most && <li>{t('outline.more', { count: most })}</li>}
      </ol>
    </section>
  )
}

/** Returns the outline, updated after changes but not with each of them. */
function useOutline(editor: Editor): readonly OutlineEntry[] {
  const [entries, setEntries] = useState(() => editor.outline(most))
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    let seen = editor.shapes()
    const look = () => {
      timer = undefined
      seen = editor.shapes()
      setEntries(editor.outline(most))
    }
    const stop = editor.observe(() => {
      if (editor.shapes() !== seen) timer ??= setTimeout(look, everyMs)
    })
    return () => {
      stop()
      clearTimeout(timer)
    }
  }, [editor])
  return entries
}
