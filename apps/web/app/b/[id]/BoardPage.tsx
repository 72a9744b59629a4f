'use client'

import type { BoardId } from '@inkbridge/types'
import dynamic from 'next/dynamic'
import { Suspense } from 'react'

interface Props {
  readonly board: BoardId
}

/**
 * The board lives in the browser only: the server renders no drawing, and has one Yjs. Rendered there as nothing
 * instead of not at all, so that the page names the board's scripts, and they come with the first.
 */
const OpenBoard = dynamic<Props>(async () =>
  typeof window === 'undefined' ? () => null : (await import('./OpenBoard.tsx')).OpenBoard,
)

export function BoardPage({ board }: Props) {
  return (
    <Suspense>
      <OpenBoard board={board} />
    </Suspense>
  )
}
