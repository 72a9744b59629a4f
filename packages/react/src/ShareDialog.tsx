import type { BoardId, Role } from '@inkbridge/types'
import { Check, Copy, Eye, Link2, type LucideIcon, QrCode as QrIcon, RefreshCw } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { Api } from './api.ts'
import { copyText } from './copy.ts'
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

const rows: readonly (Row & { readonly role: Role })[] = [
  { role: 'editor', title: 'Can edit', text: 'Draws with you, at once', Icon: Link2 },
  { role: 'viewer', title: 'Can view', text: 'Watches live, changes nothing', Icon: Eye },
]

/** Links to a board, each with what it lets people do. */
export function ShareDialog({ open, onOpenChange, ...share }: ShareProps & OpenProps) {
  const { api, board, onProblem } = share
  return (
    <Modal title="Share this board" open={open} onOpenChange={onOpenChange}>
      {share.role === 'owner' ? (
        rows.map(({ role, ...row }) => (
          <ShareRow
            key={role}
            {...row}
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
      <p className="ink-dialog-foot">
        {isLocal(location.hostname)
          ? 'You opened this board by an address of this machine only. For others to use a link, open the board by the network address the server printed when it started, and share it from there.'
          : 'Anyone with a link can use it, without an account.'}
      </p>
    </Modal>
  )
}

/** Whether an address leads others to their own machine. */
function isLocal(host: string): boolean {
  return host === 'localhost' || host.endsWith('.localhost') || host === '[::1]' || host.startsWith('127.')
}

/** The link that somebody who edits came by. */
function OwnLinkRow({ api, board, onProblem }: ShareProps) {
  const [link, setLink] = useState<string | null>()
  useEffect(() => {
    api.ownLink(board).then(setLink, (error: Error) => onProblem(error.message))
  }, [api, board, onProblem])
  if (link === undefined) return null
  if (link === null) return <p>The owner of this board gives out its links. Ask them to share it.</p>
  return (
    <ShareRow
      title="Your link"
      text="Lets others do what you can"
      Icon={Link2}
      primary
      find={async () => link}
      onProblem={onProblem}
    />
  )
}

/** Whether those who edit may pass on the link they came by. */
function PassingSwitch({ api, board, onProblem }: ShareProps) {
  const [passable, setPassable] = useState<boolean | null>(null)
  useEffect(() => {
    api.isPassable(board).then(setPassable, (error: Error) => onProblem(error.message))
  }, [api, board, onProblem])
  const change = (allowed: boolean) => {
    setPassable(allowed)
    api.allowPassing(board, allowed).catch((error: Error) => {
      setPassable(!allowed)
      onProblem(error.message)
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
      People who can edit can also copy the edit link
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
  const attempt = (work: () => Promise<void>) => () => void work().catch((error: Error) => onProblem(error.message))
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
          aria-label={`Replace: ${title}`}
          title="Replace the link"
          aria-expanded={shown === 'replace'}
          onClick={() => setShown(shown === 'replace' ? null : 'replace')}
        >
          <RefreshCw size={18} strokeWidth={1.75} aria-hidden="true" />
        </button>
      )}
      <button
        type="button"
        className="ink-icon-button"
        aria-label={`QR code: ${title}`}
        title="QR code"
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
        <span aria-live="polite">{copied ? 'Copied' : 'Copy link'}</span>
      </button>
      {shown === 'replace' && (
        <div className="ink-share-replace">
          <p>The old link stops working at once, also for everybody who is here by it. What they drew stays.</p>
          <button type="button" className="ink-button ink-danger" onClick={attempt(replaceLink)}>
            Replace it
          </button>
        </div>
      )}
      {shown && shown !== 'replace' && link && (
        <div className="ink-share-link">
          {shown === 'code' && <QrCode text={link} label={`QR code of the link: ${title}`} />}
          <input
            readOnly
            className="ink-input"
            aria-label={`Link: ${title}`}
            value={link}
            // Once copying has failed, the text is what is wanted next.
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
