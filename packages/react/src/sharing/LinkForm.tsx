import { type BoardLink, type ChangeLink, limits, type Role } from '@inkbridge/types'
import { type FormEvent, type ReactNode, useId, useState } from 'react'
import { useWords } from '../locale/locale.ts'

interface LinkFormProps {
  /** The link to change; null: a new one. */
  readonly link: BoardLink | null
  readonly onSave: (terms: ChangeLink) => void
  readonly onCancel: () => void
}

const givenRoles = ['editor', 'commenter', 'viewer'] as const satisfies readonly Role[]

/** Sets role, name, expiry, password and number of people of a link. */
export function LinkForm({ link, onSave, onCancel }: LinkFormProps) {
  const { t } = useWords()
  const [isShort, setShort] = useState(false)
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const fields = new FormData(event.currentTarget)
    const password = textOf(fields, 'password')
    if (password !== '' && password.length < limits.minLinkPasswordLength) return setShort(true)
    onSave(termsOf(fields, link))
  }
  return (
    <form className="ink-share-form" onSubmit={submit} noValidate>
      {link?.role !== 'owner' && <RoleField role={link?.role ?? 'editor'} />}
      <TermFields link={link} />
      <PasswordField hasPassword={link?.password ?? false} isShort={isShort} onChange={() => setShort(false)} />
      <div className="ink-share-form-foot">
        <button type="button" className="ink-button" onClick={onCancel}>
          {t('action.cancel')}
        </button>
        <button type="submit" className="ink-button ink-primary">
          {link ? t('action.save') : t('share.create')}
        </button>
      </div>
    </form>
  )
}

function RoleField({ role }: { readonly role: Role }) {
  const { t } = useWords()
  return (
    <Labelled label={t('share.role')}>
      {(id) => (
        <select id={id} className="ink-input" name="role" defaultValue={role} ref={(field) => field?.focus()}>
          {givenRoles.map((each) => (
            <option key={each} value={each}>
              {t(`link.role.${each}`)}
            </option>
          ))}
        </select>
      )}
    </Labelled>
  )
}

function TermFields({ link }: { readonly link: BoardLink | null }) {
  const { t } = useWords()
  const day = link?.expiresAt ? dayOf(link.expiresAt) : ''
  return (
    <>
      <Labelled label={t('share.name')}>
        {(id) => (
          <input
            id={id}
            className="ink-input"
            name="name"
            defaultValue={link?.name ?? ''}
            maxLength={limits.maxNameLength}
            placeholder={t('share.namePlaceholder')}
            autoComplete="off"
          />
        )}
      </Labelled>
      <Labelled label={t('share.expires')}>
        {(id) => <input id={id} className="ink-input" type="date" name="expires" defaultValue={day} />}
      </Labelled>
      <Labelled label={t('share.maxUses')}>
        {(id) => (
          <input
            id={id}
            className="ink-input"
            type="number"
            name="maxUses"
            min={1}
            max={limits.maxLinkUses}
            defaultValue={link?.maxUses ?? ''}
            placeholder={t('share.maxUsesAny')}
          />
        )}
      </Labelled>
    </>
  )
}

interface PasswordFieldProps {
  readonly hasPassword: boolean
  readonly isShort: boolean
  readonly onChange: () => void
}

function PasswordField({ hasPassword, isShort, onChange }: PasswordFieldProps) {
  const { t } = useWords()
  const [removes, setRemoves] = useState(false)
  const count = limits.minLinkPasswordLength
  return (
    <>
      <Labelled label={t('share.password')}>
        {(id) => (
          <input
            id={id}
            className="ink-input"
            type="password"
            name="password"
            maxLength={limits.maxLinkPasswordLength}
            placeholder={hasPassword ? t('share.passwordKept') : t('share.passwordNew', { count })}
            disabled={removes}
            aria-invalid={isShort}
            autoComplete="new-password"
            onChange={onChange}
          />
        )}
      </Labelled>
      {hasPassword && (
        <label className="ink-dialog-check">
          <input
            type="checkbox"
            name="removesPassword"
            checked={removes}
            onChange={({ currentTarget }) => setRemoves(currentTarget.checked)}
          />
          {t('share.passwordRemove')}
        </label>
      )}
      {isShort && (
        <p className="ink-share-wrong" role="alert">
          {t('share.passwordShort', { count })}
        </p>
      )}
    </>
  )
}

interface LabelledProps {
  readonly label: string
  readonly children: (id: string) => ReactNode
}

function Labelled({ label, children }: LabelledProps) {
  const id = useId()
  return (
    <div className="ink-share-field">
      <label htmlFor={id}>{label}</label>
      {children(id)}
    </div>
  )
}

function textOf(fields: FormData, name: string): string {
  return String(fields.get(name) ?? '').trim()
}

/** The terms in the fields; those that are the same for the link are left out where that matters. */
function termsOf(fields: FormData, link: BoardLink | null): ChangeLink {
  const role = givenRoles.find((each) => each === textOf(fields, 'role'))
  const [day, uses, password] = [textOf(fields, 'expires'), textOf(fields, 'maxUses'), textOf(fields, 'password')]
  const isSameDay = (link?.expiresAt ? dayOf(link.expiresAt) : '') === day
  return {
    ...(role && role !== link?.role ? { role } : {}),
    name: textOf(fields, 'name'),
    // A link works until the end of a day on this device.
    ...(isSameDay ? {} : { expiresAt: day ? new Date(`${day}T23:59:59`).toISOString() : null }),
    maxUses: uses === '' ? null : Math.min(limits.maxLinkUses, Math.max(1, Math.round(Number(uses)))),
    ...(password ? { password } : {}),
    ...(fields.has('removesPassword') ? { password: null } : {}),
  }
}

/** The day of a time on this device, as date fields have it: `2026-01-31`. */
function dayOf(time: string): string {
  const date = new Date(time)
  const parts = [date.getFullYear(), date.getMonth() + 1, date.getDate()]
  return parts.map((part) => String(part).padStart(2, '0')).join('-')
}
