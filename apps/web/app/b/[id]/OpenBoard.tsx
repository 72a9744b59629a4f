'use client'

import { Whiteboard, type WhiteboardProps } from '@inkbridge/react'
import { WaitingBoard } from '@inkbridge/react/waiting'
import { type BoardId, closeCodes } from '@inkbridge/types'
import { lazy, Suspense, useEffect, useState, useSyncExternalStore } from 'react'
import { showAccount } from '../../account/show-account.ts'
import { rememberBoard } from '../../kept-boards.ts'
import { useTheme } from '../../theme.ts'
import { keepsCookies, useJoin } from './join.ts'
import { takeLinkSecret, tokenWith } from './link-secret.ts'
import type { PasswordTexts } from './PasswordForm.tsx'

export interface OpenBoardProps {
  readonly board: BoardId
  readonly locale: string
  /** Texts for a board that cannot be opened. They have no slots, so that the page does not need the formatter. */
  readonly texts: {
    readonly title: string
    readonly unreachable: string
    readonly exit: string
    readonly password: PasswordTexts
  }
}

/** Loaded for links with a password. */
const PasswordForm = lazy(async () => ({ default: (await import('./PasswordForm.tsx')).PasswordForm }))

/** Uses the link in the address, if there is one, then opens the board. */
export function OpenBoard({ board, locale, texts }: OpenBoardProps) {
  const [theme, setTheme] = useTheme()
  const [place] = useState(() => globalThis.location?.hash ?? '')
  const [secret] = useState(() => takeLinkSecret(board))
  const [token, setToken] = useState(() => (keepsCookies() ? null : secret.value))
  const { joined, problem, asks, setAsks, password, setPassword } = useJoin(board, secret, locale, texts.unreachable)
  const alive = useSyncExternalStore(nothingChanges, inBrowser, onServer)
  useEffect(() => {
    window.addEventListener('hashchange', openNewLink)
    return () => window.removeEventListener('hashchange', openNewLink)
  }, [])
  if (asks) {
    const enter = (given: string) => {
      setPassword({ text: given })
      if (!token) return
      setToken(tokenWith(secret.value ?? '', given))
      setAsks(null)
    }
    return (
      <Suspense fallback={<WaitingBoard />}>
        <PasswordForm texts={texts.password} isWrong={asks === 'again'} onPassword={enter} />
      </Suspense>
    )
  }
  if (problem) {
    return (
      <div className="site site-middle" role="alert">
        <h1>{texts.title}</h1>
        <p>{problem}</p>
        <a className="ink-button ink-primary site-button" href="/">
          {texts.exit}
        </a>
      </div>
    )
  }
  // As rendered by the server, until hydration.
  if (!(joined || token) || !alive) return <WaitingBoard />
  const opened = (open: Opened) => {
    showToPrograms(open)
    if (open) rememberWhenKnown(board, open.session.sync)
    // The permission that the link gave is not stored here: the link itself opens the board.
    if (open && secret.value !== null && !token)
      whenForbidden(open.session.sync, () => {
        secret.putBack()
        setToken(secret.value)
      })
    if (open && token) whenRefused(open.session.sync, 'password-needed', () => setAsks(password ? 'again' : 'password'))
  }
  return (
    <Whiteboard
      board={board}
      {...(token && { token })}
      locale={locale}
      theme={theme}
      onTheme={setTheme}
      onExit={() => location.assign('/')}
      onSignOut={() => location.replace('/')}
      onAccount={showAccount}
      onOpen={opened}
      loadPdfFonts={() => import('./pdf-fonts.ts')}
      {...(process.env.PDF_FILES && { pdfFiles: process.env.PDF_FILES })}
      keys="page"
      place={place}
    />
  )
}

/** Another link to this board was put into the address. */
function openNewLink(): void {
  if (new URLSearchParams(location.hash.slice(1)).has('k')) location.reload()
}

/** Adds an opened board to this browser's list, with its title. */
function rememberWhenKnown(board: BoardId, sync: OpenSync): void {
  let known = ''
  const look = () => {
    const { role, title, loaded } = sync.status
    if (!loaded || role === null || title === null || title === known) return
    known = title
    rememberBoard({ id: board, title, role })
  }
  look()
  sync.observe(look)
}

type OpenSync = NonNullable<Opened>['session']['sync']

/** Calls back when somebody who was never admitted is refused; until the connection is disposed. */
function whenForbidden(sync: OpenSync, listener: () => void): void {
  const stop = sync.observe(() => {
    if (sync.status.problem?.code !== closeCodes.forbidden || sync.status.you) return
    stop()
    listener()
  })
}

/** Calls back when the server refuses the connection for a reason; until the connection is disposed. */
function whenRefused(sync: OpenSync, reason: string, listener: () => void): void {
  const stop = sync.observe(() => {
    if (sync.status.problem?.reason !== reason) return
    stop()
    listener()
  })
}

const nothingChanges = () => () => undefined
const inBrowser = () => true
const onServer = () => false

type Opened = Parameters<NonNullable<WhiteboardProps['onOpen']>>[0]

declare global {
  interface Window {
    inkbridge?: { readonly board: unknown; readonly sync: unknown; readonly editor: unknown } | undefined
  }
}

/** `window.inkbridge`, in development and with `?debug`. */
function showToPrograms(open: Opened): void {
  const wanted = process.env.NODE_ENV === 'development' || new URLSearchParams(location.search).has('debug')
  if (!wanted) return
  window.inkbridge = open ? { board: open.session.board, sync: open.session.sync, editor: open.editor } : undefined
}
