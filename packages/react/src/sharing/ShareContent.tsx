import { useWords } from '../locale/locale.ts'
import { useOpenBoard, useSyncStatus } from '../ui/ui.ts'
import { Activity } from './Activity.tsx'
import { Links } from './Links.tsx'
import { OwnLink } from './OwnLink.tsx'
import { PeopleList } from './PeopleList.tsx'
import { Requests } from './Requests.tsx'

/** The content of the dialog for sharing, loaded when it is first opened. */
export function ShareContent() {
  const { session } = useOpenBoard()
  const { t } = useWords()
  const { isOwner } = useSyncStatus(session.sync, ({ role }) => ({ isOwner: role === 'owner' }))
  return (
    <>
      {isOwner && <Requests />}
      {isOwner ? <Links /> : <OwnLink />}
      <PeopleList key={String(isOwner)} isOwner={isOwner} />
      {isOwner && <Activity />}
      <p className="ink-dialog-foot">{isLocal(location.hostname) ? t('share.local') : t('share.text')}</p>
    </>
  )
}

/** Whether a host name refers to the local machine. */
function isLocal(host: string): boolean {
  return host === 'localhost' || host.endsWith('.localhost') || host === '[::1]' || host.startsWith('127.')
}
