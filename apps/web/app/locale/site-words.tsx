'use client'

import { createWords, type Words } from '@inkbridge/react/words'
import { createContext, type ReactNode, use, useMemo } from 'react'
import type { Located, SiteMessages } from './catalogues.ts'

type SiteWords = Words<SiteMessages>

const SiteWordsContext = createContext<SiteWords | null>(null)

/** Provides a page with its texts, which came with it. */
export function SiteTexts({ locale, messages, children }: Located & { readonly children: ReactNode }) {
  const words = useMemo(() => createWords<SiteMessages>(locale, messages), [locale, messages])
  return <SiteWordsContext value={words}>{children}</SiteWordsContext>
}

export function useSiteWords(): SiteWords {
  const words = use(SiteWordsContext)
  if (!words) throw new Error('expected SiteTexts above this component')
  return words
}
