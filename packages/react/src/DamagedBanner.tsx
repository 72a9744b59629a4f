import { useState } from 'react'
import { Banner } from './Banner.tsx'
import { useSyncStatus } from './hooks.ts'
import { useWords } from './locale/context.tsx'
import { useSaveBoard } from './save-board.ts'
import { damageWords } from './status.ts'
import { report, useOpenBoard } from './ui/ui.ts'

/** The board is shown in its last valid state: its owner can restore that, everybody can save it as a file. */
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
