'use client'

import { WaitingBoard } from '@inkbridge/react/waiting'
import dynamic from 'next/dynamic'
import { Suspense } from 'react'
import type { OpenBoardProps } from './OpenBoard.tsx'

/**
 * The board lives in the browser only: the server renders no drawing, and has one Yjs. Rendered there as waiting
 * instead of not at all, so that the bars are in the first picture, and the page names the board's scripts, which come
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
