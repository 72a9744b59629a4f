import type { Api } from '@inkbridge/react/api'
import { WordFinder } from '@inkbridge/react/fold'
import type { BoardSummary, BoardsSort } from '@inkbridge/types'
import { useCallback, useEffect, useMemo, useRef, useSyncExternalStore } from 'react'
import { keepBoards, keptBoards } from '../kept-boards.ts'
import { BoardPages, type ListedBoards, unknownBoards } from './board-pages.ts'
import { everything, isSame, type Place } from './place.ts'

export interface BoardQuery {
  readonly place: Place
  /** Null: the usual one of the place. */
  readonly sort: BoardsSort | null
  readonly words: string
}

export interface BoardList extends ListedBoards {
  /** Loads the boards from one index to another, unless they are known. */
  show(first: number, last: number): void
  /** Asks the server again. */
  reload(): Promise<void>
}

/** The boards of a place that match a search; without the server, those that this browser knows. */
export function useBoardList(api: Api, query: BoardQuery): BoardList {
  const { place, sort, words } = query
  const { view, folder } = place
  const before = useRef<{ readonly pages: BoardPages; readonly place: Place } | null>(null)
  const pages = useMemo(() => {
    const asked = {
      view,
      ...(sort && !words ? { sort } : {}),
      ...(folder ? { folder } : {}),
      ...(words ? { q: words } : {}),
    }
    const here = { view, folder }
    // A search that goes on shows what it has found until then.
    const known = before.current && isSame(before.current.place, here) ? before.current.pages.snapshot : unknownBoards
    const created = new BoardPages((page) => api.list({ ...asked, ...page }), known)
    before.current = { pages: created, place: here }
    return created
  }, [api, view, folder, sort, words])
  useEffect(() => void pages.reload(), [pages])
  const listed = useSyncExternalStore(
    pages.subscribe,
    () => pages.snapshot,
    () => unknownBoards,
  )
  const isWhole = isSame(place, everything) && words === ''
  useEffect(() => {
    if (isWhole && listed.rows && !listed.isAbsent) keepBoards(listed.rows.flatMap((row) => row ?? []))
  }, [listed, isWhole])
  const kept = useMemo(
    () => (listed.isAbsent ? keptIn({ place: { view, folder }, sort, words }) : null),
    [listed, view, folder, sort, words],
  )
  const show = useCallback((first: number, last: number) => pages.show(first, last), [pages])
  const reload = useCallback(() => pages.reload(), [pages])
  return { rows: kept ?? listed.rows, isAbsent: listed.isAbsent, show, reload }
}

/** The boards that this browser knows, as the server would list them. */
function keptIn({ place: { view, folder }, sort, words }: BoardQuery): readonly BoardSummary[] {
  const wanted = new WordFinder(words)
  const isIn = (board: BoardSummary) => {
    if (!wanted.isIn(board.title) || (folder && board.folder !== folder)) return false
    if (view === 'trash') return false
    if (view === 'recent') return board.openedAt !== undefined
    if (view === 'starred') return board.starred === true
    return view === 'all' || (view === 'mine') === (board.role === 'owner')
  }
  const compare = {
    changed: (a: BoardSummary, b: BoardSummary) => b.updatedAt.localeCompare(a.updatedAt),
    created: (a: BoardSummary, b: BoardSummary) => b.createdAt.localeCompare(a.createdAt),
    opened: (a: BoardSummary, b: BoardSummary) => (b.openedAt ?? '').localeCompare(a.openedAt ?? ''),
    title: (a: BoardSummary, b: BoardSummary) => a.title.localeCompare(b.title, undefined, { numeric: true }),
  }
  return keptBoards()
    .filter(isIn)
    .sort(compare[sort ?? 'changed'])
}
