import type { Sync } from '@inkbridge/sync'
import type { BoardId } from '@inkbridge/types'
import { useState } from 'react'
import type { Api } from './api.ts'
import { Banner } from './Banner.tsx'
import { useSyncStatus } from './hooks.ts'
import { useWords } from './locale/context.tsx'
import { problemText } from './locale/problem.ts'
import { damageWords } from './status.ts'

interface DamagedBannerProps {
  readonly api: Api
  readonly board: BoardId
  readonly sync: Sync
  readonly onSave: () => void
  readonly onProblem: (message: string) => void
}

/** The board is shown as it last was sound: its owner can restore that state, everybody can save it as a file. */
export function DamagedBanner({ api, board, sync, onSave, onProblem }: DamagedBannerProps) {
  const { damaged, live } = useSyncStatus(sync, ({ damaged, connection }) => ({ damaged, live: connection === 'live' }))
  const words = useWords()
  const { t } = words
  const [restoring, setRestoring] = useState(false)
  const restore = () => {
    setRestoring(true)
    api
      .restoreState(board)
      .catch((error: Error) => onProblem(problemText(error, words)))
      .finally(() => setRestoring(false))
  }
  if (!damaged) return null
  return (
    <Banner text={damageWords(damaged, words)}>
      <button type="button" className="ink-button" onClick={onSave}>
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
