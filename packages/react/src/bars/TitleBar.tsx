import { Popover } from '@base-ui/react/popover'
import type { Sync } from '@inkbridge/sync'
import { atLeast } from '@inkbridge/types'
import { Eye, LayoutGrid } from 'lucide-react'
import { Divider } from '../controls/controls.ts'
import { statusWords, useWords } from '../locale/locale.ts'
import { closeField, report, show, useFinalFocus, useOpenBoard, usePortalRoot, useSyncStatus, useUi } from '../ui/ui.ts'
import { UploadList } from './UploadList.tsx'

/** The way back to the boards, the title, and the save status. */
export function TitleBar() {
  const { session, onExit } = useOpenBoard()
  const { sync } = session
  const { t } = useWords()
  const { role } = useSyncStatus(sync, ({ role }) => ({ role }))
  return (
    <header className="ink-bar ink-title-bar">
      {onExit && (
        <button
          type="button"
          className="ink-icon-button"
          aria-label={t('title.exit')}
          data-tip={t('title.exit')}
          onClick={onExit}
        >
          <LayoutGrid size={18} strokeWidth={1.75} aria-hidden="true" />
        </button>
      )}
      <Title />
      {role && !atLeast(role, 'editor') && <ViewOnly />}
      <Divider />
      <StatusCard sync={sync} />
    </header>
  )
}

/** Shows that the link only allows viewing; as an icon on a phone, where the title needs the room. */
function ViewOnly() {
  const { t } = useWords()
  return (
    <span className="ink-chip ink-view-only" data-tip={t('title.viewOnly')}>
      <Eye size={16} strokeWidth={1.75} aria-hidden="true" />
      <span>{t('title.viewOnly')}</span>
    </span>
  )
}

function Title() {
  const { api, board, session, ui } = useOpenBoard()
  const { t } = useWords()
  const { isOpen } = useUi(({ field }) => ({ isOpen: field?.type === 'title' }))
  const { role, title } = useSyncStatus(session.sync, (status) => ({ role: status.role, title: status.title ?? '' }))
  if (!role || !atLeast(role, 'editor')) return <span className="ink-title">{title}</span>
  if (!isOpen) {
    return (
      <button
        type="button"
        className="ink-title ink-title-button"
        data-tip={t('title.rename')}
        onClick={() => ui.change({ field: { type: 'title' } })}
      >
        {title}
      </button>
    )
  }
  const close = () => closeField(ui, 'title')
  const finish = (value: string) => {
    close()
    const named = value.trim()
    if (named && named !== title) api.rename(board, named).catch((error: Error) => report(ui, error))
  }
  return (
    <input
      className="ink-title ink-title-input"
      aria-label={t('title.field')}
      defaultValue={title}
      maxLength={120}
      ref={(input) => input?.select()}
      onBlur={(event) => finish(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key === 'Enter') event.currentTarget.blur()
        if (event.key === 'Escape') close()
      }}
    />
  )
}

interface StatusProps {
  readonly sync: Sync
}

function StatusCard({ sync }: StatusProps) {
  const words = useWords()
  const { t } = words
  const portal = usePortalRoot()
  const finalFocus = useFinalFocus()
  const { tone, word, transport } = useSyncStatus(sync, (status) => {
    const { tone, word } = statusWords(status, words)
    return { tone, word, transport: status.transport }
  })
  return (
    <Popover.Root>
      <Popover.Trigger className="ink-status" aria-label={t('status.label', { status: word })}>
        <span className={`ink-dot ink-tone-${tone}`} />
        <span className="ink-status-word" role="status">
          {word}
        </span>
        {transport === 'polling' && (
          <span className="ink-status-mark" data-tip={t('status.polling')}>
            {t('status.pollingMark')}
          </span>
        )}
      </Popover.Trigger>
      <Popover.Portal {...portal}>
        <Popover.Positioner sideOffset={12} align="start" className="ink-layer">
          <Popover.Popup className="ink-card ink-status-card" finalFocus={finalFocus}>
            <StatusDetails sync={sync} />
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  )
}

/** Shown while the card is open: it counts every edit. */
function StatusDetails({ sync }: StatusProps) {
  const { ui } = useOpenBoard()
  const words = useWords()
  const { t, format } = words
  const status = useSyncStatus(sync)
  const { tone, headline, sentence } = statusWords(status, words)
  const { edits, roundTripMs, role } = status
  const views = role !== null && !atLeast(role, 'editor')
  return (
    <>
      <Popover.Title className="ink-card-title">
        <span className={`ink-dot ink-tone-${tone}`} />
        {headline}
      </Popover.Title>
      <Popover.Description className="ink-card-text">{sentence}</Popover.Description>
      {!views && (
        <dl className="ink-counts">
          <Count tone="warn" label={t('status.device')} count={edits.device} />
          <Count tone="info" label={t('status.received')} count={edits.received} />
          <Count tone="ok" label={t('status.saved')} count={edits.saved} />
        </dl>
      )}
      <UploadList />
      <div className="ink-card-foot">
        {roundTripMs !== null && <span>{t('status.roundTrip', { time: format.milliseconds(roundTripMs) })}</span>}
        <Popover.Close className="ink-link" onClick={() => show(ui, 'inspector')}>
          {t('inspector.title')}
        </Popover.Close>
      </div>
    </>
  )
}

function Count({ tone, label, count }: { readonly tone: string; readonly label: string; readonly count: number }) {
  const { t } = useWords()
  return (
    <div>
      <dt>
        <span className={`ink-dot ink-tone-${tone}`} />
        {label}
      </dt>
      <dd>{t('status.edits', { count })}</dd>
    </div>
  )
}
