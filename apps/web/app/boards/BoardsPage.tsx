import { useEffect, useState } from 'react'
import { useSiteWords } from '../locale/site-words.tsx'
import { BoardGrid } from './BoardGrid.tsx'
import { EmptyList } from './EmptyList.tsx'
import { ListTools } from './ListTools.tsx'
import { NewBoard, PageHead } from './PageHead.tsx'
import { type Prompt, Prompts } from './Prompts.tsx'
import { addressOf, everything, isSame } from './place.ts'
import { SelectionBar } from './SelectionBar.tsx'
import { Sidebar } from './Sidebar.tsx'
import { SiteDialog } from './SiteDialog.tsx'
import { Toasts } from './Toasts.tsx'
import { type BoardsState, useBoardsPage } from './use-boards-page.ts'

/** The boards of this person: views, folders, search, and what can be done with boards. */
export function BoardsPage() {
  const { t } = useSiteWords()
  const page = useBoardsPage()
  const { place, overview, hasMany, list, actions, say } = page
  const [main, setMain] = useState<HTMLElement | null>(null)
  const [isMenuOpen, setMenuOpen] = useState(false)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the menu closes when another place was chosen
  useEffect(() => setMenuOpen(false), [place.view, place.folder])
  const sidebar = hasMany && overview && (
    <Sidebar place={place} overview={overview} actions={actions} over={main} onDropBoards={page.drop} />
  )
  return (
    <div className={sidebar ? 'site site-wide' : 'site'}>
      {sidebar && <aside className="site-side">{sidebar}</aside>}
      <div className="site-body">
        <PageHead
          api={page.api}
          you={overview?.you ?? null}
          actions={actions}
          absent={list.isAbsent}
          words={hasMany ? page.words : null}
          onWords={page.setWords}
          onMenu={sidebar ? () => setMenuOpen(true) : null}
          canCreate={!isBlank(page) || list.isAbsent}
          onYou={page.setYou}
          say={say}
        />
        <main ref={setMain}>
          <Boards page={page} over={main} />
          <Toasts toast={page.toast} />
          {isMenuOpen && sidebar && (
            <SiteDialog title={t('nav.label')} over={main} className="site-drawer" onClose={() => setMenuOpen(false)}>
              {sidebar}
            </SiteDialog>
          )}
        </main>
      </div>
    </div>
  )
}

/** Whether the person has no board at all, as far as is known. */
function isBlank({ list, words, place }: BoardsState): boolean {
  return list.rows?.length === 0 && words === '' && isSame(place, everything)
}

interface BoardsProps {
  readonly page: BoardsState
  readonly over: HTMLElement | null
}

function Boards({ page, over }: BoardsProps) {
  const { t } = useSiteWords()
  const { place, overview, hasMany, list, rows, actions, selection } = page
  const [prompt, setPrompt] = useState<Prompt | null>(null)
  const absent = list.isAbsent
  const isEmpty = list.rows?.length === 0
  const asks = {
    onMove: (boards: Prompt['boards']) => setPrompt({ kind: 'move', boards }),
    onDiscard: (boards: Prompt['boards']) => setPrompt({ kind: 'discard', boards }),
  }
  return (
    <>
      <div className="site-title">
        <h1>{titleOf(page, t)}</h1>
        {hasMany && <Tools page={page} over={over} />}
      </div>
      {absent && (
        <p role="alert" className="site-note">
          {t('boards.absent')}
        </p>
      )}
      {list.rows && !absent && <NoCookies />}
      {place.view === 'trash' && !isEmpty && <p className="site-hint">{t('trash.hint')}</p>}
      {isEmpty && !(absent && isBlank(page)) && (
        <EmptyList place={place} words={page.words.trim()} newBoard={<NewBoard actions={actions} absent={absent} />} />
      )}
      <BoardGrid
        key={addressOf(place)}
        rows={rows}
        look={hasMany ? page.look : 'grid'}
        absent={absent}
        selection={selection}
        actions={actions}
        over={over}
        onShow={list.show}
        {...asks}
      />
      <SelectionBar selection={selection} actions={actions} {...asks} />
      <Prompts
        prompt={prompt}
        actions={actions}
        overview={overview}
        selection={selection}
        over={over}
        onClose={() => setPrompt(null)}
      />
    </>
  )
}

function Tools({ page, over }: BoardsProps) {
  const { sort, look, place, words } = page
  const isSorted = place.view !== 'trash' && place.view !== 'recent' && words.trim() === ''
  return <ListTools sort={isSorted ? sort : null} look={look} onSort={page.setSort} onLook={page.setLook} over={over} />
}

function titleOf({ place, overview, hasMany }: BoardsState, t: ReturnType<typeof useSiteWords>['t']): string {
  if (place.folder !== null) return overview?.folders.find(({ id }) => id === place.folder)?.name ?? t('nav.folder')
  return hasMany ? t(`view.${place.view}`) : t('boards.title')
}

function NoCookies() {
  const { t } = useSiteWords()
  if (navigator.cookieEnabled) return null
  return (
    <p role="alert" className="site-note">
      {t('boards.noCookies')}
    </p>
  )
}
