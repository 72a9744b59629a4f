import { describeProblem } from '@inkbridge/react/problems'
import { limits } from '@inkbridge/types'
import { type InputHTMLAttributes, type ReactNode, useEffect, useState } from 'react'
import { useSiteWords } from '../locale/site-words.tsx'
import './account.css'

interface FormProps {
  readonly submit: string
  /** Sends the fields by their names; a rejection is shown. */
  readonly onSubmit: (fields: FormData) => Promise<unknown>
  readonly children: ReactNode
}

/**
 * Fields and a button; shows why something was refused, and keeps what was typed. It cannot be sent before its script
 * runs, when the browser would put a password into the address.
 */
export function Form({ submit, onSubmit, children }: FormProps) {
  const { locale } = useSiteWords()
  const [problem, setProblem] = useState<string | null>(null)
  const [busy, setBusy] = useState(true)
  useEffect(() => setBusy(false), [])
  const send = async (fields: FormData) => {
    setBusy(true)
    setProblem(null)
    try {
      await onSubmit(fields)
    } catch (error) {
      setProblem(await describeProblem(error, locale))
    }
    setBusy(false)
  }
  return (
    <form
      className="site-form"
      method="post"
      onSubmit={(event) => {
        event.preventDefault()
        void send(new FormData(event.currentTarget))
      }}
    >
      {children}
      {problem && (
        <p role="alert" className="site-note">
          {problem}
        </p>
      )}
      <button type="submit" className="ink-button ink-primary" disabled={busy}>
        {submit}
      </button>
    </form>
  )
}

interface FieldProps extends InputHTMLAttributes<HTMLInputElement> {
  readonly label: string
  readonly name: string
}

export function Field({ label, ...input }: FieldProps) {
  return (
    <label className="site-field">
      <span>{label}</span>
      <input className="ink-input" required {...input} />
    </label>
  )
}

/** A field for a new password, with what it needs. */
export function NewPassword({ label }: { readonly label: string }) {
  const { t } = useSiteWords()
  return (
    <>
      <Field
        label={label}
        name="password"
        type="password"
        autoComplete="new-password"
        minLength={limits.minPasswordLength}
        aria-describedby="password-hint"
      />
      <p className="site-hint" id="password-hint">
        {t('password.hint', { count: limits.minPasswordLength })}
      </p>
    </>
  )
}

/** A field as text; empty when it is missing. */
export function textOf(fields: FormData, name: string): string {
  const value = fields.get(name)
  return typeof value === 'string' ? value : ''
}
