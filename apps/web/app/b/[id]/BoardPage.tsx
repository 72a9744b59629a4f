'use client'

import dynamic from 'next/dynamic'
import { Suspense } from 'react'
import type { OpenBoardProps } from './OpenBoard.tsx'

/**
 * The board lives in the browser only: the server renders no drawing, and has one Yjs. Rendered there as nothing
 * instead of not at all, so that the page names the board's scripts, and they come with the first.
 */
const OpenBoard = dynamic<OpenBoardProps>(async () =>
  typeof window === 'undefined' ? () => null : (await import('./OpenBoard.tsx')).OpenBoard,
)

export function BoardPage(props: OpenBoardProps) {
  return (
    <main>
      <Suspense>
        <OpenBoard {...props} />
      </Suspense>
    </main>
  )
}
