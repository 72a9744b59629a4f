import { Dialog } from '@base-ui/react/dialog'
import type { BoardId, Role } from '@inkbridge/types'
import { Check, Copy, Eye, Link2, type LucideIcon, X } from 'lucide-react'
import { useRef, useState } from 'react'
import { linkFor } from './api.ts'
import { usePortalRoot } from './portal.ts'

interface ShareDialogProps {
  readonly board: BoardId
  readonly open: boolean
  readonly onOpenChange: (open: boolean) => void
  readonly onProblem: (message: string) => void
}

const rows: readonly {
  readonly role: Role
  readonly title: string
  readonly text: string
  readonly Icon: LucideIcon
}[] = [
  { role: 'editor', title: 'Can edit', text: 'Draws with you, at once', Icon: Link2 },
  { role: 'viewer', title: 'Can view', text: 'Sees everything live, changes nothing', Icon: Eye },
]

/** Links to a board, each with what it lets people do. */
export function ShareDialog({ board, open, onOpenChange, onProblem }: ShareDialogProps) {
  const portal = usePortalRoot()
  return (
    <Dialog.Root open={open} onOpenChange={onOpenChange}>
      <Dialog.Portal {...portal}>
        <Dialog.Backdrop className="ink-backdrop" />
        <Dialog.Popup className="ink-card ink-dialog">
          <div className="ink-dialog-head">
            <Dialog.Title className="ink-dialog-title">Share this board</Dialog.Title>
            <Dialog.Close className="ink-icon-button" aria-label="Close">
              <X size={18} strokeWidth={1.75} aria-hidden="true" />
            </Dialog.Close>
          </div>
          {rows.map((row) => (
            <ShareRow key={row.role} {...row} board={board} primary={row.role === 'editor'} onProblem={onProblem} />
          ))}
          <Dialog.Description className="ink-dialog-foot">
            Anyone with a link can use it, without an account.
          </Dialog.Description>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

interface ShareRowProps {
  readonly board: BoardId
  readonly role: Role
  readonly title: string
  readonly text: string
  readonly Icon: LucideIcon
  readonly primary: boolean
  readonly onProblem: (message: string) => void
}

function ShareRow({ board, role, title, text, Icon, primary, onProblem }: ShareRowProps) {
  const [copied, setCopied] = useState(false)
  const [shown, setShown] = useState<string | null>(null)
  const field = useRef<HTMLInputElement>(null)
  const copy = async () => {
    const link = await linkFor(board, role)
    const done = await navigator.clipboard?.writeText(link).then(
      () => true,
      () => false,
    )
    setCopied(done === true)
    // On plain HTTP a page may not write to the clipboard: the link is there to be taken by hand.
    setShown(done ? null : link)
  }
  return (
    <div className="ink-share-row">
      <span className="ink-share-icon">
        <Icon size={18} strokeWidth={1.75} aria-hidden="true" />
      </span>
      <div className="ink-share-text">
        <strong>{title}</strong>
        {shown ? (
          <input
            ref={field}
            readOnly
            className="ink-share-field"
            aria-label={`Link: ${title}`}
            value={shown}
            autoFocus
            onFocus={(event) => event.currentTarget.select()}
          />
        ) : (
          <span>{text}</span>
        )}
      </div>
      <button
        type="button"
        className={`ink-button ${primary ? 'ink-primary' : ''}`}
        onClick={() => void copy().catch((error: Error) => onProblem(error.message))}
      >
        {copied ? (
          <Check size={16} strokeWidth={1.75} aria-hidden="true" />
        ) : (
          <Copy size={16} strokeWidth={1.75} aria-hidden="true" />
        )}
        <span aria-live="polite">{copied ? 'Copied' : 'Copy link'}</span>
      </button>
    </div>
  )
}
