import { type BoardPerson, isShared, type PrincipalId, type Role } from '@inkbridge/types'
import { useState } from 'react'
import { type BoardWords, useWords } from '../locale/locale.ts'
import { initials } from '../people/people.ts'
import { useOpenBoard } from '../ui/ui.ts'
import { Confirm } from './LinkRow.tsx'
import { MoreButton } from './MoreButton.tsx'

const choices = ['owner', 'editor', 'commenter', 'viewer'] as const satisfies readonly Role[]

interface PersonRowProps {
  readonly entry: BoardPerson
  readonly isYou: boolean
  /** For owners; null: the row is only shown. */
  readonly change: ((run: () => Promise<unknown>) => void) | null
}

/** A person with their role, which owners change here. */
export function PersonRow({ entry, isYou, change }: PersonRowProps) {
  const { api, board } = useOpenBoard()
  const words = useWords()
  const { t } = words
  const { person, role, blocked } = entry
  const [isHandingOver, setHandingOver] = useState(false)
  const changes = change && !isYou && !isProgram(person.id) ? change : null
  const block = (blocked: boolean) => () => changes?.(() => api.changePerson(board, person.id, { blocked }))
  return (
    <li className="ink-share-row ink-share-person">
      <span
        className="ink-face"
        style={{ background: person.color }}
        data-initials={initials(person.name)}
        aria-hidden="true"
      />
      <div className="ink-share-text">
        <strong>{isYou ? t('person.you', { name: person.name }) : person.name}</strong>
        <span>{stateOf(entry, words)}</span>
      </div>
      {changes && !blocked && role ? (
        <select
          className="ink-input ink-share-role"
          aria-label={t('person.role', { name: person.name })}
          value={role}
          onChange={({ currentTarget }) => {
            const chosen = choices.find((each) => each === currentTarget.value)
            if (chosen) changes(() => api.changePerson(board, person.id, { role: chosen }))
          }}
        >
          {choices.map((each) => (
            <option key={each} value={each}>
              {t(`person.role.${each}`)}
            </option>
          ))}
        </select>
      ) : (
        role && <span className="ink-share-role-text">{t(`person.role.${role}`)}</span>
      )}
      {changes && blocked && (
        <button type="button" className="ink-button" onClick={block(false)}>
          {t('person.unblock')}
        </button>
      )}
      {changes && !blocked && (
        <MoreButton
          label={t('person.more', { name: person.name })}
          items={[
            { label: t('person.handOver'), run: () => setHandingOver(true) },
            { label: t('person.remove'), run: () => changes(() => api.removePerson(board, person.id)), isDanger: true },
            { label: t('person.block'), run: block(true), isDanger: true },
          ]}
        />
      )}
      {changes && isHandingOver && (
        <Confirm
          text={t('person.handOverText', { name: person.name })}
          label={t('person.handOverConfirm')}
          onConfirm={() => changes(() => api.handOver(board, person.id))}
        />
      )}
    </li>
  )
}

/** Whether somebody acts by a link's secret: their right is changed by changing the link. */
function isProgram(id: PrincipalId): boolean {
  return isShared(id) || id.startsWith('l:')
}

function stateOf({ here, seenAt, blocked }: BoardPerson, { t, format }: BoardWords): string {
  if (blocked) return t('person.blocked')
  if (here) return t('person.here')
  return seenAt ? t('person.seen', { date: format.day(Date.parse(seenAt), Date.now()) }) : ''
}
