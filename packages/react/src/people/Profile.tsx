import { Popover } from '@base-ui/react/popover'
import { type AccountState, isAccount, limits, type Person, personColors } from '@inkbridge/types'
import { useEffect, useRef, useState } from 'react'
import type { Api } from '../api.ts'
import { problemText, useWords } from '../locale/locale.ts'
import { type AccountPage, useFinalFocus, usePortalRoot } from '../ui/ui.ts'
import { Devices, SignOut } from './Devices.tsx'

export interface ProfileProps {
  readonly api: Api
  readonly you: Person
  readonly onChange?: (you: Person) => void
  readonly onProblem: (message: string) => void
  /** Called after this browser is signed out and its local data removed; without it there is no way to sign out. */
  readonly onSignOut?: (() => void) | undefined
  /** Called to show a page about accounts; without it none is offered. */
  readonly onAccount?: ((page: AccountPage) => void) | undefined
}

/** The user's face; opens name and colour, devices, and signing out. */
export function Profile({ api, you, onChange, onProblem, onSignOut, onAccount }: ProfileProps) {
  const words = useWords()
  const { t } = words
  const portal = usePortalRoot()
  const finalFocus = useFinalFocus()
  const field = useRef<HTMLInputElement>(null)
  const [open, setOpen] = useState(false)
  const [view, setView] = useState<'you' | 'devices' | 'sign-out'>('you')
  const back = () => setView('you')
  const change = (wish: Parameters<Api['changeMe']>[0]) =>
    api.changeMe(wish).then(onChange, (error: Error) => onProblem(problemText(error, words)))
  const rename = () => {
    const name = field.current?.value.trim()
    if (name && name !== you.name) void change({ name })
  }
  return (
    <Popover.Root
      open={open}
      onOpenChange={(next, { reason }) => {
        if (!next && reason !== 'escape-key') rename()
        setOpen(next)
        back()
      }}
    >
      <Popover.Trigger
        className="ink-face ink-face-button"
        style={{ background: you.color }}
        aria-label={t('people.you', { name: you.name })}
        data-tip={t('people.you', { name: you.name })}
        data-initials={initials(you.name)}
      />
      <Popover.Portal {...portal}>
        <Popover.Positioner sideOffset={12} align="end" collisionPadding={12} className="ink-layer">
          <Popover.Popup className="ink-card ink-profile" initialFocus={field} finalFocus={finalFocus}>
            {view === 'devices' && <Devices api={api} onBack={back} onProblem={onProblem} />}
            {view === 'sign-out' && onSignOut && <SignOut {...{ api, onProblem, onSignOut }} onBack={back} />}
            {view === 'you' && (
              <>
                <Popover.Title className="ink-card-title">{t('profile.title')}</Popover.Title>
                <form
                  onSubmit={(event) => {
                    event.preventDefault()
                    rename()
                    setOpen(false)
                  }}
                >
                  <input
                    ref={field}
                    className="ink-input"
                    aria-label={t('profile.name')}
                    defaultValue={you.name}
                    maxLength={limits.maxNameLength}
                    autoComplete="off"
                    onFocus={(event) => event.currentTarget.select()}
                  />
                </form>
                <Colors you={you} onColor={(color) => void change({ color })} />
                <Popover.Description className="ink-card-text">{t('profile.text')}</Popover.Description>
                <div className="ink-card-foot">
                  {onAccount && <AccountLink {...{ api, you, onAccount }} />}
                  <FootLink name={t('profile.devices')} onPress={() => setView('devices')} />
                  {onSignOut && <FootLink name={t('profile.signOut')} onPress={() => setView('sign-out')} />}
                </div>
              </>
            )}
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  )
}

function Colors({ you, onColor }: { readonly you: Person; readonly onColor: (color: string) => void }) {
  const { t } = useWords()
  return (
    <fieldset className="ink-swatches" aria-label={t('profile.color')}>
      {personColors.map((color, index) => (
        <button
          key={color}
          type="button"
          aria-label={t('profile.colorNumber', { number: index + 1 })}
          aria-pressed={color === you.color}
          className="ink-swatch ink-round"
          style={{ background: color }}
          onClick={() => onColor(color)}
        />
      ))}
    </fieldset>
  )
}

/** Leads to the account, or to signing in where the server offers that. */
function AccountLink({
  api,
  you,
  onAccount,
}: Pick<ProfileProps, 'api' | 'you'> & Required<Pick<ProfileProps, 'onAccount'>>) {
  const { t } = useWords()
  const [offered, setOffered] = useState(false)
  const mine = isAccount(you.id)
  useEffect(() => {
    if (mine) return
    const offer = ({ signIn }: AccountState) => setOffered(signIn.password || signIn.openId)
    // Without an answer nothing is offered.
    api.account().then(offer, () => {})
  }, [api, mine])
  if (mine) return <FootLink name={t('profile.account')} onPress={() => onAccount?.('account')} />
  return offered && <FootLink name={t('profile.signIn')} onPress={() => onAccount?.('sign-in')} />
}

function FootLink({ name, onPress }: { readonly name: string; readonly onPress: () => void }) {
  return (
    <button type="button" className="ink-link" onClick={onPress}>
      {name}
    </button>
  )
}

export function initials(name: string): string {
  const [first = '', last = ''] = name.split(/[\s-]+/)
  return `${first.charAt(0)}${last.charAt(0) || first.charAt(1)}`.toUpperCase()
}
