import { Menu } from '@base-ui/react/menu'
import { atLeast, type BoardSummary, limits } from '@inkbridge/types'
import { Copy, Ellipsis, Pencil, Trash2 } from 'lucide-react'
import Link from 'next/link'
import { useState } from 'react'
import { useTheme } from './theme.ts'

interface BoardCardProps {
  readonly board: BoardSummary
  /** The server cannot be reached: it can be opened, if this browser kept it, and nothing else. */
  readonly absent: boolean
  readonly onRename: (title: string) => void
  readonly onDuplicate: () => void
  readonly onDelete: () => void
}

/** One board of the list: its picture, its title, and what can be done with it. */
export function BoardCard({ board, absent, onRename, onDuplicate, onDelete }: BoardCardProps) {
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
            {whenOf(board)}
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
            aria-label="Title"
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
        <Menu.Root>
          <Menu.Trigger className="ink-icon-button site-card-menu" aria-label={`More: ${board.title}`} title="More">
            <Ellipsis size={18} strokeWidth={1.75} aria-hidden="true" />
          </Menu.Trigger>
          <Menu.Portal>
            <Menu.Positioner sideOffset={6} align="end" className="ink-layer">
              <Menu.Popup className="ink-card ink-menu" finalFocus={!renaming}>
                {atLeast(board.role, 'editor') && (
                  <Menu.Item className="ink-menu-item" onClick={() => setRenaming(true)}>
                    <Pencil size={16} strokeWidth={1.75} aria-hidden="true" /> Rename
                  </Menu.Item>
                )}
                <Menu.Item className="ink-menu-item" onClick={onDuplicate}>
                  <Copy size={16} strokeWidth={1.75} aria-hidden="true" /> Duplicate
                </Menu.Item>
                {board.role === 'owner' && (
                  <Menu.Item className="ink-menu-item ink-danger" onClick={onDelete}>
                    <Trash2 size={16} strokeWidth={1.75} aria-hidden="true" /> Delete
                  </Menu.Item>
                )}
              </Menu.Popup>
            </Menu.Positioner>
          </Menu.Portal>
        </Menu.Root>
      )}
    </li>
  )
}

function whenOf({ here, updatedAt, role }: BoardSummary): string {
  const when = here > 0 ? `${here} ${here === 1 ? 'person' : 'people'} here now` : ago(updatedAt)
  return role === 'viewer' ? `${when} · view only` : when
}

function ago(time: string): string {
  const date = new Date(time)
  const days = Math.floor((startOfDay(new Date()) - startOfDay(date)) / 86_400_000)
  if (days <= 0) return `Today, ${date.toLocaleTimeString('en', { hour: '2-digit', minute: '2-digit', hour12: false })}`
  if (days === 1) return 'Yesterday'
  if (days < 7) return date.toLocaleDateString('en', { weekday: 'long' })
  return date.toLocaleDateString('en', { day: 'numeric', month: 'long', ...(days > 300 ? { year: 'numeric' } : {}) })
}

function startOfDay(date: Date): number {
  return new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime()
}
