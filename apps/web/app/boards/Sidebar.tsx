import type { BoardId, BoardsView } from '@inkbridge/types'
import { Clock, LayoutGrid, Plus, Star, Trash2, User, Users } from 'lucide-react'
import { useState } from 'react'
import { useSiteWords } from '../locale/site-words.tsx'
import { dropTarget } from './drag.ts'
import { FolderList } from './FolderList.tsx'
import { NameForm } from './NameForm.tsx'
import { addressOf, isSame, type Place, treeOf, views } from './place.ts'
import type { Actions } from './use-actions.ts'
import type { Overview } from './use-overview.ts'

const icons = { all: LayoutGrid, recent: Clock, starred: Star, mine: User, shared: Users, trash: Trash2 } as const

interface SidebarProps {
  readonly place: Place
  readonly overview: Overview
  readonly actions: Actions
  /** Where menus are mounted. */
  readonly over: HTMLElement | null
  /** Boards by their ids, as far as they are shown. */
  readonly onDropBoards: (ids: readonly BoardId[], to: BoardsView | NonNullable<Place['folder']>) => void
}

/** The views and folders of the page. */
export function Sidebar({ place, overview, actions, over, onDropBoards }: SidebarProps) {
  const { t } = useSiteWords()
  const [adding, setAdding] = useState(false)
  return (
    <nav className="site-nav" aria-label={t('nav.label')}>
      <ul>
        {views
          .filter((view) => view !== 'trash')
          .map((view) => (
            <ViewLink key={view} view={view} place={place} onDropBoards={onDropBoards} />
          ))}
      </ul>
      <div className="site-nav-head" {...dropTarget(null, (folder) => actions.changeFolder(folder, { parent: null }))}>
        <h2>{t('nav.folders')}</h2>
        <button
          type="button"
          className="ink-icon-button"
          aria-label={t('folder.new')}
          title={t('folder.new')}
          onClick={() => setAdding(true)}
        >
          <Plus size={16} strokeWidth={1.75} aria-hidden="true" />
        </button>
      </div>
      {adding && (
        <NameForm
          label={t('folder.name')}
          name=""
          onDone={(name) => {
            setAdding(false)
            if (name) actions.createFolder(name, null)
          }}
        />
      )}
      <FolderList
        folders={treeOf(overview.folders)}
        place={place}
        actions={actions}
        over={over}
        onDropBoards={onDropBoards}
      />
      <ul className="site-nav-end">
        <ViewLink view="trash" place={place} onDropBoards={onDropBoards} />
      </ul>
    </nav>
  )
}

interface ViewLinkProps extends Pick<SidebarProps, 'place' | 'onDropBoards'> {
  readonly view: BoardsView
}

function ViewLink({ view, place, onDropBoards }: ViewLinkProps) {
  const { t } = useSiteWords()
  const Icon = icons[view]
  const here = { view, folder: null }
  const takesBoards = view === 'all' || view === 'starred' || view === 'trash'
  return (
    <li>
      <a
        href={addressOf(here)}
        className="site-nav-item"
        aria-current={isSame(place, here) ? 'page' : undefined}
        draggable={false}
        {...dropTarget(takesBoards ? (ids) => onDropBoards(ids, view) : null, null)}
      >
        <Icon size={17} strokeWidth={1.75} aria-hidden="true" />
        <span>{t(`view.${view}`)}</span>
      </a>
    </li>
  )
}
