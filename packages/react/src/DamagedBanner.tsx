import type { BoardDamage, BoardId } from '@inkbridge/types'
import { useState } from 'react'
import type { Api } from './api.ts'
import { damageWords } from './status.ts'

interface DamagedBannerProps {
  readonly api: Api
  readonly board: BoardId
  readonly damage: BoardDamage
  readonly onSave: () => void
  readonly onProblem: (message: string) => void
}

/** The board is shown as it last was sound: its owner can restore that state, everybody can save it as a file. */
export function DamagedBanner({ api, board, damage, onSave, onProblem }: DamagedBannerProps) {
  const [restoring, setRestoring] = useState(false)
  const restore = () => {
    setRestoring(true)
    api
      .restoreState(board)
      .catch((error: Error) => onProblem(error.message))
      .finally(() => setRestoring(false))
  }
  return (
    <div className="ink-card ink-banner" role="alert">
      <p>{damageWords(damage)}</p>
      <button type="button" className="ink-button" onClick={onSave}>
        Save as file
      </button>
      {damage.restores && (
        <button type="button" className="ink-button ink-primary" disabled={restoring} onClick={restore}>
          Restore this state
        </button>
      )}
    </div>
  )
}
