import type { ReactNode } from 'react'
import { useWords } from '../locale/locale.ts'

interface FieldProps {
  readonly label: string
  /** The selected shapes differ in it. */
  readonly mixed: boolean
  /** The label is above instead of beside it. */
  readonly isTall?: boolean
  /** Content beside the label. */
  readonly aside?: ReactNode
  readonly children: ReactNode
}

/** A labelled part of a panel. */
export function Field({ label, mixed, isTall = false, aside, children }: FieldProps) {
  const { t } = useWords()
  return (
    <div className={`ink-field ${isTall ? 'ink-field-tall' : ''}`}>
      <h3>
        {label} {mixed && <em>{t('style.mixed')}</em>}
      </h3>
      {aside}
      <div className="ink-field-control">{children}</div>
    </div>
  )
}
