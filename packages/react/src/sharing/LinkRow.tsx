import type { BoardLink } from '@inkbridge/types'
import { Eye, KeyRound, Link2, MessageSquare } from 'lucide-react'
import { useState } from 'react'
import { type BoardWords, useWords } from '../locale/locale.ts'
import { useOpenBoard } from '../ui/ui.ts'
import { CopyButton, LinkAddress, useCopy } from './CopyLink.tsx'
import { LinkForm } from './LinkForm.tsx'
import { MoreButton } from './MoreButton.tsx'

const icons = { viewer: Eye, commenter: MessageSquare, editor: Link2, owner: KeyRound } as const

interface LinkRowProps {
  readonly link: BoardLink
  readonly isPrimary: boolean
  readonly change: (run: () => Promise<unknown>) => void
}

/** A link: copied by a button, everything else is in its menu. */
export function LinkRow({ link, isPrimary, change }: LinkRowProps) {
  const { api, board } = useOpenBoard()
  const words = useWords()
  const { t } = words
  const [shown, setShown] = useState<'code' | 'change' | 'replace' | 'revoke' | null>(null)
  const address = api.addressOf(link)
  const copy = useCopy(address)
  const name = nameOf(link, words)
  const Icon = icons[link.role]
  const toggle = (part: typeof shown) => () => setShown(shown === part ? null : part)
  const run = (made: () => Promise<unknown>) => () => {
    setShown(null)
    change(made)
  }
  return (
    <li className="ink-share-row">
      <span className="ink-share-icon">
        <Icon size={18} strokeWidth={1.75} aria-hidden="true" />
      </span>
      <div className="ink-share-text">
        <strong>{name}</strong>
        <span>{termsOf(link, words)}</span>
      </div>
      {address && <CopyButton name={name} isPrimary={isPrimary} copy={copy} />}
      <MoreButton
        label={t('share.more', { link: name })}
        items={[
          ...(address ? [{ label: t('share.code'), run: toggle('code') }] : []),
          { label: t('share.change'), run: toggle('change') },
          { label: t('share.replace'), run: toggle('replace') },
          { label: t('share.revoke'), run: toggle('revoke'), isDanger: true },
        ]}
      />
      {address && (shown === 'code' || copy.failed) && (
        <LinkAddress name={name} address={address} shown={shown === 'code' ? 'code' : 'text'} />
      )}
      {shown === 'change' && (
        <LinkForm
          link={link}
          onCancel={() => setShown(null)}
          onSave={(terms) => run(() => api.changeLink(board, link.id, terms))()}
        />
      )}
      {shown === 'replace' && (
        <Confirm
          text={t('share.replaceText')}
          label={t('share.replace')}
          onConfirm={run(() => api.replaceLink(board, link.id))}
        />
      )}
      {shown === 'revoke' && (
        <Confirm
          text={t('share.revokeText')}
          label={t('share.revoke')}
          onConfirm={run(() => api.revokeLink(board, link.id))}
        />
      )}
    </li>
  )
}

interface ConfirmProps {
  readonly text: string
  readonly label: string
  readonly onConfirm: () => void
}

/** Asks before something that cannot be undone. */
export function Confirm({ text, label, onConfirm }: ConfirmProps) {
  return (
    <div className="ink-share-confirm">
      <p>{text}</p>
      <button type="button" className="ink-button ink-danger" ref={(button) => button?.focus()} onClick={onConfirm}>
        {label}
      </button>
    </div>
  )
}

function nameOf({ name, role }: BoardLink, { t }: BoardWords): string {
  return name || t(`link.role.${role}`)
}

/** The terms of a link, or else its purpose. */
function termsOf({ name, role, expiresAt, password, maxUses, uses }: BoardLink, { t, format }: BoardWords): string {
  const date = expiresAt && format.date(Date.parse(expiresAt))
  const isOver = expiresAt !== null && Date.parse(expiresAt) <= Date.now()
  const terms = [
    ...(name ? [t(`link.role.${role}`)] : []),
    ...(date ? [t(isOver ? 'link.expired' : 'link.expires', { date })] : []),
    ...(password ? [t('link.hasPassword')] : []),
    ...(maxUses === null ? [] : [t('link.usesOf', { count: format.number(uses), most: format.number(maxUses) })]),
    ...(maxUses === null && uses > 0 ? [t('link.uses', { count: uses })] : []),
  ]
  return terms.length > 0 ? terms.join(' · ') : t(`link.text.${role}`)
}
