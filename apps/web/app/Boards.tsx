'use client'

import { Api, boardFiles } from '@inkbridge/react/api'
import { WordFinder } from '@inkbridge/react/fold'
import { describeProblem } from '@inkbridge/react/problems'
import { Profile } from '@inkbridge/react/profile'
import type { BoardSummary, CreatedBoard } from '@inkbridge/types'
import { Plus, Search, Upload } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { showAccount } from './account/show-account.ts'
import { BoardCard } from './BoardCard.tsx'
import { useSiteWords } from './locale/site-words.tsx'
import { Mark } from './Mark.tsx'
import { useBoards } from './use-boards.ts'

const api = new Api()
/** Where the profile leads. */
const ways = { onSignOut: goHome, onAccount: showAccount }
/** How long a message stays, in which a deletion can be undone; ms. */
const toastMs = 10_000
/** From this many boards on there is a search field. */
const searchFrom = 4

interface Toast {
  readonly text: string
  readonly undo?: () => void
}

/** A browser without cookies owns nothing: it opens the board by its owner's link. */
function goTo({ url, tokens }: CreatedBoard): void {
  location.assign(navigator.cookieEnabled ? url : `${url}#k=${tokens.owner}`)
}

/** A message shown for a while. */
function useToast() {
  const [toast, setToast] = useState<Toast | null>(null)
  useEffect(() => {
    if (!toast) return
    const timer = setTimeout(() => setToast(null), toastMs)
    return () => clearTimeout(timer)
  }, [toast])
  return [toast, setToast] as const
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

/** The boards of this browser: open, create, import, rename, duplicate, delete. */
export function Boards() {
  const { t, locale } = useSiteWords()
  const { boards, you, absent, setYou, load } = useBoards(api)
  const [sought, setSought] = useState('')
  const [toast, setToast] = useToast()
  const file = useRef<HTMLInputElement>(null)
  const [main, setMain] = useState<HTMLElement | null>(null)

  const say = (text: string) => setToast({ text })
  const attempt = (work: Promise<unknown>) =>
    void work.catch((error: unknown) => describeProblem(error, locale).then(say))

  const create = () => attempt(api.create({ title: t('boards.untitled') }).then(goTo))
  const importFile = async (chosen: File) =>
    goTo(await api.createFrom(chosen, chosen.name.replace(/\.[^.]*$/, '') || t('boards.untitled')))
  const rename = (board: BoardSummary, title: string) => attempt(api.rename(board.id, title).then(load))
  const duplicate = (board: BoardSummary) =>
    attempt(api.duplicate(board.id, t('site.copyOf', { title: board.title })).then(() => load()))
  const remove = async (board: BoardSummary) => {
    await api.delete(board.id)
    await load()
    const undo = () => {
      setToast(null)
      attempt(api.restore(board.id).then(load))
    }
    setToast({ text: t('boards.deleted', { title: board.title }), undo })
  }

  const wanted = new WordFinder(sought)
  const shown = boards?.filter(({ title }) => wanted.isIn(title))
  const newBoard = (
    <button type="button" className="ink-button ink-primary" onClick={create} disabled={absent}>
      <Plus size={17} strokeWidth={1.75} aria-hidden="true" /> {t('boards.new')}
    </button>
  )
  return (
    <div className="site">
      <header className="site-head">
        <span className="site-name">
          <Mark /> Inkbridge
        </span>
        {boards && boards.length >= searchFrom && (
          <label className="site-search">
            <Search size={16} strokeWidth={1.75} aria-hidden="true" />
            <input
              type="search"
              placeholder={t('boards.search')}
              value={sought}
              onChange={(event) => setSought(event.currentTarget.value)}
            />
          </label>
        )}
        <button
          type="button"
          className="ink-button site-import"
          aria-label={t('boards.import')}
          disabled={absent}
          onClick={() => file.current?.click()}
        >
          <Upload size={16} strokeWidth={1.75} aria-hidden="true" /> <span>{t('boards.import')}</span>
        </button>
        <input
          ref={file}
          type="file"
          hidden
          accept={boardFiles}
          onChange={(event) => {
            const [chosen] = event.currentTarget.files ?? []
            if (chosen) attempt(importFile(chosen))
            event.currentTarget.value = ''
          }}
        />
        {boards?.length !== 0 && newBoard}
        {you && <Profile {...{ locale, api, you, ...ways }} onChange={setYou} onProblem={say} />}
      </header>
      <main ref={setMain}>
        <h1>{t('boards.title')}</h1>
        {absent && (
          <p role="alert" className="site-note">
            {t('boards.absent')}
          </p>
        )}
        {boards && !absent && <NoCookies />}
        {boards?.length === 0 && !absent && (
          <div className="site-empty">
            <p>{t('boards.none')}</p>
            {newBoard}
          </div>
        )}
        {shown?.length === 0 && !wanted.isEmpty && (
          <div className="site-empty">
            <p>{t('boards.noMatch', { words: sought.trim() })}</p>
          </div>
        )}
        <ul className="site-cards">
          {shown?.map((board) => (
            <BoardCard
              key={board.id}
              board={board}
              absent={absent}
              over={main}
              onRename={(title) => rename(board, title)}
              onDuplicate={() => duplicate(board)}
              onDelete={() => attempt(remove(board))}
            />
          ))}
        </ul>
        <Toasts toast={toast} />
      </main>
    </div>
  )
}

function Toasts({ toast }: { readonly toast: Toast | null }) {
  const { t } = useSiteWords()
  return (
    <div className="site-toasts" role="status">
      {toast && (
        <div className="ink-card ink-toast">
          {toast.text}
          {toast.undo && (
            <button type="button" className="ink-button" onClick={toast.undo}>
              {t('boards.undo')}
            </button>
          )}
        </div>
      )}
    </div>
  )
}

function goHome(): void {
  location.replace('/')
}
