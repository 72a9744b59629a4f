import { useState } from 'react'
import { useSaveBoard } from '../files/files.ts'
import { damageWords, useWords } from '../locale/locale.ts'
import { report, useOpenBoard, useSyncStatus } from '../ui/ui.ts'
import { Banner } from './Banner.tsx'

/**
 * Shown for a damaged board, which is in its last valid state: the owner can restore that, everybody can save it as a
 * file.
 */
export function DamagedBanner() {
  const { api, board, session, ui } = useOpenBoard()
  const { damaged, live } = useSyncStatus(session.sync, ({ damaged, connection }) => ({
    damaged,
    live: connection === 'live',
  }))
  const save = useSaveBoard()
  const words = useWords()
  const { t } = words
  const [restoring, setRestoring] = useState(false)
  const restore = () => {
    setRestoring(true)
    api
      .restoreState(board)
      .catch((error: Error) => report(ui, error))
      .finally(() => setRestoring(false))
  }
  if (!damaged) return null
  return (
    <Banner text={damageWords(damaged, words)}>
      <button type="button" className="ink-button" onClick={save}>
        {t('action.saveFile')}
      </button>
      {damaged.restores && (
        <button type="button" className="ink-button ink-primary" disabled={restoring || !live} onClick={restore}>
          {t('damaged.restore')}
        </button>
      )}
    </Banner>
  )
}
