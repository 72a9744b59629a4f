import { Dialog } from '@base-ui/react/dialog'
import { X } from 'lucide-react'
import type { ReactNode } from 'react'
import { useSiteWords } from '../locale/site-words.tsx'

interface SiteDialogProps {
  readonly title: string
  /** Where it is mounted. */
  readonly over: HTMLElement | null
  readonly className?: string
  readonly onClose: () => void
  readonly children: ReactNode
}

/** An open dialog over the page. */
export function SiteDialog({ title, over, className = '', onClose, children }: SiteDialogProps) {
  const { t } = useSiteWords()
  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal container={over}>
        <Dialog.Backdrop className="ink-backdrop" />
        <Dialog.Popup className={`ink-card ink-dialog site-dialog ${className}`}>
          <Dialog.Title className="ink-dialog-title">{title}</Dialog.Title>
          {children}
          <Dialog.Close className="ink-icon-button ink-dialog-close" aria-label={t('dialog.close')}>
            <X size={18} strokeWidth={1.75} aria-hidden="true" />
          </Dialog.Close>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}
