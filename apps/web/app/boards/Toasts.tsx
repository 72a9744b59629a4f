import { useEffect, useState } from 'react'
import { useSiteWords } from '../locale/site-words.tsx'

/** How long a message stays, in which a deletion can be undone; ms. */
const toastMs = 10_000

export interface Toast {
  readonly text: string
  readonly undo?: () => void
}

/** Shows a message for a while; null removes it. */
export type Say = (toast: Toast | null) => void

export function useToast(): readonly [Toast | null, Say] {
  const [toast, setToast] = useState<Toast | null>(null)
  useEffect(() => {
    if (!toast) return
    const timer = setTimeout(() => setToast(null), toastMs)
    return () => clearTimeout(timer)
  }, [toast])
  return [toast, setToast]
}

export function Toasts({ toast }: { readonly toast: Toast | null }) {
  const { t } = useSiteWords()
  return (
    <div className="site-toasts" role="status">
      {toast && (
        <div className="ink-card ink-toast">
          {toast.text}
          {toast.undo && (
            <button type="button" className="ink-button" onClick={toast.undo}>
              {t('boards.undo')}
            </button>
          )}
        </div>
      )}
    </div>
  )
}
