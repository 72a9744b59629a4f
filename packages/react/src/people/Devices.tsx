import { forgetDevice } from '@inkbridge/sync'
import type { Device } from '@inkbridge/types'
import { ArrowLeft } from 'lucide-react'
import { useCallback, useEffect, useRef, useState } from 'react'
import type { Api } from '../api.ts'
import { problemText, useWords } from '../locale/locale.ts'

interface DevicesProps {
  readonly api: Api
  /** Leads back to the profile; absent on a page of its own. */
  readonly onBack?: () => void
  readonly onProblem: (message: string) => void
}

/** The browsers signed in as this person, with buttons to sign them out. */
export function Devices({ api, onBack, onProblem }: DevicesProps) {
  const words = useWords()
  const { t, format } = words
  const [devices, setDevices] = useState<readonly Device[] | null>(null)
  const latest = useRef({ onProblem, words })
  latest.current = { onProblem, words }
  const attempt = useCallback((change: Promise<readonly Device[]>) => {
    const fail = (error: Error) => latest.current.onProblem(problemText(error, latest.current.words))
    void change.then(setDevices, fail)
  }, [])
  // Once each time it is opened.
  useEffect(() => attempt(api.devices()), [api, attempt])
  const signOut = ({ id }: Device) => attempt(api.signOutDevice(id).then(() => api.devices()))
  return (
    <>
      {onBack && <Head title={t('profile.devices')} onBack={onBack} />}
      <p className="ink-card-text">{t('devices.text')}</p>
      <ul className="ink-devices">
        {devices?.map((device) => (
          <li key={device.id}>
            <span>
              {device.label}
              <small>
                {device.current
                  ? t('devices.current')
                  : t('devices.seen', { date: format.date(Date.parse(device.seenAt)) })}
              </small>
            </span>
            {!device.current && (
              <button
                type="button"
                className="ink-button"
                aria-label={t('devices.signOutNamed', { device: device.label })}
                onClick={() => signOut(device)}
              >
                {t('devices.signOut')}
              </button>
            )}
          </li>
        ))}
      </ul>
      <button type="button" className="ink-button ink-full" onClick={() => attempt(api.signOutOthers())}>
        {t('devices.signOutOthers')}
      </button>
    </>
  )
}

/** Asks for confirmation, then signs this browser out and removes its local data. */
export function SignOut({ api, onBack, onProblem, onSignOut }: DevicesProps & { readonly onSignOut: () => void }) {
  const words = useWords()
  const { t } = words
  const [leaving, setLeaving] = useState(false)
  const leave = async () => {
    setLeaving(true)
    try {
      await api.signOut()
    } catch (error) {
      setLeaving(false)
      return onProblem(problemText(error, words))
    }
    await forgetDevice()
    onSignOut()
  }
  return (
    <>
      {onBack && <Head title={t('profile.signOut')} onBack={onBack} />}
      <p className="ink-card-text">{t('signOut.text')}</p>
      <button type="button" className="ink-button ink-primary ink-full" disabled={leaving} onClick={() => void leave()}>
        {t('signOut.confirm')}
      </button>
    </>
  )
}

function Head({ title, onBack }: { readonly title: string; readonly onBack: () => void }) {
  const { t } = useWords()
  return (
    <div className="ink-profile-head">
      <button type="button" className="ink-icon-button" aria-label={t('action.back')} onClick={onBack}>
        <ArrowLeft size={18} strokeWidth={1.75} aria-hidden="true" />
      </button>
      <h2 className="ink-card-title">{title}</h2>
    </div>
  )
}
