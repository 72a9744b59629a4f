import type { Api } from '@inkbridge/react/api'
import type { BoardSummary, Person } from '@inkbridge/types'
import { useCallback, useEffect, useState } from 'react'
import { keepBoards, keptBoards } from './kept-boards.ts'

export interface KnownBoards {
  /** Newest first; null until something is known. */
  readonly boards: readonly BoardSummary[] | null
  readonly you: Person | null
  /** The server is unreachable: the boards are those that this browser knows. */
  readonly absent: boolean
  setYou(you: Person): void
  /** Asks the server again. */
  load(): Promise<void>
}

/** This browser's boards, loaded again whenever the page becomes visible. */
export function useBoards(api: Api): KnownBoards {
  const [boards, setBoards] = useState<readonly BoardSummary[] | null>(null)
  const [you, setYou] = useState<Person | null>(null)
  const [absent, setAbsent] = useState(false)
  const load = useCallback(async () => {
    try {
      const [found, person] = [await api.boards(), await api.me()]
      setBoards(found)
      setYou(person)
      setAbsent(false)
      keepBoards(found)
    } catch {
      setBoards((known) => known ?? keptBoards())
      setAbsent(true)
    }
  }, [api])
  useEffect(() => {
    const reload = () => {
      if (document.visibilityState === 'visible') void load()
    }
    reload()
    document.addEventListener('visibilitychange', reload)
    const events = ['pageshow', 'online'] as const
    for (const event of events) window.addEventListener(event, reload)
    return () => {
      document.removeEventListener('visibilitychange', reload)
      for (const event of events) window.removeEventListener(event, reload)
    }
  }, [load])
  return { boards, you, absent, setYou, load }
}
