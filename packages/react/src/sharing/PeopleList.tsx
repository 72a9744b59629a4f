import type { BoardPerson } from '@inkbridge/types'
import { useEffect } from 'react'
import { useWords } from '../locale/locale.ts'
import { useOpenBoard, usePeople } from '../ui/ui.ts'
import { PersonRow } from './PersonRow.tsx'
import { useLoaded } from './use-loaded.ts'

/** For owners everybody who may enter the board, you first; for others those who are on it. */
export function PeopleList({ isOwner }: { readonly isOwner: boolean }) {
  const { api, board, session } = useOpenBoard()
  const { t } = useWords()
  const { value, reload, change } = useLoaded(() => api.people(board))
  // Loads it again when somebody comes or leaves.
  const here = usePeople(session.sync)
    .map(({ user }) => user.id)
    .join()
  useEffect(() => {
    if (here !== null) reload()
  }, [here, reload])
  if (!value || value.people.length === 0) return null
  const isYou = ({ person }: BoardPerson) => person.id === value.you
  const people = value.people.toSorted((one, other) => Number(isYou(other)) - Number(isYou(one)))
  const title = isOwner ? t('share.people') : t('share.here')
  return (
    <section aria-label={title}>
      <h3 className="ink-share-title">{title}</h3>
      <ul className="ink-share-list">
        {people.map((each) => (
          <PersonRow key={each.person.id} entry={each} isYou={isYou(each)} change={isOwner ? change : null} />
        ))}
      </ul>
    </section>
  )
}
