'use client'

import type { BoardId } from '@inkbridge/types'
import dynamic from 'next/dynamic'

const load = () => import('./OpenBoard.tsx').then((module) => module.OpenBoard)
/** Begun as soon as this is here, not when the page has come to life. */
const opening = typeof window === 'undefined' ? null : load()

/** The board lives in the browser only: the server renders no drawing, and has one Yjs. */
const OpenBoard = dynamic(() => opening ?? load(), { ssr: false })

export function BoardPage({ board }: { readonly board: BoardId }) {
  return <OpenBoard board={board} />
}
