import { isGuest, limits, type Person, type Role } from '@inkbridge/types'
import { useRef } from 'react'
import type { Api } from './api.ts'
import { useWords } from './locale/context.tsx'
import { problemText } from './locale/problem.ts'

interface AskNameProps {
  readonly api: Api
  readonly you: Person
  readonly onProblem: (message: string) => void
  /** It was answered, or is not to be. */
  readonly onDone: () => void
}

/** Asks once, in passing, what others call the person who came by a link. */
export function AskName({ api, you, onProblem, onDone }: AskNameProps) {
  const words = useWords()
  const { t } = words
  const field = useRef<HTMLInputElement>(null)
  const save = () => {
    onDone()
    const name = field.current?.value.trim()
    if (name && name !== you.name) api.changeMe({ name }).catch((error: Error) => onProblem(problemText(error, words)))
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
        <button type="button" className="ink-button" onClick={onDone}>
          {t('name.skip')}
        </button>
      </span>
    </form>
  )
}

/** Whether a person is asked: not the owner, who may well be alone, and only where the server keeps the name. */
export function isAsked(role: Role | null, you: Person | null): you is Person {
  return role !== null && role !== 'owner' && you !== null && isGuest(you.id)
}
