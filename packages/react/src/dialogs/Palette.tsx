import { Dialog } from '@base-ui/react/dialog'
import type { EditorState } from '@inkbridge/canvas'
import { Check } from 'lucide-react'
import { type KeyboardEvent, useId, useState } from 'react'
import { shownKey, useWords } from '../locale/locale.ts'
import { useDialog, useEditorState, useFinalFocus, useOpenBoard, usePortalRoot } from '../ui/ui.ts'
import { findEntries, type PaletteEntry, paletteEntries } from './palette-entries.ts'

/** The command palette: all commands, found by label or synonym. */
export function Palette() {
  const { t } = useWords()
  const dialog = useDialog('palette')
  const portal = usePortalRoot()
  const finalFocus = useFinalFocus()
  return (
    <Dialog.Root {...dialog} modal="trap-focus">
      <Dialog.Portal {...portal}>
        <Dialog.Backdrop className="ink-backdrop" />
        <Dialog.Popup className="ink-card ink-palette" aria-label={t('palette.label')} finalFocus={finalFocus}>
          <Search onDone={() => dialog.onOpenChange(false)} />
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

function Search({ onDone }: { readonly onDone: () => void }) {
  const { editor } = useOpenBoard()
  const words = useWords()
  const { t } = words
  const list = useId()
  const state = useEditorState(editor, pickedFor)
  const [typed, setTyped] = useState('')
  const [at, setAt] = useState(0)
  const entries = findEntries(paletteEntries(editor, state, words), typed)
  const chosen = entries[Math.min(at, entries.length - 1)]
  const run = (entry: PaletteEntry | undefined) => {
    if (!entry) return
    onDone()
    entry.run()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (step !== 0)
      setAt(((chosen ? entries.indexOf(chosen) : 0) + step + entries.length) % Math.max(1, entries.length))
    else if (event.key === 'Enter') run(chosen)
    else return
    event.preventDefault()
  }
  return (
    <>
      <input
        className="ink-palette-words"
        role="combobox"
        aria-label={t('palette.field')}
        aria-expanded="true"
        aria-controls={list}
        aria-activedescendant={chosen && `${list}-${chosen.id}`}
        placeholder={t('palette.placeholder')}
        value={typed}
        onChange={(event) => {
          setTyped(event.currentTarget.value)
          setAt(0)
        }}
        onKeyDown={onKeyDown}
      />
      <div className="ink-palette-list" id={list} role="listbox" aria-label={t('palette.list')}>
        {entries.map((entry) => (
          <div
            key={entry.id}
            tabIndex={-1}
            id={`${list}-${entry.id}`}
            role="option"
            aria-selected={entry === chosen}
            ref={(element) => {
              if (entry === chosen) element?.scrollIntoView({ block: 'nearest' })
            }}
            onPointerMove={() => setAt(entries.indexOf(entry))}
            onClick={() => run(entry)}
            onKeyDown={onKeyDown}
          >
            <span className="ink-palette-label">
              {entry.label}
              {entry.isOn && <Check size={14} strokeWidth={2} aria-label={t('palette.on')} />}
            </span>
            {entry.place && <small>{entry.place}</small>}
            {entry.key && <kbd>{shownKey(entry.key, words)}</kbd>}
          </div>
        ))}
        {entries.length === 0 && <p className="ink-palette-none">{t('palette.none')}</p>}
      </div>
    </>
  )
}

function pickedFor({ facts, styles, style, mixed, settings, keepTool, viewing, tool }: EditorState) {
  return { facts, styles, style, mixed, settings, keepTool, viewing, tool }
}
