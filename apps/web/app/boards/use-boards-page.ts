import { Api } from '@inkbridge/react/api'
import type { BoardId, BoardSummary, BoardsSort, BoardsView, FolderId } from '@inkbridge/types'
import { useCallback, useDeferredValue, useEffect, useState } from 'react'
import { type Look, looks, sorts } from './ListTools.tsx'
import { type Place, usePlace } from './place.ts'
import { type Say, type Toast, useToast } from './Toasts.tsx'
import { type Actions, useActions } from './use-actions.ts'
import { useBoardEvents } from './use-board-events.ts'
import { type BoardList, useBoardList } from './use-board-list.ts'
import { useChoice } from './use-choice.ts'
import { manyFrom, type Overview, useOverview } from './use-overview.ts'
import { type Selection, useSelection } from './use-selection.ts'

const api = new Api()

/** Everything that the page shows, and what can be done with it. */
export interface BoardsState {
  readonly api: Api
  readonly place: Place
  /** The search, as typed. */
  readonly words: string
  readonly sort: BoardsSort
  readonly look: Look
  readonly list: BoardList
  readonly rows: readonly (BoardSummary | undefined)[]
  readonly overview: Overview | null
  /** Whether views, folders and a search are useful. */
  readonly hasMany: boolean
  readonly selection: Selection
  readonly actions: Actions
  readonly toast: Toast | null
  readonly say: Say
  setWords(words: string): void
  setSort(sort: BoardsSort): void
  setLook(look: Look): void
  setYou(you: Overview['you']): void
  /** Drops boards of the list onto a view or a folder. */
  drop(boards: readonly BoardId[], to: BoardsView | FolderId): void
}

export function useBoardsPage(): BoardsState {
  const place = usePlace()
  const [words, setWords] = useState('')
  const [sort, setSort] = useChoice<BoardsSort>('inkbridge-boards-sort', sorts)
  const [look, setLook] = useChoice<Look>('inkbridge-boards-look', looks)
  const [toast, say] = useToast()
  const { overview, setYou, load } = useOverview(api)
  const list = useBoardList(api, { place, sort: sortIn(place, sort), words: useDeferredValue(words.trim()) })
  const { reload: reloadList } = list
  const reload = useCallback(() => Promise.all([load().catch(() => {}), reloadList()]), [load, reloadList])
  useEffect(() => void load().catch(() => {}), [load])
  useBoardEvents(api, reload)
  const actions = useActions(api, place.folder, say, reload)
  const rows = list.rows ?? noRows
  const drop = (ids: readonly BoardId[], to: BoardsView | FolderId) => {
    const boards = rows.flatMap((row) => (row && ids.includes(row.id) ? [row] : []))
    if (to === 'starred') actions.star(boards, true)
    else if (to === 'trash') actions.remove(boards.filter(({ role }) => role === 'owner'))
    else actions.move(boards, to === 'all' ? null : (to as FolderId))
  }
  return {
    api,
    place,
    words,
    sort,
    look,
    list,
    rows,
    overview,
    hasMany: useHasMany(overview, place),
    selection: useSelection(rows),
    actions,
    toast,
    say,
    setWords,
    setSort,
    setLook,
    setYou,
    drop,
  }
}

const noRows: readonly undefined[] = []

/** Recent boards are sorted by visit, and those in the trash by the time they were deleted. */
function sortIn({ view }: Place, sort: BoardsSort): BoardsSort | null {
  return view === 'recent' ? 'opened' : view === 'trash' ? null : sort
}

/** Once true it stays so: the page does not jump back when a board is deleted. */
function useHasMany(overview: Overview | null, { view, folder }: Place): boolean {
  const [hadMany, setHadMany] = useState(false)
  const isElsewhere = view !== 'all' || folder !== null
  const hasMany =
    isElsewhere ||
    (overview !== null && (overview.boards >= manyFrom || overview.folders.length > 0 || overview.trashed > 0))
  useEffect(() => {
    if (hasMany) setHadMany(true)
  }, [hasMany])
  return hasMany || hadMany
}
