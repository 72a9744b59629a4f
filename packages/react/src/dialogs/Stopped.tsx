import { closeCodes } from '@inkbridge/types'
import { useState } from 'react'
import { useSaveBoard } from '../files/files.ts'
import { stoppedReason, useWords } from '../locale/locale.ts'
import { AskToJoin } from '../sharing/sharing.ts'
import { useOpenBoard, useSyncStatus } from '../ui/ui.ts'

const endings = [closeCodes.forbidden, closeCodes.badToken]
const refusals = [closeCodes.refused, closeCodes.notYours, closeCodes.tooLarge]

/** Reasons of people without a right, who may ask for one. */
const asksFor: readonly (string | undefined)[] = ['no-board', 'link-revoked']

/** Shown when the board cannot be opened; refused edits on this device can be saved or discarded. */
export function Stopped() {
  const { session, api, onRestart, onExit } = useOpenBoard()
  const { sync } = session
  const save = useSaveBoard()
  const words = useWords()
  const { t } = words
  const { problem, edits, uploads } = sync.status
  const images = uploads.pending + uploads.failed
  const refused = refusals.some((code) => code === problem?.code)
  const ended = endings.some((code) => code === problem?.code)
  const kept = useSyncStatus(sync, ({ keeping, loaded }) => ({ kept: keeping === 'kept' && loaded })).kept
  const [removed, setRemoved] = useState(false)
  const mayAsk = asksFor.includes(problem?.reason) && !api.hasKey && navigator.cookieEnabled
  const restart = () => void sync.forget().finally(onRestart)
  const remove = () => {
    sync.forget('everybody').then(() => setRemoved(true), onRestart)
  }
  return (
    <div className="ink-stopped" role="alert">
      <div className="ink-card ink-stopped-card">
        <h1>{t('stopped.title')}</h1>
        <p>{stoppedReason(sync.status, words, { hasKey: api.hasKey, keepsCookies: navigator.cookieEnabled })}</p>
        {images > 0 && !removed && <p>{t('status.images.device', { count: images })}</p>}
        {ended && removed && <p role="status">{t('stopped.removed')}</p>}
        {ended && kept && !removed && <p>{t('stopped.kept')}</p>}
        {mayAsk && <AskToJoin />}
        <div className="ink-stopped-actions">
          {edits.device > 0 && (
            <button type="button" className="ink-button" onClick={save}>
              {t('stopped.save')}
            </button>
          )}
          {edits.device > 0 && refused && (
            <button type="button" className="ink-button" onClick={restart}>
              {t('stopped.discard')}
            </button>
          )}
          {ended && kept && !removed && (
            <button type="button" className="ink-button" onClick={remove}>
              {t('stopped.remove')}
            </button>
          )}
          {onExit && (
            <button type="button" className={`ink-button ${mayAsk ? '' : 'ink-primary'}`} onClick={onExit}>
              {t('stopped.exit')}
            </button>
          )}
        </div>
      </div>
    </div>
  )
}
