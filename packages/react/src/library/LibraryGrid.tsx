import type { KeptItem } from '@inkbridge/sync/library'
import type { ScreenPoint } from '@inkbridge/types'
import { Roving } from '../controls/controls.ts'
import { useWords } from '../locale/locale.ts'
import { report, useOpenBoard } from '../ui/ui.ts'
import { insertItem } from './insert-item.ts'
import { LibraryTile } from './LibraryTile.tsx'
import { found, nameOf } from './library-items.ts'
import type { Library } from './use-library.ts'

interface LibraryGridProps {
  readonly library: Library
  /** The words to search for. */
  readonly typed: string
  readonly onRemove: (items: readonly KeptItem[]) => void
  /** Called after an item was added to the board. */
  readonly onInserted: (() => void) | undefined
}

/** The items with the typed words in their names; arrow keys move between them. */
export function LibraryGrid({ library, typed, onRemove, onInserted }: LibraryGridProps) {
  const open = useOpenBoard()
  const { t } = useWords()
  const items = library.items ?? []
  const shown = found(items, typed)
  if (items.length === 0) return null
  if (shown.length === 0) return <p className="ink-library-text">{t('library.none')}</p>
  const insert = async (item: KeptItem, at?: ScreenPoint) => {
    await insertItem(item, open, at)
    onInserted?.()
  }
  return (
    <Roving className="ink-library-items" role="group" aria-label={t('library.items')}>
      <ul>
        {shown.map((item) => (
          <LibraryTile
            key={item.id}
            item={item}
            label={item.name || t('library.unnamed', { number: items.indexOf(item) + 1 })}
            onInsert={(at) => void insert(item, at).catch((error: Error) => report(open.ui, error))}
            onRename={(name) => library.put([{ ...item, name: nameOf(name) }])}
            onRemove={() => onRemove([item])}
          />
        ))}
      </ul>
    </Roving>
  )
}
