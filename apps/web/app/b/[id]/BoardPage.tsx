'use client'

import type { BoardId } from '@inkbridge/types'
import dynamic from 'next/dynamic'

/** The board lives in the browser only: the server renders no drawing, and has one Yjs. */
const OpenBoard = dynamic(() => import('./OpenBoard.tsx').then((module) => module.OpenBoard), { ssr: false })

export function BoardPage({ board }: { readonly board: BoardId }) {
  return <OpenBoard board={board} />
}
