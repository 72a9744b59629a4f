import { Popover } from '@base-ui/react/popover'
import { limits, type Person, personColors } from '@inkbridge/types'
import { useRef, useState } from 'react'
import type { Api } from './api.ts'
import { Devices, SignOut } from './Devices.tsx'
import { usePortalRoot } from './portal.ts'

interface ProfileProps {
  readonly api: Api
  readonly you: Person
  readonly onChange?: (you: Person) => void
  readonly onProblem: (message: string) => void
  /** Called when this browser was signed out and keeps nothing any more; without it there is no way to sign out. */
  readonly onSignOut?: (() => void) | undefined
}

/** The person's own face. Behind it are the name and colour others see, the devices, and the way to sign out. */
export function Profile({ api, you, onChange, onProblem, onSignOut }: ProfileProps) {
  const portal = usePortalRoot()
  const field = useRef<HTMLInputElement>(null)
  const [open, setOpen] = useState(false)
  const [view, setView] = useState<'you' | 'devices' | 'sign-out'>('you')
  const back = () => setView('you')
  const change = (wish: Parameters<Api['changeMe']>[0]) =>
    api.changeMe(wish).then(onChange, (error: Error) => onProblem(error.message))
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
        aria-label={`${you.name} (you)`}
        title={`${you.name} (you)`}
      >
        {initials(you.name)}
      </Popover.Trigger>
      <Popover.Portal {...portal}>
        <Popover.Positioner sideOffset={12} align="end" collisionPadding={12} className="ink-layer">
          <Popover.Popup className="ink-card ink-profile" initialFocus={field}>
            {view === 'devices' && <Devices api={api} onBack={back} onProblem={onProblem} />}
            {view === 'sign-out' && onSignOut && <SignOut {...{ api, onProblem, onSignOut }} onBack={back} />}
            {view === 'you' && (
              <>
                <Popover.Title className="ink-card-title">You</Popover.Title>
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
                    aria-label="Your name"
                    defaultValue={you.name}
                    maxLength={limits.maxNameLength}
                    autoComplete="off"
                    onFocus={(event) => event.currentTarget.select()}
                  />
                </form>
                <fieldset className="ink-swatches" aria-label="Your colour">
                  {personColors.map((color, index) => (
                    <button
                      key={color}
                      type="button"
                      aria-label={`Colour ${index + 1}`}
                      aria-pressed={color === you.color}
                      className="ink-swatch ink-round"
                      style={{ background: color }}
                      onClick={() => void change({ color })}
                    />
                  ))}
                </fieldset>
                <Popover.Description className="ink-card-text">Others see this wherever you draw.</Popover.Description>
                <div className="ink-card-foot">
                  <FootLink name="Devices" onPress={() => setView('devices')} />
                  {onSignOut && <FootLink name="Sign out" onPress={() => setView('sign-out')} />}
                </div>
              </>
            )}
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  )
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
