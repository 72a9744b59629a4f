import { Menu } from '@base-ui/react/menu'
import type { BoardId, FolderId } from '@inkbridge/types'
import { ChevronRight, Ellipsis, Folder, FolderPlus, Pencil, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { useSiteWords } from '../locale/site-words.tsx'
import { dropTarget, startDrag } from './drag.ts'
import { NameForm } from './NameForm.tsx'
import { addressOf, type FolderNode, type Place } from './place.ts'
import type { Actions } from './use-actions.ts'

interface FolderListProps {
  readonly folders: readonly FolderNode[]
  readonly place: Place
  readonly actions: Actions
  /** Where menus are mounted. */
  readonly over: HTMLElement | null
  readonly onDropBoards: (ids: readonly BoardId[], to: FolderId) => void
}

/** Folders with those inside them. */
export function FolderList({ folders, ...shared }: FolderListProps) {
  if (folders.length === 0) return null
  return (
    <ul>
      {folders.map((folder) => (
        <FolderItem key={folder.id} folder={folder} {...shared} />
      ))}
    </ul>
  )
}

interface FolderItemProps extends Omit<FolderListProps, 'folders'> {
  readonly folder: FolderNode
}

function FolderItem({ folder, ...shared }: FolderItemProps) {
  const { place, actions, over, onDropBoards } = shared
  const { t } = useSiteWords()
  const [isOpen, setOpen] = useState(true)
  const [editing, setEditing] = useState<'rename' | 'add' | null>(null)
  const { id, name, folders } = folder
  const drop = dropTarget(
    (boards) => onDropBoards(boards, id),
    (other) => {
      if (other !== id) actions.changeFolder(other, { parent: id })
    },
  )
  return (
    <li>
      {editing === 'rename' ? (
        <NameForm
          label={t('folder.name')}
          name={name}
          onDone={(next) => {
            setEditing(null)
            if (next) actions.changeFolder(id, { name: next })
          }}
        />
      ) : (
        <div className="site-folder" {...drop}>
          {folders.length > 0 && (
            <button
              type="button"
              className="site-fold"
              aria-expanded={isOpen}
              aria-label={t('folder.inside', { name })}
              onClick={() => setOpen(!isOpen)}
            >
              <ChevronRight size={14} strokeWidth={2} aria-hidden="true" />
            </button>
          )}
          <a
            href={addressOf({ view: 'all', folder: id })}
            className="site-nav-item"
            aria-current={place.folder === id ? 'page' : undefined}
            onDragStart={(event) => startDrag(event, { kind: 'folder', folder })}
          >
            <Folder size={17} strokeWidth={1.75} aria-hidden="true" />
            <span>{name}</span>
          </a>
          <FolderMenu
            name={name}
            over={over}
            onRename={() => setEditing('rename')}
            onAdd={() => setEditing('add')}
            onDelete={() => actions.deleteFolder(id)}
            isEditing={editing !== null}
          />
        </div>
      )}
      {editing === 'add' && (
        <NameForm
          label={t('folder.name')}
          name=""
          onDone={(next) => {
            setEditing(null)
            if (next) actions.createFolder(next, id)
          }}
        />
      )}
      {isOpen && <FolderList folders={folders} {...shared} />}
    </li>
  )
}

interface FolderMenuProps {
  readonly name: string
  readonly over: HTMLElement | null
  readonly isEditing: boolean
  readonly onRename: () => void
  readonly onAdd: () => void
  readonly onDelete: () => void
}

function FolderMenu({ name, over, isEditing, onRename, onAdd, onDelete }: FolderMenuProps) {
  const { t } = useSiteWords()
  return (
    <Menu.Root>
      <Menu.Trigger
        className="ink-icon-button site-folder-menu"
        aria-label={t('card.moreNamed', { title: name })}
        title={t('card.more')}
      >
        <Ellipsis size={16} strokeWidth={1.75} aria-hidden="true" />
      </Menu.Trigger>
      <Menu.Portal container={over}>
        <Menu.Positioner sideOffset={6} align="start" className="ink-layer">
          <Menu.Popup className="ink-card ink-menu" finalFocus={!isEditing}>
            <Menu.Item className="ink-menu-item" onClick={onRename}>
              <Pencil size={16} strokeWidth={1.75} aria-hidden="true" /> {t('card.rename')}
            </Menu.Item>
            <Menu.Item className="ink-menu-item" onClick={onAdd}>
              <FolderPlus size={16} strokeWidth={1.75} aria-hidden="true" /> {t('folder.newInside')}
            </Menu.Item>
            <Menu.Item className="ink-menu-item ink-danger" onClick={onDelete}>
              <Trash2 size={16} strokeWidth={1.75} aria-hidden="true" /> {t('folder.delete')}
            </Menu.Item>
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  )
}
