import { Lock } from 'lucide-react'
import { useWords } from '../locale/locale.ts'
import { report, useOpenBoard, useSyncStatus } from '../ui/ui.ts'

/** Shown while the board is locked, with the way to unlock it for owners. */
export function LockedBanner() {
  const { api, board, session, ui } = useOpenBoard()
  const { t } = useWords()
  const { locked, role } = useSyncStatus(session.sync, ({ locked, role }) => ({ locked, role }))
  if (!locked) return null
  const isOwner = role === 'owner'
  const unlock = () => api.setLocked(board, false).catch((error: Error) => report(ui, error))
  return (
    <div className="ink-card ink-banner ink-locked" role="status">
      <Lock size={16} strokeWidth={1.75} aria-hidden="true" />
      <p>{t(isOwner ? 'locked.owner' : 'locked.text')}</p>
      {isOwner && (
        <span className="ink-banner-actions">
          <button type="button" className="ink-button" onClick={() => void unlock()}>
            {t('locked.unlock')}
          </button>
        </span>
      )}
    </div>
  )
}
