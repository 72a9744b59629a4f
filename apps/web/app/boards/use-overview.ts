import type { Api } from '@inkbridge/react/api'
import type { BoardFolder, Person } from '@inkbridge/types'
import { useCallback, useState } from 'react'

/** What the page knows besides the boards that it shows. */
export interface Overview {
  readonly you: Person
  readonly folders: readonly BoardFolder[]
  /** How many boards the person has, and how many are in their trash. */
  readonly boards: number
  readonly trashed: number
}

/** From this many boards on there is more on the page than boards: a search field, views and folders. */
export const manyFrom = 4

/** The person, their folders, and how many boards they have; null until it is known. */
export function useOverview(api: Api) {
  const [overview, setOverview] = useState<Overview | null>(null)
  const load = useCallback(async () => {
    const [you, all, trash, folders] = await Promise.all([
      api.me(),
      api.list({ limit: 1 }),
      api.list({ view: 'trash', limit: 1 }),
      api.folders(),
    ])
    setOverview({ you, folders, boards: all.total, trashed: trash.total })
  }, [api])
  const setYou = useCallback((you: Person) => setOverview((known) => known && { ...known, you }), [])
  return { overview, setYou, load }
}
