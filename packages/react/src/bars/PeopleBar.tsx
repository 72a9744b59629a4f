import { atLeast } from '@inkbridge/types'
import { Share2 } from 'lucide-react'
import { Divider } from '../controls/controls.ts'
import { useWords } from '../locale/locale.ts'
import { Faces } from '../people/people.ts'
import { useOpenBoard, useSyncStatus } from '../ui/ui.ts'
import { MoreMenu } from './MoreMenu.tsx'
import { useBarLayout } from './use-bar-layout.ts'

/** People, the menu, and sharing. */
export function PeopleBar() {
  const { session, editor, ui } = useOpenBoard()
  const { t } = useWords()
  const layout = useBarLayout(editor)
  const { role } = useSyncStatus(session.sync, ({ role }) => ({ role }))
  const shares = role !== null && atLeast(role, 'editor')
  return (
    <div className="ink-bar ink-people-bar">
      <Faces most={layout.faces} />
      <Divider />
      <MoreMenu layout={layout} />
      {shares && layout.share === 'bar' && (
        <button
          type="button"
          className="ink-button ink-primary ink-share"
          aria-label={t('people.share')}
          onClick={() => ui.change({ dialog: 'share' })}
        >
          <Share2 size={16} strokeWidth={1.75} aria-hidden="true" />
          <span>{t('people.share')}</span>
        </button>
      )}
    </div>
  )
}
