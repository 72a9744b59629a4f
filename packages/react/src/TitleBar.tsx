import { Popover } from '@base-ui/react/popover'
import type { Sync } from '@inkbridge/sync'
import { atLeast, type BoardId } from '@inkbridge/types'
import { Eye, LayoutGrid } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { Api } from './api.ts'
import type { BoardDialog } from './asked.ts'
import { Divider } from './Bar.tsx'
import { useFinalFocus } from './focus.ts'
import { useSyncStatus } from './hooks.ts'
import { useWords } from './locale/context.tsx'
import { problemText } from './locale/problem.ts'
import { usePortalRoot } from './portal.ts'
import { statusWords } from './status.ts'

interface TitleBarProps {
  readonly api: Api
  readonly board: BoardId
  readonly sync: Sync
  readonly onExit: (() => void) | undefined
  readonly onProblem: (message: string) => void
  readonly onInspect: () => void
  readonly dialog: BoardDialog | null
}

/** Back to the boards, the title, and how one's work is. */
export function TitleBar({ api, board, sync, onExit, onProblem, onInspect, dialog }: TitleBarProps) {
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
      <Title api={api} board={board} sync={sync} onProblem={onProblem} dialog={dialog} />
      {role && !atLeast(role, 'editor') && <ViewOnly />}
      <Divider />
      <StatusCard sync={sync} onInspect={onInspect} />
    </header>
  )
}

/** That the link only allows viewing; on a phone without its words, which would leave no room for the title. */
function ViewOnly() {
  const { t } = useWords()
  return (
    <span className="ink-chip ink-view-only" data-tip={t('title.viewOnly')}>
      <Eye size={16} strokeWidth={1.75} aria-hidden="true" />
      <span>{t('title.viewOnly')}</span>
    </span>
  )
}

function Title({ api, board, sync, onProblem, dialog }: Omit<TitleBarProps, 'onExit' | 'onInspect'>) {
  const words = useWords()
  const { t } = words
  const [editing, setEditing] = useState(false)
  useEffect(() => {
    if (dialog === 'rename-board') setEditing(true)
  }, [dialog])
  const { role, title } = useSyncStatus(sync, (status) => ({ role: status.role, title: status.title ?? '' }))
  if (!role || !atLeast(role, 'editor')) return <span className="ink-title">{title}</span>
  if (!editing) {
    return (
      <button
        type="button"
        className="ink-title ink-title-button"
        data-tip={t('title.rename')}
        onClick={() => setEditing(true)}
      >
        {title}
      </button>
    )
  }
  const finish = (value: string) => {
    setEditing(false)
    const named = value.trim()
    if (named && named !== title) api.rename(board, named).catch((error: Error) => onProblem(problemText(error, words)))
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
        if (event.key === 'Escape') setEditing(false)
      }}
    />
  )
}

function StatusCard({ sync, onInspect }: Pick<TitleBarProps, 'sync' | 'onInspect'>) {
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
            <StatusDetails sync={sync} onInspect={onInspect} />
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  )
}

/** Shown while the card is open: it counts every edit. */
function StatusDetails({ sync, onInspect }: Pick<TitleBarProps, 'sync' | 'onInspect'>) {
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
      <div className="ink-card-foot">
        {roundTripMs !== null && <span>{t('status.roundTrip', { time: format.milliseconds(roundTripMs) })}</span>}
        <Popover.Close className="ink-link" onClick={onInspect}>
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
