import type { Sync } from '@inkbridge/sync'
import type { BoardId } from '@inkbridge/types'
import { useState } from 'react'
import type { Api } from './api.ts'
import { useSyncStatus } from './hooks.ts'
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
  const [restoring, setRestoring] = useState(false)
  const restore = () => {
    setRestoring(true)
    api
      .restoreState(board)
      .catch((error: Error) => onProblem(error.message))
      .finally(() => setRestoring(false))
  }
  if (!damaged) return null
  return (
    <div className="ink-card ink-banner" role="alert">
      <p>{damageWords(damaged)}</p>
      <button type="button" className="ink-button" onClick={onSave}>
        Save as file
      </button>
      {damaged.restores && (
        <button type="button" className="ink-button ink-primary" disabled={restoring || !live} onClick={restore}>
          Restore this state
        </button>
      )}
    </div>
  )
}
