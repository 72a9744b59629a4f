import type { KeptItem } from '@inkbridge/sync/library'
import { Plus, X } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { IconButton } from '../controls/controls.ts'
import { useWords } from '../locale/locale.ts'
import { pickFiles, saveFile, showToast, useEditorState, useNarrow, useOpenBoard } from '../ui/ui.ts'
import { addLibraryFiles, addSelection } from './add-items.ts'
import { LibraryGrid } from './LibraryGrid.tsx'
import { LibraryMenu } from './LibraryMenu.tsx'
import { libraryFile } from './library-items.ts'
import { useLibrary } from './use-library.ts'

/** The items that can be added to any board: found by name, added, renamed, removed, opened from and saved to files. */
export function LibraryPanel({ onClose }: { readonly onClose: () => void }) {
  const open = useOpenBoard()
  const { editor, ui } = open
  const { t } = useWords()
  const library = useLibrary()
  const isNarrow = useNarrow()
  const [typed, setTyped] = useState('')
  const [removed, setRemoved] = useState<readonly KeptItem[]>([])
  const items = library.items ?? []
  const remove = (gone: readonly KeptItem[]) => {
    library.remove(gone)
    setRemoved(gone)
  }
  const restore = () => {
    library.put(removed)
    setRemoved([])
  }
  const save = async () => {
    const file = await libraryFile(items, open).catch(() => null)
    if (!file) return showToast(ui, () => t('library.notSaved'))
    const name = saveFile(file, t('library.fileName'), 'excalidrawlib')
    showToast(ui, () => t('export.saved', { name }))
  }
  const panel = useRef<HTMLElement>(null)
  useEffect(() => panel.current?.focus({ preventScroll: true }), [])
  const close = () => {
    onClose()
    editor.focus()
  }
  const openFiles = () => pickFiles('.excalidrawlib,.json', (files) => void addLibraryFiles(files, open))
  return (
    <section
      ref={panel}
      tabIndex={-1}
      className="ink-card ink-library"
      aria-label={t('library.label')}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return
        event.stopPropagation()
        close()
      }}
    >
      <div className="ink-inspector-head">
        <h2 className="ink-card-title">{t('library.label')}</h2>
        <LibraryMenu
          isEmpty={items.length === 0}
          onOpen={openFiles}
          onSave={() => void save()}
          onRemoveAll={() => remove(items)}
        />
        <IconButton label={t('action.close')} onClick={close}>
          <X size={18} strokeWidth={1.75} aria-hidden="true" />
        </IconButton>
      </div>
      <LibraryTools typed={typed} onType={setTyped} isEmpty={items.length === 0} />
      {library.isFailing && <p className="ink-library-text">{t('library.unreadable')}</p>}
      {library.items?.length === 0 && <p className="ink-library-text">{t('library.empty')}</p>}
      <LibraryGrid library={library} typed={typed} onRemove={remove} onInserted={isNarrow ? close : undefined} />
      <Removed items={removed} onRestore={restore} />
    </section>
  )
}

interface LibraryToolsProps {
  readonly typed: string
  readonly onType: (typed: string) => void
  readonly isEmpty: boolean
}

/** A field to search by name, and a button that adds the selection. */
function LibraryTools({ typed, onType, isEmpty }: LibraryToolsProps) {
  const open = useOpenBoard()
  const { t } = useWords()
  const { selected } = useEditorState(open.editor, ({ facts }) => ({ selected: facts.selected }))
  return (
    <div className="ink-library-tools">
      {!isEmpty && (
        <input
          type="search"
          className="ink-input"
          aria-label={t('library.search')}
          placeholder={t('library.search')}
          value={typed}
          onChange={(event) => onType(event.currentTarget.value)}
        />
      )}
      <button type="button" className="ink-button" disabled={selected === 0} onClick={() => void addSelection(open)}>
        <Plus size={16} strokeWidth={1.75} aria-hidden="true" /> {t('library.addSelection')}
      </button>
    </div>
  )
}

interface RemovedProps {
  readonly items: readonly KeptItem[]
  readonly onRestore: () => void
}

/** Tells what was removed, and takes it back. */
function Removed({ items, onRestore }: RemovedProps) {
  const { t } = useWords()
  const button = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    // The item that had the focus is gone.
    if (items.length > 0) button.current?.focus()
  }, [items])
  return (
    <div className="ink-library-removed" role="status">
      {items.length > 0 && (
        <>
          {t('library.removed', { count: items.length })}
          <button ref={button} type="button" className="ink-button" onClick={onRestore}>
            {t('history.undo')}
          </button>
        </>
      )}
    </div>
  )
}
