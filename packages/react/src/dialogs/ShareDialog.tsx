import { Check, Copy, Eye, Link2, type LucideIcon, QrCode as QrIcon, RefreshCw } from 'lucide-react'
import { useEffect, useState } from 'react'
import { Modal } from '../controls/controls.ts'
import { useWords } from '../locale/locale.ts'
import { copyText, report, useDialog, useOpenBoard, useSyncStatus } from '../ui/ui.ts'
import { QrCode } from './QrCode.tsx'

interface Row {
  readonly title: string
  readonly text: string
  readonly Icon: LucideIcon
}

const rows = [
  { role: 'editor', Icon: Link2 },
  { role: 'viewer', Icon: Eye },
] as const

/** Links to a board by role. Owners share the board's links, editors pass on their own. */
export function ShareDialog() {
  const { session, api, board } = useOpenBoard()
  const { t } = useWords()
  const { isOwner } = useSyncStatus(session.sync, ({ role }) => ({ isOwner: role === 'owner' }))
  return (
    <Modal title={t('share.title')} {...useDialog('share')}>
      {isOwner ? (
        rows.map(({ role, Icon }) => (
          <ShareRow
            key={role}
            title={t(`share.${role}`)}
            text={t(`share.${role}.text`)}
            Icon={Icon}
            primary={role === 'editor'}
            find={() => api.linkFor(board, role)}
            replace={() => api.replaceLinks(board, role)}
          />
        ))
      ) : (
        <OwnLinkRow />
      )}
      {isOwner && <PassingSwitch />}
      <p className="ink-dialog-foot">{isLocal(location.hostname) ? t('share.local') : t('share.text')}</p>
    </Modal>
  )
}

/** Whether a host name refers to the local machine. */
function isLocal(host: string): boolean {
  return host === 'localhost' || host.endsWith('.localhost') || host === '[::1]' || host.startsWith('127.')
}

/** The link that an editor opened the board by. */
function OwnLinkRow() {
  const { api, board, ui } = useOpenBoard()
  const { t } = useWords()
  const [link, setLink] = useState<string | null>()
  useEffect(() => {
    api.ownLink(board).then(setLink, (error: Error) => report(ui, error))
  }, [api, board, ui])
  if (link === undefined) return null
  if (link === null) return <p>{t('share.ownerOnly')}</p>
  return <ShareRow title={t('share.own')} text={t('share.own.text')} Icon={Link2} primary find={async () => link} />
}

/** Whether editors may pass on the link they came by. */
function PassingSwitch() {
  const { api, board, ui } = useOpenBoard()
  const { t } = useWords()
  const [passable, setPassable] = useState<boolean | null>(null)
  useEffect(() => {
    api.isPassable(board).then(setPassable, (error: Error) => report(ui, error))
  }, [api, board, ui])
  const change = (allowed: boolean) => {
    setPassable(allowed)
    api.allowPassing(board, allowed).catch((error: Error) => {
      setPassable(!allowed)
      report(ui, error)
    })
  }
  return (
    <label className="ink-dialog-foot ink-dialog-check">
      <input
        type="checkbox"
        checked={passable ?? false}
        disabled={passable === null}
        onChange={(event) => change(event.currentTarget.checked)}
      />
      {t('share.passing')}
    </label>
  )
}

interface ShareRowProps extends Row {
  readonly primary: boolean
  readonly find: () => Promise<string>
  /** Revokes the link and returns another. */
  readonly replace?: () => Promise<string>
}

function ShareRow({ title, text, Icon, primary, find, replace }: ShareRowProps) {
  const { ui } = useOpenBoard()
  const { t } = useWords()
  const [link, setLink] = useState<string | null>(null)
  const [shown, setShown] = useState<'code' | 'text' | 'replace' | null>(null)
  const [copied, setCopied] = useState(false)
  const fetchLink = async () => {
    const found = link ?? (await find())
    setLink(found)
    return found
  }
  const copy = async () => {
    const text = await fetchLink()
    const done = await copyText(text)
    setCopied(done)
    // Show the link so that it can be copied by hand.
    if (!done) setShown('text')
  }
  const showCode = async () => {
    await fetchLink()
    setShown(shown === 'code' ? null : 'code')
  }
  const replaceLink = async () => {
    if (replace) setLink(await replace())
    setCopied(false)
    setShown('text')
  }
  const attempt = (work: () => Promise<void>) => () => void work().catch((error: Error) => report(ui, error))
  return (
    <div className="ink-share-row">
      <span className="ink-share-icon">
        <Icon size={18} strokeWidth={1.75} aria-hidden="true" />
      </span>
      <div className="ink-share-text">
        <strong>{title}</strong>
        <span>{text}</span>
      </div>
      {replace && (
        <button
          type="button"
          className="ink-icon-button"
          aria-label={t('share.replaceNamed', { link: title })}
          title={t('share.replace')}
          aria-expanded={shown === 'replace'}
          onClick={() => setShown(shown === 'replace' ? null : 'replace')}
        >
          <RefreshCw size={18} strokeWidth={1.75} aria-hidden="true" />
        </button>
      )}
      <button
        type="button"
        className="ink-icon-button"
        aria-label={t('share.codeNamed', { link: title })}
        title={t('share.code')}
        aria-expanded={shown === 'code'}
        onClick={attempt(showCode)}
      >
        <QrIcon size={18} strokeWidth={1.75} aria-hidden="true" />
      </button>
      <button type="button" className={`ink-button ${primary ? 'ink-primary' : ''}`} onClick={attempt(copy)}>
        {copied ? (
          <Check size={16} strokeWidth={1.75} aria-hidden="true" />
        ) : (
          <Copy size={16} strokeWidth={1.75} aria-hidden="true" />
        )}
        <span aria-live="polite">{copied ? t('action.copied') : t('share.copy')}</span>
      </button>
      {shown === 'replace' && (
        <div className="ink-share-replace">
          <p>{t('share.replaceText')}</p>
          <button type="button" className="ink-button ink-danger" onClick={attempt(replaceLink)}>
            {t('share.replaceConfirm')}
          </button>
        </div>
      )}
      {shown && shown !== 'replace' && link && (
        <div className="ink-share-link">
          {shown === 'code' && <QrCode text={link} label={t('share.codePicture', { link: title })} />}
          <input
            readOnly
            className="ink-input"
            aria-label={t('share.linkNamed', { link: title })}
            value={link}
            // Copying failed: the text can be copied from the field.
            ref={(input) => {
              if (shown === 'text') input?.focus()
            }}
            onFocus={(event) => event.currentTarget.select()}
          />
        </div>
      )}
    </div>
  )
}
