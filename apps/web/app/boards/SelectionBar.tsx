import type { BoardSummary } from '@inkbridge/types'
import { Download, FolderInput, type LucideIcon, RotateCcw, Star, Trash2, X } from 'lucide-react'
import { useSiteWords } from '../locale/site-words.tsx'
import type { Actions } from './use-actions.ts'
import type { Selection } from './use-selection.ts'

interface SelectionBarProps {
  readonly selection: Selection
  readonly actions: Actions
  readonly onMove: (boards: readonly BoardSummary[]) => void
  readonly onDiscard: (boards: readonly BoardSummary[]) => void
}

/** What can be done with the selected boards. */
export function SelectionBar({ selection, actions, onMove, onDiscard }: SelectionBarProps) {
  const { t } = useSiteWords()
  const { boards } = selection
  if (boards.length === 0) return null
  const own = boards.filter(({ role }) => role === 'owner')
  const isStarred = boards.every(({ starred }) => starred)
  const then = (run: (boards: readonly BoardSummary[]) => void) => () => {
    run(boards)
    selection.clear()
  }
  return (
    <div className="ink-card site-selection" role="toolbar" aria-label={t('selection.label')}>
      <span className="site-selected" role="status">
        {t('selection.count', { count: boards.length })}
      </span>
      {boards[0]?.deletedAt ? (
        <>
          <Tool icon={RotateCcw} text={t('card.restore')} run={then(actions.restore)} />
          <Tool icon={Trash2} text={t('card.discard')} run={() => onDiscard(boards)} />
        </>
      ) : (
        <>
          <Tool
            icon={Star}
            text={t(isStarred ? 'card.unstar' : 'card.star')}
            run={then((all) => actions.star(all, !isStarred))}
          />
          <Tool icon={FolderInput} text={t('card.move')} run={() => onMove(boards)} />
          <Tool icon={Download} text={t('card.export')} run={then(actions.exportFiles)} />
          {own.length > 0 && <Tool icon={Trash2} text={t('card.delete')} run={then(() => actions.remove(own))} />}
        </>
      )}
      <Tool icon={X} text={t('selection.clear')} run={selection.clear} />
    </div>
  )
}

function Tool({
  icon: Icon,
  text,
  run,
}: {
  readonly icon: LucideIcon
  readonly text: string
  readonly run: () => void
}) {
  return (
    <button type="button" className="ink-icon-button" aria-label={text} title={text} onClick={run}>
      <Icon size={18} strokeWidth={1.75} aria-hidden="true" />
    </button>
  )
}
