import type { Sync } from '@inkbridge/sync'
import { atLeast } from '@inkbridge/types'
import { Share2 } from 'lucide-react'
import type { Api } from './api.ts'
import { Divider } from './Bar.tsx'
import { Faces } from './Faces.tsx'
import { useWords } from './locale/context.tsx'
import { MoreMenu, type MoreMenuProps } from './MoreMenu.tsx'

interface PeopleBarProps extends MoreMenuProps {
  readonly sync: Sync
  readonly onSignOut: (() => void) | undefined
  readonly api: Api
  readonly onProblem: (message: string) => void
}

/** Who is here, the menu, and sharing. */
export function PeopleBar(props: PeopleBarProps) {
  const { t } = useWords()
  const { status, onShare, layout } = props
  const shares = status.role !== null && atLeast(status.role, 'editor')
  return (
    <div className="ink-bar ink-people-bar">
      <Faces {...props} you={status.you} most={layout.faces} />
      <Divider />
      <MoreMenu {...props} />
      {shares && layout.share === 'bar' && (
        <button
          type="button"
          className="ink-button ink-primary ink-share"
          aria-label={t('people.share')}
          onClick={onShare}
        >
          <Share2 size={16} strokeWidth={1.75} aria-hidden="true" />
          <span>{t('people.share')}</span>
        </button>
      )}
    </div>
  )
}
