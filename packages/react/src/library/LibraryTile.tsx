import type { KeptItem } from '@inkbridge/sync/library'
import type { ScreenPoint } from '@inkbridge/types'
import { type KeyboardEvent, useContext, useRef, useState } from 'react'
import { createPortal } from 'react-dom'
import { useWords } from '../locale/locale.ts'
import { PortalRoot } from '../ui/ui.ts'
import { ItemMenu } from './ItemMenu.tsx'
import { ItemName } from './ItemName.tsx'
import { useItemDrag } from './use-item-drag.ts'
import { useItemPicture } from './use-item-picture.ts'

interface LibraryTileProps {
  readonly item: KeptItem
  /** Its name, or its number where it has none. */
  readonly label: string
  /** Adds it to the board, at a point of the window or in the middle. */
  readonly onInsert: (at?: ScreenPoint) => void
  readonly onRename: (name: string) => void
  readonly onRemove: () => void
}

/** An item: a press adds it to the board, a drag adds it where it is dropped. */
export function LibraryTile({ item, label, onInsert, onRename, onRemove }: LibraryTileProps) {
  const { t } = useWords()
  const button = useRef<HTMLButtonElement>(null)
  const picture = useItemPicture(item, button)
  const [isRenaming, setRenaming] = useState(false)
  const drag = useItemDrag((at) => isBesidePanel(button.current, at) && onInsert(at))
  const press = (event: KeyboardEvent) => {
    const removes = event.key === 'Delete' || event.key === 'Backspace'
    if (!removes && event.key !== 'F2') return
    event.preventDefault()
    event.stopPropagation()
    if (removes) onRemove()
    else setRenaming(true)
  }
  return (
    <li>
      <button
        ref={button}
        type="button"
        className="ink-library-item"
        aria-label={t('library.insert', { name: label })}
        data-tip={label}
        {...drag.handlers}
        onKeyDown={press}
        onClick={() => !drag.wasDrag() && onInsert()}
      >
        {picture && <img src={picture} alt="" draggable={false} />}
      </button>
      {isRenaming ? (
        <ItemName
          name={item.name}
          onRename={onRename}
          onDone={() => {
            setRenaming(false)
            button.current?.focus()
          }}
        />
      ) : (
        <span className="ink-library-name" aria-hidden="true">
          {label}
        </span>
      )}
      <ItemMenu label={label} onRename={() => setRenaming(true)} onRemove={onRemove} />
      {drag.at && picture && <Dragged picture={picture} at={drag.at} />}
    </li>
  )
}

/** The picture of an item under the pointer. */
function Dragged({ picture, at: { x, y } }: { readonly picture: string; readonly at: ScreenPoint }) {
  const root = useContext(PortalRoot)
  if (!root) return null
  const { left, top } = root.getBoundingClientRect()
  return createPortal(
    <img className="ink-library-dragged" src={picture} alt="" style={{ left: x - left, top: y - top }} />,
    root,
  )
}

/** Whether a point of the window is on the board and not on the panel of an item. */
function isBesidePanel(item: HTMLElement | null, at: ScreenPoint): boolean {
  const [panel, root] = [item?.closest('.ink-library'), item?.closest('.ink-root')]
  return panel != null && root != null && !isIn(panel, at) && isIn(root, at)
}

function isIn(element: Element, { x, y }: ScreenPoint): boolean {
  const { left, top, right, bottom } = element.getBoundingClientRect()
  return x >= left && x <= right && y >= top && y <= bottom
}
