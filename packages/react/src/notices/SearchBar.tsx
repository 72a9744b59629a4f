import type { Editor } from '@inkbridge/canvas'
import { ChevronDown, ChevronUp, X } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { IconButton } from '../controls/controls.ts'
import { useWords } from '../locale/locale.ts'
import { useEditorState } from '../ui/ui.ts'

/** Finds text on the board and shows one match after the other. */
export function SearchBar({ editor, onClose }: { readonly editor: Editor; readonly onClose: () => void }) {
  const { t } = useWords()
  const { matches } = useEditorState(editor, ({ matches }) => ({ matches }))
  const [words, setWords] = useState('')
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => {
    field.current?.focus()
    return () => {
      editor.search('')
      editor.focus()
    }
  }, [editor])
  const count = matches?.all.length ?? 0
  return (
    <search className="ink-bar ink-search" aria-label={t('search.label')}>
      <input
        ref={field}
        type="text"
        aria-label={t('search.label')}
        placeholder={t('search.label')}
        value={words}
        onChange={(event) => {
          setWords(event.currentTarget.value)
          editor.search(event.currentTarget.value)
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter') editor.showMatch(event.shiftKey ? -1 : 1)
          if (event.key !== 'Escape') return
          event.stopPropagation()
          onClose()
        }}
      />
      <span className="ink-search-count" role="status">
        {words.trim() === ''
          ? ''
          : count === 0
            ? t('search.none')
            : t('search.position', { at: (matches?.at ?? 0) + 1, count })}
      </span>
      <IconButton label={t('search.previous')} disabled={count === 0} onClick={() => editor.showMatch(-1)}>
        <ChevronUp size={16} strokeWidth={1.75} aria-hidden="true" />
      </IconButton>
      <IconButton label={t('search.next')} disabled={count === 0} onClick={() => editor.showMatch(1)}>
        <ChevronDown size={16} strokeWidth={1.75} aria-hidden="true" />
      </IconButton>
      <IconButton label={t('action.close')} onClick={onClose}>
        <X size={16} strokeWidth={1.75} aria-hidden="true" />
      </IconButton>
    </search>
  )
}
