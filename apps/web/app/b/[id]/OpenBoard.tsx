'use client'

import { Whiteboard, type WhiteboardProps } from '@inkbridge/react'
import { Api, ApiProblem } from '@inkbridge/react/api'
import { WaitingBoard } from '@inkbridge/react/waiting'
import { type BoardId, closeCodes } from '@inkbridge/types'
import { useEffect, useState, useSyncExternalStore } from 'react'
import { showAccount } from '../../account/show-account.ts'
import { rememberBoard } from '../../kept-boards.ts'
import { useTheme } from '../../theme.ts'
import { takeLinkSecret } from './link-secret.ts'

/** The delay before an unreachable server is asked again, ms. */
const retryMs = 3_000

export interface OpenBoardProps {
  readonly board: BoardId
  readonly locale: string
  /** Texts for a board that cannot be opened. They have no slots, so that the page does not need the formatter. */
  readonly texts: { readonly title: string; readonly unreachable: string; readonly exit: string }
}

/** Uses the link in the address, if there is one, then opens the board. */
export function OpenBoard({ board, locale, texts }: OpenBoardProps) {
  const [theme, setTheme] = useTheme()
  const [place] = useState(() => globalThis.location?.hash ?? '')
  const [secret] = useState(() => takeLinkSecret(board))
  const [token, setToken] = useState(() => (keepsCookies() ? null : secret.value))
  const [joined, setJoined] = useState(secret.value === null)
  const [problem, setProblem] = useState<string | null>(null)
  const alive = useSyncExternalStore(nothingChanges, inBrowser, onServer)
  useEffect(() => {
    if (secret.value === null || !keepsCookies()) return
    return join(board, secret.value, {
      joined() {
        secret.drop()
        setProblem(null)
        setJoined(true)
      },
      failed(error) {
        // Until a server answers that it is invalid the link is kept, also through a reload.
        if (error.status === 404) secret.drop()
        if (error.status === 0) setProblem(texts.unreachable)
        else void describe(error, locale).then(setProblem)
      },
    })
  }, [board, secret, locale, texts.unreachable])
  useEffect(() => {
    window.addEventListener('hashchange', openNewLink)
    return () => window.removeEventListener('hashchange', openNewLink)
  }, [])
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

async function describe(error: ApiProblem, locale: string): Promise<string> {
  const { describeProblem } = await import('@inkbridge/react/problems')
  return describeProblem(error, locale)
}

interface Joining {
  joined(): void
  failed(error: ApiProblem): void
}

/** Another link to this board was put into the address. */
function openNewLink(): void {
  if (new URLSearchParams(location.hash.slice(1)).has('k')) location.reload()
}

/** Exchanges a link's secret for a permission of this browser; retries while the server is unreachable. */
function join(board: BoardId, secret: string, { joined, failed }: Joining): () => void {
  let here = true
  let timer: ReturnType<typeof setTimeout> | undefined
  const attempt = () => {
    clearTimeout(timer)
    new Api().join(board, secret).then(
      () => {
        if (here) joined()
      },
      (error: unknown) => {
        if (!here || !(error instanceof ApiProblem)) return
        failed(error)
        if (error.status === 0 || error.status === 429 || error.status >= 500) timer = setTimeout(attempt, retryMs)
      },
    )
  }
  attempt()
  return () => {
    here = false
    clearTimeout(timer)
  }
}

/** During server rendering it is assumed to be online. */
function keepsCookies(): boolean {
  return globalThis.navigator?.cookieEnabled ?? true
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
