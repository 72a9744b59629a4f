'use client'

import { Whiteboard, type WhiteboardProps } from '@inkbridge/react'
import { Api } from '@inkbridge/react/api'
import type { BoardId } from '@inkbridge/types'
import { useEffect, useState, useSyncExternalStore } from 'react'
import { useTheme } from '../../theme.ts'

/** Uses the link that brought one here, if there was one, then opens the board. */
export function OpenBoard({ board }: { readonly board: BoardId }) {
  const [theme, setTheme] = useTheme()
  const [joined, setJoined] = useState(() => linkSecret() === null)
  const [place] = useState(() => globalThis.location?.hash ?? '')
  const [problem, setProblem] = useState<string | null>(null)
  const alive = useSyncExternalStore(nothingChanges, inBrowser, onServer)
  useEffect(() => {
    const secret = linkSecret()
    if (!secret) return
    let here = true
    new Api().join(board, secret).then(
      () => {
        if (!here) return
        // The secret was exchanged for a grant of this browser: it need not stay in the address.
        history.replaceState(history.state, '', location.pathname + location.search)
        setJoined(true)
      },
      (error: Error) => {
        if (here) setProblem(error.message)
      },
    )
    return () => {
      here = false
    }
  }, [board])
  if (problem) {
    return (
      <div className="site site-middle" role="alert">
        <h1>This board is not open</h1>
        <p>{problem}</p>
        <a className="ink-button ink-primary site-button" href="/">
          All boards
        </a>
      </div>
    )
  }
  // As the server rendered it, until the page has come to life.
  if (!joined || !alive) return null
  return (
    <Whiteboard
      board={board}
      theme={theme}
      onTheme={setTheme}
      onExit={() => location.assign('/')}
      onOpen={showToPrograms}
      place={place}
    />
  )
}

const nothingChanges = () => () => undefined
const inBrowser = () => true
const onServer = () => false

function linkSecret(): string | null {
  return new URLSearchParams(location.hash.slice(1)).get('k')
}

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
