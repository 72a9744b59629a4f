'use client'

import { WaitingBoard } from '@inkbridge/react/waiting'
import dynamic from 'next/dynamic'
import { Suspense } from 'react'
import type { OpenBoardProps } from './OpenBoard.tsx'

/**
 * Renders the board in the browser only: the server renders no drawing, and has one Yjs. The server renders its loading
 * state instead of nothing, so that the bars are in the first paint, and the page names the board's scripts, which load
 * with the first.
 */
const OpenBoard = dynamic<OpenBoardProps>(async () =>
  typeof window === 'undefined' ? WaitingBoard : (await import('./OpenBoard.tsx')).OpenBoard,
)

export function BoardPage(props: OpenBoardProps) {
  return (
    <main>
      <Suspense fallback={<WaitingBoard />}>
        <OpenBoard {...props} />
      </Suspense>
    </main>
  )
}
