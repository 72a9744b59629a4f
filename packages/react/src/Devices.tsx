import { forgetDevice } from '@inkbridge/sync'
import type { Device } from '@inkbridge/types'
import { ArrowLeft } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { Api } from './api.ts'

interface DevicesProps {
  readonly api: Api
  readonly onBack: () => void
  readonly onProblem: (message: string) => void
}

/** The browsers that act as this person, each with a way to sign it out. */
export function Devices({ api, onBack, onProblem }: DevicesProps) {
  const [devices, setDevices] = useState<readonly Device[] | null>(null)
  const attempt = (change: Promise<readonly Device[]>) =>
    void change.then(setDevices, (error: Error) => onProblem(error.message))
  useEffect(() => {
    api.devices().then(setDevices, (error: Error) => onProblem(error.message))
  }, [api, onProblem])
  const signOut = ({ id }: Device) => attempt(api.signOutDevice(id).then(() => api.devices()))
  return (
    <>
      <Head title="Devices" onBack={onBack} />
      <p className="ink-card-text">Browsers that act as you. Sign out any that you do not recognise.</p>
      <ul className="ink-devices">
        {devices?.map((device) => (
          <li key={device.id}>
            <span>
              {device.label}
              <small>{device.current ? 'This device' : `Last seen ${dayOf(device.seenAt)}`}</small>
            </span>
            {!device.current && (
              <button
                type="button"
                className="ink-button"
                aria-label={`Sign out ${device.label}`}
                onClick={() => signOut(device)}
              >
                Sign out
              </button>
            )}
          </li>
        ))}
      </ul>
      <button type="button" className="ink-button ink-full" onClick={() => attempt(api.signOutOthers())}>
        Sign out all other devices
      </button>
    </>
  )
}

/** Asks once more, then ends what this browser may do and removes everything it keeps. */
export function SignOut({ api, onBack, onProblem, onSignOut }: DevicesProps & { readonly onSignOut: () => void }) {
  const [leaving, setLeaving] = useState(false)
  const leave = async () => {
    setLeaving(true)
    try {
      await api.signOut()
    } catch (error) {
      setLeaving(false)
      return onProblem(error instanceof Error ? error.message : String(error))
    }
    await forgetDevice()
    onSignOut()
  }
  return (
    <>
      <Head title="Sign out" onBack={onBack} />
      <p className="ink-card-text">
        This removes your name, your list of boards and all copies of boards from this browser, with drawings that are
        not saved yet. Boards stay on the server and open by their links, but you cannot sign in as this guest again.
      </p>
      <button type="button" className="ink-button ink-primary ink-full" disabled={leaving} onClick={() => void leave()}>
        Sign out of this device
      </button>
    </>
  )
}

function Head({ title, onBack }: { readonly title: string; readonly onBack: () => void }) {
  return (
    <div className="ink-profile-head">
      <button type="button" className="ink-icon-button" aria-label="Back" onClick={onBack}>
        <ArrowLeft size={18} strokeWidth={1.75} aria-hidden="true" />
      </button>
      <h2 className="ink-card-title">{title}</h2>
    </div>
  )
}

function dayOf(time: string): string {
  return new Date(time).toLocaleDateString('en', { day: 'numeric', month: 'short', year: 'numeric' })
}
