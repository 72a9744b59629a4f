import { Menu } from '@base-ui/react/menu'
import { atLeast, type BoardSummary, limits } from '@inkbridge/types'
import { Copy, Ellipsis, Pencil, Trash2 } from 'lucide-react'
import Link from 'next/link'
import { useState } from 'react'
import { useSiteWords } from './locale/site-words.tsx'
import { useTheme } from './theme.ts'

interface BoardCardProps {
  readonly board: BoardSummary
  /** The server is unreachable: the board can only be opened, if this browser stored it. */
  readonly absent: boolean
  /** Where the menu is mounted. */
  readonly over: HTMLElement | null
  readonly onRename: (title: string) => void
  readonly onDuplicate: () => void
  readonly onDelete: () => void
}

/** One board of the list: its picture, its title, and its menu. */
export function BoardCard({ board, absent, over, onRename, onDuplicate, onDelete }: BoardCardProps) {
  const words = useSiteWords()
  const { t } = words
  const [theme] = useTheme()
  const [renaming, setRenaming] = useState(false)
  const finish = (value: string) => {
    setRenaming(false)
    const title = value.trim()
    if (title && title !== board.title) onRename(title)
  }
  return (
    <li className="site-card">
      <Link className="site-card-link" href={`/b/${board.id}`} prefetch={false}>
        <span className="site-thumb">
          {!absent && (
            // biome-ignore lint/performance/noImgElement: the server draws it in the size it has here
            <img
              src={`/api/boards/${board.id}/thumbnail?theme=${theme}&at=${Date.parse(board.updatedAt)}`}
              alt=""
              loading="lazy"
              width={356}
              height={148}
            />
          )}
        </span>
        <span className="site-card-text">
          <span className="site-card-title">{board.title}</span>
          <span className="site-card-when">
            {board.here > 0 && <span className="ink-dot ink-tone-ok" />}
            {whenOf(board, words)}
          </span>
        </span>
      </Link>
      {renaming && (
        <form
          onSubmit={(event) => {
            event.preventDefault()
            finish(new FormData(event.currentTarget).get('title') as string)
          }}
        >
          <input
            name="title"
            aria-label={t('card.titleField')}
            defaultValue={board.title}
            maxLength={limits.maxTitleLength}
            autoComplete="off"
            autoFocus
            onFocus={(event) => event.currentTarget.select()}
            onBlur={(event) => finish(event.currentTarget.value)}
            onKeyDown={(event) => {
              if (event.key === 'Escape') setRenaming(false)
            }}
          />
        </form>
      )}
      {!absent && (
        <CardMenu
          board={board}
          over={over}
          isRenaming={renaming}
          onRename={() => setRenaming(true)}
          onDuplicate={onDuplicate}
          onDelete={onDelete}
        />
      )}
    </li>
  )
}

interface CardMenuProps extends Pick<BoardCardProps, 'board' | 'over' | 'onDuplicate' | 'onDelete'> {
  readonly isRenaming: boolean
  readonly onRename: () => void
}

function CardMenu({ board, over, isRenaming, onRename, onDuplicate, onDelete }: CardMenuProps) {
  const { t } = useSiteWords()
  return (
    <Menu.Root>
      <Menu.Trigger
        className="ink-icon-button site-card-menu"
        aria-label={t('card.moreNamed', { title: board.title })}
        title={t('card.more')}
      >
        <Ellipsis size={18} strokeWidth={1.75} aria-hidden="true" />
      </Menu.Trigger>
      <Menu.Portal container={over}>
        <Menu.Positioner sideOffset={6} align="end" className="ink-layer">
          <Menu.Popup className="ink-card ink-menu" finalFocus={!isRenaming}>
            {atLeast(board.role, 'editor') && (
              <Menu.Item className="ink-menu-item" onClick={onRename}>
                <Pencil size={16} strokeWidth={1.75} aria-hidden="true" /> {t('card.rename')}
              </Menu.Item>
            )}
            <Menu.Item className="ink-menu-item" onClick={onDuplicate}>
              <Copy size={16} strokeWidth={1.75} aria-hidden="true" /> {t('card.duplicate')}
            </Menu.Item>
            {board.role === 'owner' && (
              <Menu.Item className="ink-menu-item ink-danger" onClick={onDelete}>
                <Trash2 size={16} strokeWidth={1.75} aria-hidden="true" /> {t('card.delete')}
              </Menu.Item>
            )}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  )
}

/** How many people are on a board, or when it was last changed. */
function whenOf({ here, updatedAt, role }: BoardSummary, { t, format }: ReturnType<typeof useSiteWords>): string {
  const [time, now] = [Date.parse(updatedAt), Date.now()]
  const day = format.day(time, now)
  const isToday = day === format.day(now, now)
  const changed = isToday ? t('card.today', { day, time: format.timeOfDay(time) }) : day
  const when = here > 0 ? t('card.here', { count: here }) : changed
  return role === 'viewer' ? t('card.viewOnly', { when }) : when
}
