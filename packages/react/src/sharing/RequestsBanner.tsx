import { useWords } from '../locale/locale.ts'
import { useOpenBoard, useSyncStatus, useUi } from '../ui/ui.ts'
import { Answers } from './Requests.tsx'

/** Shows an owner who asks to be let in: the first of them with the answers, the others in the dialog. */
export function RequestsBanner() {
  const { session } = useOpenBoard()
  const { t } = useWords()
  const { requests, role } = useSyncStatus(session.sync, ({ requests, role }) => ({ requests, role }))
  const { dialog } = useUi(({ dialog }) => ({ dialog }))
  const [first, ...others] = requests
  if (!first || role !== 'owner' || dialog === 'share') return null
  const { name } = first
  return (
    <div className="ink-card ink-banner" role="alert">
      <p>{others.length === 0 ? t('request.asks', { name }) : t('request.more', { name, count: others.length })}</p>
      <Answers person={first} />
    </div>
  )
}
