import type { BoardSummary } from '@inkbridge/types'
import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { BoardCard } from './BoardCard.tsx'
import type { BoardCardProps } from './card-props.ts'
import { type RowSizes, useRows } from './use-rows.ts'

/** As in `boards.css`. */
const sizes = {
  grid: { width: 240, height: 232, gap: 20 },
  list: { width: 10_000, height: 64, gap: 4 },
} as const satisfies Record<string, RowSizes>

interface BoardGridProps extends Omit<BoardCardProps, 'board' | 'index' | 'total'> {
  readonly rows: readonly (BoardSummary | undefined)[]
  readonly look: keyof typeof sizes
  /** Called with the indices of the boards that are visible, both included. */
  readonly onShow: (first: number, last: number) => void
}

/** The boards as cards or rows, of which only those near the window are rendered. */
export function BoardGrid({ rows, look, onShow, ...card }: BoardGridProps) {
  const [list, setList] = useState<HTMLUListElement | null>(null)
  const layout = useRows(list, rows.length, sizes[look])
  const wanted = useRef<number | null>(null)
  const [first, end, columns] = [layout?.first ?? 0, layout?.end ?? 0, layout?.columns ?? 1]
  // biome-ignore lint/correctness/useExhaustiveDependencies: it may load what is known to it only
  useEffect(() => onShow(first, Math.max(first, end - 1)), [first, end])
  useEffect(() => {
    const link = wanted.current === null ? null : linkAt(list, wanted.current)
    if (!link) return
    wanted.current = null
    link.focus()
  })
  const focus = (index: number) => {
    const link = linkAt(list, index)
    if (link) return link.focus()
    if (!list) return
    wanted.current = index
    const top = list.getBoundingClientRect().top + window.scrollY
    window.scrollTo({ top: top + Math.floor(index / columns) * sizes[look].height - 120 })
  }
  return (
    <ul
      ref={setList}
      className={`site-cards site-${look}`}
      style={{
        gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))`,
        paddingTop: layout?.above ?? 0,
        paddingBottom: layout?.below ?? 0,
      }}
      onKeyDown={(event) => onKey(event, { ...card, rows, columns, focus })}
    >
      {rows.slice(first, end).map((board, offset) => {
        const index = first + offset
        return board ? (
          <BoardCard key={board.id} board={board} index={index} total={rows.length} {...card} />
        ) : (
          <li key={index} className="site-card site-card-waiting" aria-hidden="true" />
        )
      })}
    </ul>
  )
}

function linkAt(list: HTMLElement | null, index: number): HTMLElement | null {
  return list?.querySelector<HTMLElement>(`[data-index="${index}"]`) ?? null
}

interface KeyContext extends Pick<BoardGridProps, 'rows' | 'selection' | 'actions' | 'onDiscard' | 'absent'> {
  readonly columns: number
  focus(index: number): void
}

/** Arrows move between boards, Space selects, Delete moves to the trash, Escape clears the selection. */
function onKey(event: KeyboardEvent, context: KeyContext): void {
  const { rows, selection, columns, focus, absent } = context
  if (!(event.target instanceof HTMLElement) || event.target.dataset.index === undefined || event.altKey) return
  const index = Number(event.target.dataset.index)
  const to = targetOf(event.key, index, columns, rows.length)
  const isAll = event.key === 'a' && (event.ctrlKey || event.metaKey)
  if (to !== null) {
    focus(to)
    if (event.shiftKey && !absent) selection.extend(to)
  } else if (event.key === 'Escape' && selection.boards.length > 0) selection.clear()
  else if (absent) return
  else if (event.key === ' ') selection.toggle(index)
  else if (isAll) selection.all()
  else if (event.key === 'Delete') deleteAt(index, context)
  else return
  event.preventDefault()
}

/** Deletes the selection if the board is in it, else the board. */
function deleteAt(index: number, { rows, selection, actions, onDiscard }: KeyContext): void {
  const board = rows[index]
  if (!board) return
  const boards = selection.has(board.id) ? selection.boards : [board]
  if (board.deletedAt) return onDiscard(boards)
  const own = boards.filter(({ role }) => role === 'owner')
  if (own.length > 0) actions.remove(own)
}

/** The index to which a key leads; null: it leads nowhere. */
function targetOf(key: string, index: number, columns: number, count: number): number | null {
  const steps: Readonly<Record<string, number>> = {
    ArrowLeft: index - 1,
    ArrowRight: index + 1,
    ArrowUp: index - columns,
    ArrowDown: index + columns,
    Home: 0,
    End: count - 1,
  }
  const to = steps[key]
  return to === undefined ? null : to < 0 || to >= count ? index : to
}
