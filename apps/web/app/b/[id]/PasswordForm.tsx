import type { FormEvent } from 'react'

export interface PasswordTexts {
  readonly title: string
  readonly text: string
  readonly label: string
  readonly wrong: string
  readonly open: string
  readonly exit: string
}

interface PasswordFormProps {
  readonly texts: PasswordTexts
  /** A password was sent, and was wrong. */
  readonly isWrong: boolean
  readonly onPassword: (password: string) => void
}

/** Asks for the password of the link that led to a board. */
export function PasswordForm({ texts, isWrong, onPassword }: PasswordFormProps) {
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const password = String(new FormData(event.currentTarget).get('password') ?? '')
    if (password) onPassword(password)
  }
  return (
    <form className="site site-middle" onSubmit={submit}>
      <h1>{texts.title}</h1>
      <p>{texts.text}</p>
      <input
        className="ink-input site-password"
        type="password"
        name="password"
        aria-label={texts.label}
        aria-invalid={isWrong}
        placeholder={texts.label}
        autoComplete="off"
        ref={(field) => field?.focus()}
      />
      {isWrong && <p role="alert">{texts.wrong}</p>}
      <div className="ink-stopped-actions">
        <button type="submit" className="ink-button ink-primary">
          {texts.open}
        </button>
        <a className="ink-button site-button" href="/">
          {texts.exit}
        </a>
      </div>
    </form>
  )
}
