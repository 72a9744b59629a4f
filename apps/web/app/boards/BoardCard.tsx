import type { BoardSummary } from '@inkbridge/types'
import { Check, Star } from 'lucide-react'
import Link from 'next/link'
import { type MouseEvent, type ReactNode, useState } from 'react'
import { useSiteWords } from '../locale/site-words.tsx'
import { useTheme } from '../theme.ts'
import { CardMenu } from './CardMenu.tsx'
import type { BoardCardProps } from './card-props.ts'
import { startDrag } from './drag.ts'
import { NameForm } from './NameForm.tsx'

/** One board of the list: its picture, its title, and its menu. */
export function BoardCard({ board, index, total, absent, selection, ...shared }: BoardCardProps) {
  const { actions } = shared
  const { t } = useSiteWords()
  const [renaming, setRenaming] = useState(false)
  const isSelected = selection.has(board.id)
  const choose = (event: MouseEvent) => {
    const isKeyed = event.shiftKey || event.ctrlKey || event.metaKey
    if (absent || (!isKeyed && selection.boards.length === 0 && !board.deletedAt)) return
    event.preventDefault()
    if (event.shiftKey) selection.extend(index)
    else selection.toggle(index)
  }
  const content = <CardContent board={board} absent={absent} />
  return (
    <li
      className="site-card"
      aria-setsize={total}
      aria-posinset={index + 1}
      data-selected={isSelected || undefined}
      onDragStart={(event) => startDrag(event, { kind: 'boards', boards: isSelected ? selection.boards : [board] })}
    >
      {board.deletedAt ? (
        <button type="button" className="site-card-link" data-index={index} aria-pressed={isSelected} onClick={choose}>
          {content}
        </button>
      ) : (
        <Link className="site-card-link" data-index={index} href={`/b/${board.id}`} prefetch={false} onClick={choose}>
          {content}
        </Link>
      )}
      {!absent && (
        <button
          type="button"
          className="site-check"
          role="checkbox"
          aria-checked={isSelected}
          aria-label={t('card.select', { title: board.title })}
          onClick={(event) => (event.shiftKey ? selection.extend(index) : selection.toggle(index))}
        >
          <Check size={14} strokeWidth={3} aria-hidden="true" />
        </button>
      )}
      {renaming && (
        <NameForm
          label={t('card.titleField')}
          name={board.title}
          onDone={(title) => {
            setRenaming(false)
            if (title) actions.rename(board, title)
          }}
        />
      )}
      {!absent && <CardMenu board={board} isRenaming={renaming} onRename={() => setRenaming(true)} {...shared} />}
    </li>
  )
}

function CardContent({ board, absent }: Pick<BoardCardProps, 'board' | 'absent'>) {
  const words = useSiteWords()
  const [theme] = useTheme()
  const hasPicture = !absent && !board.deletedAt
  return (
    <>
      <span className="site-thumb">
        {hasPicture && (
          // biome-ignore lint/performance/noImgElement: the server draws it in the size it has here
          <img
            src={`/api/boards/${board.id}/thumbnail?theme=${theme}&at=${Date.parse(board.updatedAt)}`}
            alt=""
            loading="lazy"
            draggable={false}
            width={356}
            height={148}
          />
        )}
      </span>
      <span className="site-card-text">
        <span className="site-card-title">
          {board.title}
          {board.starred && (
            <Star size={14} strokeWidth={1.75} className="site-star" role="img" aria-label={words.t('card.starred')} />
          )}
        </span>
        {board.found ? (
          <span className="site-card-found">{marked(board.found)}</span>
        ) : (
          <span className="site-card-when">
            {board.here > 0 && <span className="ink-dot ink-tone-ok" />}
            {whenOf(board, words)}
          </span>
        )}
      </span>
    </>
  )
}

/** A found text with its matches marked, from shortly before the first. */
function marked({ text, matches }: NonNullable<BoardSummary['found']>): readonly ReactNode[] {
  const begin = Math.max(0, (matches[0]?.[0] ?? 0) - 24)
  const parts: ReactNode[] = [begin > 0 ? '…' : '']
  let at = begin
  for (const [from, to] of matches) {
    parts.push(text.slice(at, from), <mark key={from}>{text.slice(from, to)}</mark>)
    at = to
  }
  return [...parts, text.slice(at)]
}

/** How many people are on a board, or when it was last changed; of a deleted one, how long it can be restored. */
function whenOf(
  { here, updatedAt, role, purgedAt }: BoardSummary,
  { t, format }: ReturnType<typeof useSiteWords>,
): string {
  const [time, now] = [Date.parse(updatedAt), Date.now()]
  if (purgedAt) return t('card.purged', { date: format.date(Date.parse(purgedAt)) })
  const day = format.day(time, now)
  const isToday = day === format.day(now, now)
  const changed = isToday ? t('card.today', { day, time: format.timeOfDay(time) }) : day
  const when = here > 0 ? t('card.here', { count: here }) : changed
  return role === 'viewer' ? t('card.viewOnly', { when }) : when
}
