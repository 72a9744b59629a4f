import { createContext, type ReactNode, use, useMemo } from 'react'
import type { BoardMessages, Catalogue } from './languages.ts'
import { createWords, type Words } from './words.ts'

export type BoardWords = Words<BoardMessages>

const WordsContext = createContext<BoardWords | null>(null)

interface BoardTextsProps {
  readonly locale: string
  readonly messages: Catalogue
  readonly children: ReactNode
}

/** Provides the texts of the interface. */
export function BoardTexts({ locale, messages, children }: BoardTextsProps) {
  const words = useMemo(() => createWords<BoardMessages>(locale, messages), [locale, messages])
  return <WordsContext value={words}>{children}</WordsContext>
}

/** Returns the texts of the current language. */
export function useWords(): BoardWords {
  const words = use(WordsContext)
  if (!words) throw new Error('expected BoardTexts above this component')
  return words
}
