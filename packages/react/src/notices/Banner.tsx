import { X } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { IconButton } from '../controls/controls.ts'
import { useWords } from '../locale/locale.ts'

/** A warning below the top bars, until it is resolved or dismissed. */
export function Banner({ text, children }: { readonly text: string; readonly children: ReactNode }) {
  const { t } = useWords()
  const [read, setRead] = useState<string | null>(null)
  if (read === text) return null
  return (
    <div className="ink-card ink-banner" role="alert">
      <p>{text}</p>
      <span className="ink-banner-actions">
        {children}
        <IconButton label={t('action.close')} onClick={() => setRead(text)}>
          <X size={16} strokeWidth={1.75} aria-hidden="true" />
        </IconButton>
      </span>
    </div>
  )
}
