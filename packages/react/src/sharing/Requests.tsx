import type { AnswerRequest, Person } from '@inkbridge/types'
import { useWords } from '../locale/locale.ts'
import { initials } from '../people/people.ts'
import { report, useOpenBoard, useSyncStatus } from '../ui/ui.ts'
import { MoreButton } from './MoreButton.tsx'

/** The people who ask to be let in. */
export function Requests() {
  const { session } = useOpenBoard()
  const { t } = useWords()
  const { requests } = useSyncStatus(session.sync, ({ requests }) => ({ requests }))
  return requests.length === 0 ? null : (
    <ul className="ink-share-list">
      {requests.map((person) => (
        <li key={person.id} className="ink-share-row ink-share-person">
          <span
            className="ink-face"
            style={{ background: person.color }}
            data-initials={initials(person.name)}
            aria-hidden="true"
          />
          <div className="ink-share-text">
            <strong>{t('request.asks', { name: person.name })}</strong>
          </div>
          <Answers person={person} />
        </li>
      ))}
    </ul>
  )
}

/** The answers to somebody who asks to be let in. */
export function Answers({ person }: { readonly person: Person }) {
  const { api, board, ui } = useOpenBoard()
  const { t } = useWords()
  const answer = (given: AnswerRequest['answer']) => () => {
    api.answerRequest(board, person.id, given).catch((error: Error) => report(ui, error))
  }
  return (
    <span className="ink-share-answers">
      <MoreButton
        label={`${t('request.letIn')}: ${person.name}`}
        text={t('request.letIn')}
        items={[
          { label: t('request.as.editor'), run: answer('editor') },
          { label: t('request.as.commenter'), run: answer('commenter') },
          { label: t('request.as.viewer'), run: answer('viewer') },
        ]}
      />
      <button type="button" className="ink-button" onClick={answer('decline')}>
        {t('request.decline')}
      </button>
      <button type="button" className="ink-button ink-danger" onClick={answer('block')}>
        {t('request.block')}
      </button>
    </span>
  )
}
