import type { BoardId, Role } from '@inkbridge/types'
import { Check, Copy, Eye, Link2, type LucideIcon, QrCode as QrIcon, RefreshCw } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { Api } from './api.ts'
import { copyText } from './copy.ts'
import { useWords } from './locale/context.tsx'
import { problemText } from './locale/problem.ts'
import { Modal, type OpenProps } from './Modal.tsx'
import { QrCode } from './QrCode.tsx'

interface ShareProps {
  readonly api: Api
  readonly board: BoardId
  /** Who owns the board gives out its links; who edits it passes on their own. */
  readonly role: Role | null
  readonly onProblem: (message: string) => void
}

interface Row {
  readonly title: string
  readonly text: string
  readonly Icon: LucideIcon
}

const rows = [
  { role: 'editor', Icon: Link2 },
  { role: 'viewer', Icon: Eye },
] as const

/** Links to a board, each with what it lets people do. */
export function ShareDialog({ open, onOpenChange, ...share }: ShareProps & OpenProps) {
  const { t } = useWords()
  const { api, board, onProblem } = share
  return (
    <Modal title={t('share.title')} open={open} onOpenChange={onOpenChange}>
      {share.role === 'owner' ? (
        rows.map(({ role, Icon }) => (
          <ShareRow
            key={role}
            title={t(`share.${role}`)}
            text={t(`share.${role}.text`)}
            Icon={Icon}
            primary={role === 'editor'}
            find={() => api.linkFor(board, role)}
            replace={() => api.replaceLinks(board, role)}
            onProblem={onProblem}
          />
        ))
      ) : (
        <OwnLinkRow {...share} />
      )}
      {share.role === 'owner' && <PassingSwitch {...share} />}
      <p className="ink-dialog-foot">{isLocal(location.hostname) ? t('share.local') : t('share.text')}</p>
    </Modal>
  )
}

/** Whether an address leads others to their own machine. */
function isLocal(host: string): boolean {
  return host === 'localhost' || host.endsWith('.localhost') || host === '[::1]' || host.startsWith('127.')
}

/** The link that an editor opened the board by. */
function OwnLinkRow({ api, board, onProblem }: ShareProps) {
  const words = useWords()
  const { t } = words
  const [link, setLink] = useState<string | null>()
  useEffect(() => {
    api.ownLink(board).then(setLink, (error: Error) => onProblem(problemText(error, words)))
  }, [api, board, onProblem, words])
  if (link === undefined) return null
  if (link === null) return <p>{t('share.ownerOnly')}</p>
  return (
    <ShareRow
      title={t('share.own')}
      text={t('share.own.text')}
      Icon={Link2}
      primary
      find={async () => link}
      onProblem={onProblem}
    />
  )
}

/** Whether those who edit may pass on the link they came by. */
function PassingSwitch({ api, board, onProblem }: ShareProps) {
  const words = useWords()
  const { t } = words
  const [passable, setPassable] = useState<boolean | null>(null)
  useEffect(() => {
    api.isPassable(board).then(setPassable, (error: Error) => onProblem(problemText(error, words)))
  }, [api, board, onProblem, words])
  const change = (allowed: boolean) => {
    setPassable(allowed)
    api.allowPassing(board, allowed).catch((error: Error) => {
      setPassable(!allowed)
      onProblem(problemText(error, words))
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
  /** Ends the link, and gives another. */
  readonly replace?: () => Promise<string>
  readonly onProblem: (message: string) => void
}

function ShareRow({ title, text, Icon, primary, find, replace, onProblem }: ShareRowProps) {
  const words = useWords()
  const { t } = words
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
    // Else the link is there to be taken by hand.
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
  const attempt = (work: () => Promise<void>) => () =>
    void work().catch((error: Error) => onProblem(problemText(error, words)))
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
