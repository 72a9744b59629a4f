import { Link2 } from 'lucide-react'
import { useWords } from '../locale/locale.ts'
import { useOpenBoard } from '../ui/ui.ts'
import { CopyButton, LinkAddress, useCopy } from './CopyLink.tsx'
import { useLoaded } from './use-loaded.ts'

/** The link that an editor opened the board by, if its owner lets them pass it on. */
export function OwnLink() {
  const { api, board } = useOpenBoard()
  const { t } = useWords()
  const { value } = useLoaded(async () => ({ address: await api.ownLink(board) }))
  const copy = useCopy(value?.address ?? null)
  if (!value) return <div className="ink-share-waiting" />
  if (value.address === null) return <p>{t('share.ownerOnly')}</p>
  return (
    <div className="ink-share-row">
      <span className="ink-share-icon">
        <Link2 size={18} strokeWidth={1.75} aria-hidden="true" />
      </span>
      <div className="ink-share-text">
        <strong>{t('share.own')}</strong>
        <span>{t('share.own.text')}</span>
      </div>
      <CopyButton name={t('share.own')} isPrimary copy={copy} />
      {copy.failed && <LinkAddress name={t('share.own')} address={value.address} shown="text" />}
    </div>
  )
}
