import type { BoardSummary } from '@inkbridge/types'
import { useSiteWords } from '../locale/site-words.tsx'
import { SiteDialog } from './SiteDialog.tsx'

interface DiscardDialogProps {
  readonly boards: readonly BoardSummary[]
  readonly over: HTMLElement | null
  readonly onDiscard: () => void
  readonly onClose: () => void
}

/** Asks before boards are deleted for good. */
export function DiscardDialog({ boards, over, onDiscard, onClose }: DiscardDialogProps) {
  const { t } = useSiteWords()
  const [only] = boards
  const title =
    boards.length === 1 && only
      ? t('discard.title', { title: only.title })
      : t('discard.titleMany', { count: boards.length })
  return (
    <SiteDialog title={title} over={over} onClose={onClose}>
      <p>{t('discard.text')}</p>
      <div className="site-answers">
        <button type="button" className="ink-button" onClick={onClose}>
          {t('discard.keep')}
        </button>
        <button type="button" className="ink-button ink-primary site-discard" onClick={onDiscard}>
          {t('card.discard')}
        </button>
      </div>
    </SiteDialog>
  )
}
