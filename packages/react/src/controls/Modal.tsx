import { Dialog } from '@base-ui/react/dialog'
import { X } from 'lucide-react'
import type { ReactNode } from 'react'
import { useWords } from '../locale/locale.ts'
import { useFinalFocus, usePortalRoot } from '../ui/ui.ts'

interface OpenProps {
  readonly open: boolean
  readonly onOpenChange: (open: boolean) => void
}

interface ModalProps extends OpenProps {
  readonly title: string
  readonly className?: string
  readonly children: ReactNode
}

/** A dialog over the board. The focus starts in its content: the button at its top that closes it comes last. */
export function Modal({ title, className = '', open, onOpenChange, children }: ModalProps) {
  const { t } = useWords()
  const portal = usePortalRoot()
  const finalFocus = useFinalFocus()
  return (
    <Dialog.Root open={open} onOpenChange={onOpenChange} modal="trap-focus">
      <Dialog.Portal {...portal}>
        <Dialog.Backdrop className="ink-backdrop" />
        <Dialog.Popup className={`ink-card ink-dialog ${className}`} finalFocus={finalFocus}>
          <Dialog.Title className="ink-dialog-title">{title}</Dialog.Title>
          {children}
          <Dialog.Close className="ink-icon-button ink-dialog-close" aria-label={t('action.close')}>
            <X size={18} strokeWidth={1.75} aria-hidden="true" />
          </Dialog.Close>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}
