import type { Editor } from '@inkbridge/canvas'
import { ChevronDown, ChevronUp, X } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { IconButton } from './Bar.tsx'
import { useEditorState } from './hooks.ts'

/** Looks for words on the board: what is found is shown in turn. */
export function SearchBar({ editor, onClose }: { readonly editor: Editor; readonly onClose: () => void }) {
  const { matches } = useEditorState(editor, ({ matches }) => ({ matches }))
  const [words, setWords] = useState('')
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => {
    field.current?.focus()
    return () => editor.search('')
  }, [editor])
  const count = matches?.all.length ?? 0
  return (
    <search className="ink-bar ink-search" aria-label="Search the board">
      <input
        ref={field}
        type="text"
        aria-label="Search the board"
        placeholder="Words on the board"
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
        {words.trim() === '' ? '' : count === 0 ? 'Nothing' : `${(matches?.at ?? 0) + 1} of ${count}`}
      </span>
      <IconButton label="The one before" disabled={count === 0} onClick={() => editor.showMatch(-1)}>
        <ChevronUp size={16} strokeWidth={1.75} aria-hidden="true" />
      </IconButton>
      <IconButton label="The next one" disabled={count === 0} onClick={() => editor.showMatch(1)}>
        <ChevronDown size={16} strokeWidth={1.75} aria-hidden="true" />
      </IconButton>
      <IconButton label="End the search" onClick={onClose}>
        <X size={16} strokeWidth={1.75} aria-hidden="true" />
      </IconButton>
    </search>
  )
}
