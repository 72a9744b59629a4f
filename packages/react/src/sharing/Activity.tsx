import type { AuditEntry } from '@inkbridge/types'
import { useState } from 'react'
import { type BoardWords, useWords } from '../locale/locale.ts'
import { useOpenBoard } from '../ui/ui.ts'
import { useLoaded } from './use-loaded.ts'

/** Who changed the rights to the board and who joined it, once it is opened. */
export function Activity() {
  const { t } = useWords()
  const [isOpen, setOpen] = useState(false)
  return (
    <details className="ink-share-activity" onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary className="ink-share-title">{t('share.activity')}</summary>
      {isOpen && <Entries />}
    </details>
  )
}

function Entries() {
  const { api, board } = useOpenBoard()
  const words = useWords()
  const { t, format } = words
  const { value } = useLoaded(() => api.audit(board))
  if (!value) return <div className="ink-share-waiting" />
  if (value.length === 0) return <p className="ink-card-text">{t('audit.none')}</p>
  return (
    <ul className="ink-share-entries">
      {value.map((entry) => (
        <li key={entry.id}>
          {entryText(entry, words)}
          <small>{format.day(Date.parse(entry.at), Date.now())}</small>
        </li>
      ))}
    </ul>
  )
}

function entryText({ action, actor, person, link, role }: AuditEntry, { t }: BoardWords): string {
  return t(`audit.${action}`, {
    actor: actor.name,
    person: person?.name ?? '',
    link: link ? link.name || t(`link.role.${link.role}`) : '',
    role: role ? t(`person.role.${role}`) : '',
  })
}
