import { lazy, Suspense } from 'react'
import { Modal } from '../controls/controls.ts'
import { useWords } from '../locale/locale.ts'
import { retryForever } from '../retry-forever.ts'
import { useDialog } from '../ui/ui.ts'

const Content = lazy(() => retryForever(async () => ({ default: (await import('./ShareContent.tsx')).ShareContent })))

/** Who may enter a board, and how: for owners everything about it, for editors the link they came by. */
export function ShareDialog() {
  const { t } = useWords()
  return (
    <Modal title={t('share.title')} className="ink-share-dialog" {...useDialog('share')}>
      <Suspense fallback={<div className="ink-share-waiting" />}>
        <Content />
      </Suspense>
    </Modal>
  )
}
