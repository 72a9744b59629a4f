import type { ReactNode } from 'react'
import { useSiteWords } from '../locale/site-words.tsx'
import type { Place } from './place.ts'

interface EmptyListProps {
  readonly place: Place
  /** The search; empty: nothing is searched. */
  readonly words: string
  /** The button that creates a board. */
  readonly newBoard: ReactNode
}

/** Shown where there are no boards: why, and what to do. */
export function EmptyList({ place, words, newBoard }: EmptyListProps) {
  const { t } = useSiteWords()
  if (words !== '') return <Empty text={t('boards.noMatch', { words })} />
  if (place.folder !== null) return <Empty text={t('empty.folder')} />
  if (place.view === 'all') return <Empty text={t('boards.none')}>{newBoard}</Empty>
  return <Empty text={t(`empty.${place.view}`)} />
}

function Empty({ text, children }: { readonly text: string; readonly children?: ReactNode }) {
  return (
    <div className="site-empty">
      <p>{text}</p>
      {children}
    </div>
  )
}
