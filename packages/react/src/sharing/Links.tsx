import type { BoardLink, BoardLinks } from '@inkbridge/types'
import { roles } from '@inkbridge/types'
import { Plus } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useWords } from '../locale/locale.ts'
import { useOpenBoard, useSyncStatus } from '../ui/ui.ts'
import { LinkForm } from './LinkForm.tsx'
import { LinkRow } from './LinkRow.tsx'
import { useLoaded } from './use-loaded.ts'

/** The links of a board, what they may be passed on by, and its lock. */
export function Links() {
  const { api, board } = useOpenBoard()
  const { t } = useWords()
  const { value, change } = useLoaded(() => api.links(board))
  const [isNew, setNew] = useState(false)
  if (!value) return <div className="ink-share-waiting" />
  const shown = sorted(value.links)
  const first = shown.find(({ role, expiresAt }) => role === 'editor' && expiresAt === null)
  return (
    <section aria-label={t('share.links')}>
      <ul className="ink-share-list">
        {shown.map((link) => (
          <LinkRow key={link.id} link={link} isPrimary={link === first} change={change} />
        ))}
      </ul>
      {isNew ? (
        <LinkForm
          link={null}
          onCancel={() => setNew(false)}
          onSave={({ role = 'viewer', ...terms }) => {
            setNew(false)
            change(() => api.makeLink(board, { role, ...terms }))
          }}
        />
      ) : (
        <button type="button" className="ink-button ink-share-new" onClick={() => setNew(true)}>
          <Plus size={16} strokeWidth={1.75} aria-hidden="true" />
          {t('share.new')}
        </button>
      )}
      <Switches passable={value.passable} change={change} />
    </section>
  )
}

interface SwitchesProps {
  readonly passable: boolean
  readonly change: (run: () => Promise<unknown>) => void
}

function Switches({ passable, change }: SwitchesProps) {
  const { api, board, session } = useOpenBoard()
  const { t } = useWords()
  const { locked } = useSyncStatus(session.sync, ({ locked }) => ({ locked }))
  return (
    <>
      <Switch label={t('share.passing')} isOn={passable} set={(on) => change(() => api.allowPassing(board, on))} />
      <Switch label={t('share.lock')} isOn={locked} set={(on) => change(() => api.setLocked(board, on))} />
    </>
  )
}

interface SwitchProps {
  readonly label: string
  readonly isOn: boolean
  readonly set: (on: boolean) => void
}

/** How long a switch shows the wish of the person until the server has answered, ms. */
const wishMs = 2_000

function Switch({ label, isOn, set }: SwitchProps) {
  const [wish, setWish] = useState<boolean | null>(null)
  useEffect(() => {
    if (wish === null) return
    const timer = setTimeout(() => setWish(null), wish === isOn ? 0 : wishMs)
    return () => clearTimeout(timer)
  }, [wish, isOn])
  return (
    <label className="ink-dialog-foot ink-dialog-check">
      <input
        type="checkbox"
        checked={wish ?? isOn}
        onChange={({ currentTarget }) => {
          setWish(currentTarget.checked)
          set(currentTarget.checked)
        }}
      />
      {label}
    </label>
  )
}

/** The links that are not revoked: those for editing first, those for owners last. */
function sorted(links: BoardLinks['links']): readonly BoardLink[] {
  const rank = ({ role }: BoardLink) => (role === 'owner' ? roles.length : -roles.indexOf(role))
  return links.filter(({ revokedAt }) => revokedAt === null).toSorted((one, other) => rank(one) - rank(other))
}
