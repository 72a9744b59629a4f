import { isGuest, limits, type Person, type Role } from '@inkbridge/types'
import { useRef } from 'react'
import { useWords } from '../locale/locale.ts'
import { report, setPreferences, useOpenBoard, useSyncStatus, useUi } from '../ui/ui.ts'

/** Asks a person who came by a link for a name, once. */
export function AskName() {
  const { session } = useOpenBoard()
  const { role, you } = useSyncStatus(session.sync, ({ role, you }) => ({ role, you }))
  const { asked } = useUi(({ preferences: { asked } }) => ({ asked }))
  return !asked && isAsked(role, you) ? <NameForm you={you} /> : null
}

function NameForm({ you }: { readonly you: Person }) {
  const { api, ui } = useOpenBoard()
  const { t } = useWords()
  const field = useRef<HTMLInputElement>(null)
  const done = () => setPreferences(ui, { asked: true })
  const save = () => {
    done()
    const name = field.current?.value.trim()
    if (name && name !== you.name) api.changeMe({ name }).catch((error: Error) => report(ui, error))
  }
  return (
    <form
      className="ink-card ink-ask-name"
      aria-label={t('name.ask')}
      onSubmit={(event) => {
        event.preventDefault()
        save()
      }}
    >
      <p>
        <strong>{t('name.ask')}</strong> {t('name.text')}
      </p>
      <input
        ref={field}
        className="ink-input"
        aria-label={t('profile.name')}
        placeholder={you.name}
        maxLength={limits.maxNameLength}
        autoComplete="nickname"
      />
      <span className="ink-banner-actions">
        <button type="submit" className="ink-button ink-primary">
          {t('action.save')}
        </button>
        <button type="button" className="ink-button" onClick={done}>
          {t('name.skip')}
        </button>
      </span>
    </form>
  )
}

/** Whether to ask: not owners, who may be alone, and only if the server stores the name. */
function isAsked(role: Role | null, you: Person | null): you is Person {
  return role !== null && role !== 'owner' && you !== null && isGuest(you.id)
}
