import type { ReactNode } from 'react'
import { useWords } from './locale/context.tsx'

/** One of the values of a field. */
export interface Option {
  readonly label: string
  /** Shown instead of its name. */
  readonly picture?: ReactNode
  readonly chosen: boolean
  readonly choose: () => void
}

/** One of a few words or pictures. */
export function Choice({
  label,
  mixed,
  options,
}: {
  readonly label: string
  readonly mixed: boolean
  readonly options: readonly Option[]
}) {
  return (
    <Field label={label} mixed={mixed}>
      <div className="ink-segments">
        {options.map((option) => (
          <button
            key={option.label}
            type="button"
            aria-pressed={option.chosen && !mixed}
            onClick={option.choose}
            {...(option.picture ? { 'aria-label': option.label, title: option.label } : {})}
          >
            {option.picture ?? option.label}
          </button>
        ))}
      </div>
    </Field>
  )
}

/** A part of the style panel under its name. */
export function Field({
  label,
  mixed,
  children,
}: {
  readonly label: string
  readonly mixed: boolean
  readonly children: ReactNode
}) {
  const { t } = useWords()
  return (
    <div className="ink-field">
      <h3>{mixed ? t('style.mixed', { field: label }) : label}</h3>
      {children}
    </div>
  )
}
